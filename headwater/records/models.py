"""Django looks for models here; each lives in a file named for what it is."""

from headwater.records.account import Account
from headwater.records.account_contact_relation import AccountContactRelation
from headwater.records.activity import Event, Note, Task
from headwater.records.bot_rule import BotRule
from headwater.records.campaign import Campaign, CampaignMember, CampaignMemberStatus
from headwater.records.campaign_tally import CampaignTally
from headwater.records.clock import Clock, ClockPause
from headwater.records.consent import Consent
from headwater.records.contact import Contact
from headwater.records.conversion import Conversion, ConversionRun
from headwater.records.conversion_run_row import ConversionRunRow
from headwater.records.discovery import Answer, Question
from headwater.records.duplicate_pair import DuplicatePair
from headwater.records.email_message import EmailAttachment, EmailMessage
from headwater.records.engagement import Engagement
from headwater.records.handoff import Handoff
from headwater.records.import_job import ImportHabit, ImportJob, ImportKept, ImportRow
from headwater.records.lead import Lead
from headwater.records.notification import Notification
from headwater.records.notification_mail import NotificationMail
from headwater.records.notification_settings import NotificationSettings
from headwater.records.opportunity import (
    Opportunity,
    OpportunityContactRole,
    OpportunityHistory,
)
from headwater.records.retention import Retention
from headwater.records.stages import LeadStatus, OpportunityStage
from headwater.records.submission import Submission
from headwater.records.topic import Topic, TopicChoice
from headwater.records.trail import TrailEntry
from headwater.records.undeliverable import Undeliverable
from headwater.records.visitor import Visitor

__all__ = [
    "Account",
    "AccountContactRelation",
    "Answer",
    "BotRule",
    "Campaign",
    "CampaignMember",
    "CampaignMemberStatus",
    "CampaignTally",
    "Clock",
    "ClockPause",
    "Consent",
    "Contact",
    "Conversion",
    "ConversionRun",
    "ConversionRunRow",
    "DuplicatePair",
    "EmailAttachment",
    "EmailMessage",
    "Engagement",
    "Event",
    "Handoff",
    "ImportHabit",
    "ImportJob",
    "ImportKept",
    "ImportRow",
    "Lead",
    "LeadStatus",
    "Note",
    "Notification",
    "NotificationMail",
    "NotificationSettings",
    "Opportunity",
    "OpportunityContactRole",
    "OpportunityHistory",
    "OpportunityStage",
    "Question",
    "Retention",
    "Submission",
    "Task",
    "Topic",
    "TopicChoice",
    "TrailEntry",
    "Undeliverable",
    "Visitor",
]
