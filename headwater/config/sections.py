"""What counts as configuration, in the order in which it is taken: what is named comes first."""

from django.utils import timezone

from headwater.advising.models import AdviceRule, Definition
from headwater.api.models import AllowedOrigin, ClientTerms
from headwater.catalog import custom
from headwater.catalog.models import CustomField, PicklistValue
from headwater.config import checks
from headwater.config.clients import ApiClients
from headwater.config.programs import OneRow, Programs
from headwater.config.rule_sets import RuleSet
from headwater.config.table import Part, Table
from headwater.convert.mapping import FieldMapping
from headwater.convert.models import ConversionRule, ConversionSettings
from headwater.match.models import DuplicateRule, MatchingRule, MatchingRuleItem
from headwater.measure.models import InfluenceSettings, LeakSettings
from headwater.nurture.models import (
    AutoResponseRule,
    MailSettings,
    MailTemplate,
    Program,
    SendingLimits,
)
from headwater.people import public_holidays
from headwater.people.models import BusinessHours, Holiday, Organization, Queue, Team, User
from headwater.qualify.models import Cadence, CadenceStep, ClockPolicy, HandoffPolicy
from headwater.records.models import (
    BotRule,
    LeadStatus,
    OpportunityStage,
    Question,
    Retention,
    Topic,
)
from headwater.recycling.models import RecycleRule
from headwater.route import rules as routing
from headwater.route.models import AssignmentCase, AssignmentRule, AssignmentRuleSet
from headwater.score import rules as scoring
from headwater.score.models import LearnedSettings, ScoreRule, ScoreRuleSet
from headwater.tracking.models import KeyPage, TrackingSettings

# Who somebody is, is theirs; how leads are shared out among them is decided here.
SHARES = ("team", "business_hours", "turn_weight", "most_open_leads", "most_leads_a_day", "skills")


def _fill_holidays(calendars: list[BusinessHours]) -> None:
    """The public holidays of their countries, at once."""
    for hours in calendars:
        public_holidays.fill(hours, today=timezone.localdate())


SECTIONS: tuple[Table | RuleSet, ...] = (
    Table(
        "fields", CustomField, ("object_name", "name"), "field", check=checks.custom_field,
        after=lambda rows: custom.forget(), is_kept=True,
    ),
    Table("picklists", PicklistValue, ("picklist", "value")),
    Table(
        "hours", BusinessHours, one="calendar", check=checks.hours, after=_fill_holidays,
        parts=(Part("holidays", Holiday, "business_hours", only={"is_public": False}),),
    ),
    Table("teams", Team),
    Table(
        "members", User, ("email",), "user", telling=SHARES, only={"is_active": True},
        is_given=True,
    ),
    Table("queues", Queue, without=frozenset({"kind"})),
    Table(
        "organization", Organization, (), "organization",
        without=frozenset({"created_at", "reply_address"}),
    ),
    Table("statuses", LeadStatus, one="status", check=checks.status),
    Table("stages", OpportunityStage, one="stage", check=checks.stage),
    Table("mappings", FieldMapping, ("object_name", "field"), "mapping", check=checks.mapping),
    Table(
        "conversion", ConversionSettings, (), "conversion settings",
        check=checks.conversion_settings,
    ),
    Table(
        "conversion_rules", ConversionRule, one="conversion_rule", check=checks.conversion_rule,
    ),
    Table("topics", Topic, ("key",), "topic"),
    Table("templates", MailTemplate, ("key",), "template", check=checks.template),
    Table("mail", MailSettings, (), "mail settings"),
    Table(
        "answers", AutoResponseRule, one="auto_response_rule", check=checks.answer,
    ),
    Table("advice", AdviceRule, one="advice_rule", check=checks.advice_rule),
    Table("qualified", Definition, (), "qualified", check=checks.definition),
    Table("clocks", ClockPolicy, one="promise", check=checks.clock),
    Table(
        "matching_rules", MatchingRule, ("developer_name",), "matching_rule",
        only={"is_deleted": False},
        parts=(Part("items", MatchingRuleItem, "matching_rule", "sort_order"),),
    ),
    Table(
        "duplicate_rules", DuplicateRule, ("developer_name",), "duplicate_rule",
        only={"is_deleted": False}, check=checks.duplicate_rule,
    ),
    Table("handoffs", HandoffPolicy, (), "handoff_policy", without=frozenset({"judged_until"})),
    Table("questions", Question, ("topic", "text"), "question", check=checks.question),
    Table(
        "cadences", Cadence, one="cadence",
        parts=(Part("steps", CadenceStep, "cadence", "place"),),
    ),
    OneRow("sending_limits", SendingLimits, (), "sending limits"),
    Programs(
        "programs", Program, one="program", check=checks.program,
        without=frozenset({"version", "created_at", "created_by"}),
    ),
    Table(
        "recycling", RecycleRule, one="recycling rule", without=frozenset({"created_at"}),
        check=checks.recycle_rule,
    ),
    Table("influence", InfluenceSettings, (), "influence"),
    Table("leaks", LeakSettings, (), "leak settings"),
    Table(
        "tracking", TrackingSettings, (), "tracking settings",
        without=frozenset({"gathered_until"}),
    ),
    OneRow(
        "retention", Retention, (), "retention",
        without=frozenset({"cleared_at", "trail_count", "engagement_count"}),
    ),
    Table("key_pages", KeyPage, ("path",), "key_page"),
    Table(
        "bot_rules", BotRule, ("sign", "value"), "bot_rule", without=frozenset({"is_standard"}),
    ),
    Table(
        "learning", LearnedSettings, (), "learning",
        without=frozenset({
            "is_held", "step", "share", "began_at", "tried_at", "missing", "had", "problem",
            "estimated_until",
        }),
    ),
    ApiClients(
        "api_clients", ClientTerms, one="api_client", is_kept=True,
        without=frozenset({"old_secret", "old_secret_until", "revoked_at", "created_by"}),
    ),
    Table(
        "allowed_origins", AllowedOrigin, ("origin",), "allowed_origin",
        without=frozenset({"created_at", "created_by"}),
    ),
    RuleSet(
        "assignment_rules", AssignmentRuleSet, AssignmentRule, routing.publish,
        check=checks.cases_are_met, checked_after=("cases",),
    ),
    Table(
        "cases", AssignmentCase, one="assignment_case",
        without=frozenset({"changed_at", "changed_by"}),
    ),
    RuleSet(
        "score_rules", ScoreRuleSet, ScoreRule, scoring.publish,
        scoring.SETTINGS,
    ),
)  # fmt: skip
