"""What Mia's campaigns belong to, what they were to bring, and whom else they reached.

A webinar and a newsletter reach people of deals that other campaigns began, so that several have a
share in them.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from headwater.people.models import User
from headwater.records import campaigning, member_statuses, membership, writing
from headwater.records.models import (
    Campaign,
    CampaignMember,
    CampaignMemberStatus,
    Opportunity,
    OpportunityContactRole,
)
from headwater.sample.company import People
from headwater.sample.time_travel import at

MOST_DEALS, SINCE = 70, 95
# The years' programs: budget, expected revenue, what belongs to them.
PROGRAMS = (
    ("Cold stores, this year", 32_000, 900_000,
     ("Cold-store guide, spring", "Mountain Energy Fair", "Business directory mailing")),
    ("Homes, this year", 26_000, 420_000, ("Homeowner search ads", "Roofers' referral program")),
)  # fmt: skip
# name, type, cost, expected responses in %, sent to, days since its start, days it lasts
LATER = (
    ("Webinar: a roof that pays", "Webinar", 1_800, 25, 400, 100, 1),
    ("Newsletter, monthly", "Email", 900, 4, 2_600, 118, 240),
)
STAND = (("Came to the stand", True), ("Asked for a visit", True))


def arrive(people: People, campaigns: dict[str, Campaign], until: datetime) -> None:
    """First the programs, then who was reached, each in their own week."""
    mia = people.mia
    with at(until - timedelta(days=119)):
        programs = _programs(campaigns, mia, until)
        webinar, letter = (_later(row, programs[0], mia, until) for row in LATER)
        _words(webinar, (("Registered", True), ("Attended", True)), mia)
        _words(campaigns["Mountain Energy Fair"], STAND, mia)
    _reach(webinar, letter, mia, until)
    _at_the_stand(campaigns["Mountain Energy Fair"], mia)


def _programs(campaigns: dict[str, Campaign], by: User, until: datetime) -> list[Campaign]:
    made = []
    for name, budget, expected, below in PROGRAMS:
        program = campaigning.open_campaign({
            "name": name, "type": "Other", "status": "In Progress", "is_active": True,
            "started_on": (until - timedelta(days=119)).date(), "budgeted_cost": budget,
            "expected_revenue": expected, "expected_response": 12,
        }, by=by)  # fmt: skip
        under = [campaigns[each] for each in below]
        writing.change(under, {"parent_id": program.pk, "expected_response": 15}, by=by)
        made.append(program)
    return made


def _later(
    row: tuple[str, str, int, int, int, int, int], above: Campaign, by: User, until: datetime
) -> Campaign:
    name, kind, cost, expected, sent, since, days = row
    began = (until - timedelta(days=since)).date()
    ends = began + timedelta(days=days)
    is_over = ends < until.date()
    return campaigning.open_campaign({
        "name": name, "type": kind, "is_active": not is_over, "number_sent": sent,
        "status": "Completed" if is_over else "In Progress", "started_on": began, "ended_on": ends,
        "budgeted_cost": cost + 200, "actual_cost": cost, "expected_response": expected,
        "expected_revenue": Decimal(60_000), "parent_id": above.pk,
    }, by=by)  # fmt: skip


def _words(campaign: Campaign, labels: tuple[tuple[str, bool], ...], by: User) -> None:
    for label, has_responded in labels:
        member_statuses.add(campaign, label, has_responded=has_responded, by=by)


def _reach(webinar: Campaign, letter: Campaign, by: User, until: datetime) -> None:
    """People of deals, around the day on which the deal was opened."""
    random = Random(12)
    words = {row.label: row for row in CampaignMemberStatus.objects.filter(campaign=webinar)}
    parts = OpportunityContactRole.objects.select_related("opportunity", "contact")
    parts = parts.filter(opportunity__created_at__gte=until - timedelta(days=SINCE))
    for part in parts.order_by("opportunity__created_at", "pk")[:MOST_DEALS]:
        for campaign, chance in ((webinar, 0.45), (letter, 0.6)):
            when = _near(part.opportunity, random, until)
            if random.random() > chance:
                continue
            with at(when):
                members = membership.add(campaign, [part.contact], by=by)
            word = random.choice(("Registered", "Attended", "")) if campaign == webinar else ""
            if word:
                with at(min(when + timedelta(days=random.uniform(1, 4)), until)):
                    campaigning.move_members(members, words[word], by=by)


def _near(deal: Opportunity, random: Random, until: datetime) -> datetime:
    when: datetime = deal.created_at + timedelta(days=random.uniform(-25, 6))
    return min(when, until - timedelta(hours=1))


def _at_the_stand(fair: Campaign, by: User) -> None:
    """Who had answered before came to the stand; the date of the first answer stays."""
    came = CampaignMemberStatus.objects.get(campaign=fair, label=STAND[0][0])
    responders = CampaignMember.objects.filter(campaign=fair, has_responded=True, is_deleted=False)
    some = list(responders.select_related("campaign", "lead", "contact").order_by("pk")[::3])
    if fair.started_on:
        campaigning.move_members(some, came, by=by, on=fair.started_on)
