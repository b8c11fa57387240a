"""Juniper Solar itself: its people, hours, fields, campaigns, forms and rules."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from headwater.capture.models import WebForm
from headwater.catalog import custom
from headwater.convert import mapping
from headwater.people.business_hours import DAYS
from headwater.people.models import (
    BusinessHours,
    Organization,
    Queue,
    QueueMember,
    Team,
    User,
)
from headwater.people.user import Role
from headwater.records import writing
from headwater.records.models import Campaign, CampaignMemberStatus
from headwater.route import rules as routing
from headwater.route.models import AssignmentRule, AssignmentRuleSet
from headwater.sample import talks
from headwater.sample.points import GRID, fit_and_engagement
from headwater.score import rules as scoring
from headwater.score.models import ScoreRuleSet

PASSWORD = "headwater-demo"  # noqa: S105 - known to everybody; a production start refuses it
ZONE = "America/Denver"

# What a team's turns ask of them.
MARA: dict[str, Any] = {
    "turn_weight": 3,
    "skills": {"language": ["en", "es"], "product": ["Solar", "Battery"]},
}
OWEN: dict[str, Any] = {
    "turn_weight": 2, "most_leads_a_day": 60,
    "skills": {"language": ["en", "de"], "product": ["Solar", "Battery"]},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class People:
    """Who works at Juniper Solar."""

    ada: User
    mia: User
    ines: User
    mara: User
    owen: User
    newcomers: Queue
    sales: Team

    @property
    def reps(self) -> tuple[User, User]:
        return (self.mara, self.owen)


def found(today: date) -> tuple[People, dict[str, Campaign]]:
    """Make the company as it stands before its first inquiry."""
    hours = _hours()
    people = _people(hours)
    _organization(people)
    _fields()
    _map(people)
    campaigns = _campaigns(people, today)
    _forms(campaigns)
    _rules(people)
    talks.prepare(people)
    return people, campaigns


def _hours() -> BusinessHours:
    """Somebody answers day and night, so that the clock runs whenever you try it."""
    BusinessHours.objects.update(is_default=False)
    return BusinessHours.objects.create(
        name="Sales line, day and night", time_zone=ZONE, is_default=True,
        week={day: [["00:00", "24:00"]] for day in DAYS},
    )  # fmt: skip


def _people(hours: BusinessHours) -> People:
    sales = Team.objects.create(name="Sales")

    def person(email: str, first: str, last: str, role: Role, **more: Any) -> User:
        return User.objects.create_user(
            f"{email}@juniper.example", PASSWORD, first_name=first, last_name=last, role=role,
            time_zone=ZONE, business_hours=hours, **more,
        )  # fmt: skip

    ada = person("admin", "Ada", "Quist", Role.ADMIN, title="Sales operations")
    mia = person("marketing", "Mia", "Torres", Role.MARKETING, title="Marketing")
    ines = person("manager", "Ines", "Roy", Role.MANAGER, title="Head of sales")
    mara, owen = (
        person(email, first, last, Role.REP, title="Energy adviser", manager=ines, team=sales,
               **of_a_team)
        for email, first, last, of_a_team in (
            ("rep1", "Mara", "Lind", MARA), ("rep2", "Owen", "Park", OWEN),
        )
    )  # fmt: skip
    queue = Queue.objects.get(name="New leads")
    for member in (mara, owen, ines):
        QueueMember.objects.create(queue=queue, user=member)
    return People(ada, mia, ines, mara, owen, queue, sales)


def _organization(people: People) -> None:
    Organization.objects.update(
        name="Juniper Solar", country="US", locale="en-US", currency="USD", time_zone=ZONE,
        default_lead_owner=people.newcomers,
    )  # fmt: skip


def _fields() -> None:
    custom.define(
        "Lead",
        "Interest",
        "picklist",
        choices=["Solar", "Battery", "Solar and battery"],
        sort_order=1,
    )
    custom.define("Lead", "Property", "picklist", choices=["Business", "Home"], sort_order=2)
    custom.define(
        "Lead", "Yearly use", "double", name="Yearly_Use__c", scale=0, sort_order=3,
        help_text="MWh a year",
    )  # fmt: skip
    custom.define("Lead", "Roof", "string", sort_order=4, help_text="Area and material")
    custom.define(
        "Lead", "External id", "string", name="External_Id__c", is_external_id=True,
        is_unique=True, sort_order=9,
    )  # fmt: skip
    custom.define("Account", "Property", "picklist", choices=["Business", "Home"])
    custom.define(
        "Opportunity", "Interest", "picklist", choices=["Solar", "Battery", "Solar and battery"]
    )


def _map(people: People) -> None:
    """The property goes on; what else a lead says is left for the editor to offer."""
    mapping.map_field("Property__c", "Account", "Property__c", by=people.ada)


# name, type, cost, days since its start, days until its end
CAMPAIGNS = (
    ("Get a quote", "Other", 0, 200, 400),
    ("Cold-store guide, spring", "Email", 4_200, 118, 20),
    ("Homeowner search ads", "Advertisement", 18_500, 118, 60),
    ("Mountain Energy Fair", "Trade Show", 12_800, 64, -61),
    ("Business directory mailing", "Direct Mail", 6_900, 90, -30),
    ("Roofers' referral program", "Referral Program", 3_000, 160, 300),
)


def _campaigns(people: People, today: date) -> dict[str, Campaign]:
    campaigns = {}
    for name, kind, cost, started, ends in CAMPAIGNS:
        campaign = writing.create(
            "Campaign",
            {
                "name": name, "type": kind, "is_active": ends > 0,
                "status": "In Progress" if ends > 0 else "Completed",
                "started_on": today - timedelta(days=started),
                "ended_on": today + timedelta(days=ends), "actual_cost": Decimal(cost),
                "budgeted_cost": Decimal(cost),
            },
            by=people.mia,
        )  # fmt: skip
        for place, (label, responded) in enumerate((("Sent", False), ("Responded", True))):
            CampaignMemberStatus.objects.create(
                campaign=campaign, label=label, sort_order=place, is_default=place == 0,
                has_responded=responded,
            )  # fmt: skip
        campaigns[name] = campaign
    return campaigns


def _asked(*names: str, required: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [{"name": name, "label": "", "required": name in required} for name in names]


def _forms(campaigns: dict[str, Campaign]) -> None:
    WebForm.objects.create(
        slug="quote", name="Get a quote", button="Ask for a quote",
        intro="Two minutes now, a first answer from a person within five.",
        fields=_asked("FirstName", "LastName", "Company", "Email", "Phone", "Property__c",
                      "Interest__c", "Yearly_Use__c", "Description",
                      required=("LastName", "Email")),
        campaign=campaigns["Get a quote"], member_status="Responded",
        thanks="One of our advisers will call you within five minutes.",
    )  # fmt: skip
    WebForm.objects.create(
        slug="guide", name="The cold-store guide", button="Send me the guide",
        intro="Forty pages on what solar saves where cooling runs all year.",
        fields=_asked("FirstName", "LastName", "Company", "Email", required=("LastName", "Email")),
        campaign=campaigns["Cold-store guide, spring"], member_status="Responded",
        thanks="The guide is on its way to your inbox.",
    )  # fmt: skip
    WebForm.objects.create(
        slug="site-visit", name="Book a site visit", button="Ask for a visit",
        intro="An engineer comes by, measures the roof and reads the meter. It costs nothing.",
        fields=[
            {"name": "LastName", "label": "Your name", "required": True},
            {"name": "Phone", "label": "", "required": True, "help": "To agree on a day",
             "placeholder": "303 555 0100"},
            *_asked("Street", "City", "Roof__c"),
        ],
        hidden={"Rating": "Warm"}, taken={"Interest__c": "interest"}, lead_source="Web",
        consent="You may call me about the visit.", consent_channels=["phone"],
        thanks="We call you today to agree on a day.",
    )  # fmt: skip


def _rules(people: People) -> None:
    for first in (AssignmentRuleSet, ScoreRuleSet):  # what came with the house is as old as it
        first.objects.update(published_at=timezone.now())
    routing.publish(
        [
            AssignmentRule(name="Bought lists wait in the queue",
                           criteria="LeadSource = 'Purchased List'", owner=people.newcomers),
            AssignmentRule(name="Businesses with much use",
                           criteria="Property__c = 'Business' AND Yearly_Use__c >= 400",
                           owner=people.mara),
            AssignmentRule(name="Everybody else, in turn", criteria="", team=people.sales,
                           asks_account_owner=True, asks_previous_owner=True,
                           matching={"product": "Interest__c"}),
        ],
        by=people.ada, note="The rules we agreed on",
    )  # fmt: skip
    scoring.publish(
        fit_and_engagement(), by=people.ada, note="Points by what won in the past",
        hot_threshold=60, **GRID,
    )  # fmt: skip
