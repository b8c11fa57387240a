"""One row of everything, made by the models themselves; the base is copies of these."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from headwater.nurture.models import Delivery, Enrolment, Program
from headwater.people.models import Team, User
from headwater.people.user import Role
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Clock,
    Contact,
    Conversion,
    EmailMessage,
    Engagement,
    Handoff,
    Lead,
    Opportunity,
    OpportunityContactRole,
    OpportunityHistory,
    Submission,
    Task,
)
from headwater.records.trail import TrailEntry
from headwater.sample import company

NOBODY_KNOWS = make_password(None)
REPS, CAMPAIGNS, PROGRAMS = 40, 30, 6


def sow() -> None:
    """The sample company with more people, campaigns and programs, and one row of everything."""
    people, _ = company.found(timezone.localdate())
    User.objects.update(password=NOBODY_KNOWS)
    team = Team.objects.create(name="Telesales")
    for number in range(REPS):
        User.objects.create(
            email=f"rep-{number}@bench.example", first_name="Rep", last_name=str(number),
            role=Role.REP, team=team, password=NOBODY_KNOWS, time_zone=people.ada.time_zone,
        )  # fmt: skip
    for number in range(CAMPAIGNS):
        Campaign.objects.create(
            name=f"Campaign {number}", owner=people.ada, actual_cost=number * 500
        )
    for number in range(PROGRAMS):
        Program.objects.create(name=f"Program {number}", is_active=True)
    _one_of_each(people.mara)


def _one_of_each(owner: User) -> None:
    now = timezone.now()
    lead = Lead.objects.create(last_name="Seed", company="Seed", owner=owner)
    account = Account.objects.create(name="Seed", owner=owner)
    contact = Contact.objects.create(last_name="Seed", account=account, owner=owner)
    deal = Opportunity.objects.create(
        name="Seed", owner=owner, account=account, stage_name="Prospecting", probability=0,
    )  # fmt: skip
    campaign, program = Campaign.objects.earliest("pk"), Program.objects.latest("pk")
    OpportunityHistory.objects.create(
        opportunity=deal, stage_name="Prospecting", owner=owner, held_by=owner, probability=0
    )
    OpportunityContactRole.objects.create(opportunity=deal, contact=contact)
    Conversion.objects.create(lead=lead, opportunity=deal, account=account, contact=contact)
    Handoff.objects.create(lead=lead, offered_to=owner)
    Clock.objects.create(
        lead=lead, policy="Seed", minutes=5, started_at=now, due_at=now, owner=owner
    )
    CampaignMember.objects.create(lead=lead, campaign=campaign, status="Sent")
    Submission.objects.create(door="form", payload={}, state="created", lead=lead)
    Task.objects.create(subject="Call", lead=lead, owner=owner)
    message = EmailMessage.objects.create(lead=lead, key="seed", message_id="<seed>")
    Delivery.objects.create(message=message)
    Engagement.objects.create(lead=lead, message=message, kind="email_open", at=now, key="seed")
    Enrolment.objects.create(lead=lead, program=program)
    TrailEntry.objects.create(event="lead.created", object_name="Lead", record_id=lead.pk)
