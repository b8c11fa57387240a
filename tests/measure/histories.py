"""Random histories of a small company, and how to look at all of it slowly.

Rows are written as the rooms write them, with every combination that the figures have to tell
apart: deleted and merged records, undone conversions, several leads of one deal, members twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from headwater.people.models import Owner, User
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Conversion,
    Handoff,
    Lead,
    Opportunity,
    Submission,
)

SOURCES = ("", "Web", "Trade Show", "Referral")
DOORS = ("form", "import", "api", "hand")
ENDS = (  # stage, forecast category, closed, won
    ("Prospecting", "Omitted", False, False),
    ("Qualification", "Pipeline", False, False),
    ("Negotiation/Review", "Commit", False, False),
    ("Closed Won", "Closed", True, True),
    ("Closed Lost", "Omitted", True, False),
)


@dataclass
class History:
    """Everything that was made, as the database gives it back; `now` is when it ends."""

    now: datetime
    owners: Sequence[Owner]
    campaigns: Sequence[Campaign]
    leads: list[Lead] = field(default_factory=list)
    deals: list[Opportunity] = field(default_factory=list)
    handoffs: list[Handoff] = field(default_factory=list)
    acts: list[Conversion] = field(default_factory=list)
    members: list[CampaignMember] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)

    def deal(self, pk: int | None) -> Opportunity | None:
        return next((deal for deal in self.deals if deal.pk == pk), None)

    def seen(self, rows: Sequence[Any], owner_ids: set[int] | None) -> list[Any]:
        """Alive ones of these owners; None: of all."""
        return [
            row for row in rows
            if not row.is_deleted and (owner_ids is None or row.owner_id in owner_ids)
        ]  # fmt: skip


def history(seed: int, cast: SimpleNamespace, *, leads: int = 40) -> History:
    """One random company: 100 days of leads, what was offered, converted, won and lost."""
    random, now = Random(seed), timezone.now()
    owners = [cast.mara, cast.owen, cast.otto, cast.queue]
    campaigns = [
        Campaign.objects.create(name=f"Campaign {n}", owner=cast.mia, actual_cost=cost)
        for n, cost in enumerate((Decimal(900), None, Decimal(0)))
    ]
    made = History(now, owners, campaigns)
    _add_deals(made, random, cast)
    _add_leads(made, random, leads)
    _add_steps(made, random)
    made.leads = list(Lead.objects.order_by("pk"))
    made.deals = list(Opportunity.objects.order_by("pk"))
    made.handoffs = list(Handoff.objects.order_by("pk"))
    made.acts = list(Conversion.objects.order_by("pk"))
    made.members = list(CampaignMember.objects.order_by("pk"))
    made.submissions = list(Submission.objects.order_by("pk"))
    return made


def _moment(random: Random, since: datetime, until: datetime) -> datetime:
    return since + (until - since) * random.random()


def _add_deals(made: History, random: Random, cast: SimpleNamespace) -> None:
    account = Account.objects.create(name="Everybody", owner=cast.mara)
    deals = []
    for number in range(24):
        stage, category, is_closed, is_won = random.choice(ENDS)
        opened = _moment(random, made.now - timedelta(days=100), made.now)
        closed = _moment(random, opened, made.now) if is_closed else None
        went_on = is_won or category in ("Pipeline", "Commit") or random.random() < 0.3
        began_early = random.random() < 0.6
        deals.append(
            Opportunity(
                name=f"Deal {number}", account=account, stage_name=stage, created_at=opened,
                owner=random.choice(made.owners[:3]), forecast_category=category,
                is_closed=is_closed, is_won=is_won, closed_at=closed,
                probability=100 if is_won else 0 if is_closed else random.choice((0, 10, 50)),
                amount=random.choice((None, Decimal(random.randrange(100, 90_000)) / 100)),
                lead_source=random.choice(SOURCES), is_deleted=random.random() < 0.1,
                pipeline_at=None if not went_on else _moment(random, opened, closed or made.now)
                if began_early else opened,
                campaign=random.choice((None, *made.campaigns)),
                close_on=(made.now + timedelta(days=random.randrange(-60, 120))).date(),
            )
        )  # fmt: skip
    made.deals = Opportunity.objects.bulk_create(deals)


def _add_leads(made: History, random: Random, count: int) -> None:
    leads = []
    for number in range(count):
        deal = random.choice((None, None, None, *made.deals[:14]))
        created = _moment(random, made.now - timedelta(days=100), made.now)
        is_converted = deal is not None or random.random() < 0.1
        leads.append(
            Lead(
                last_name=f"Lead {number}", company="Everybody", created_at=created,
                owner=random.choice(made.owners), lead_source=random.choice(SOURCES),
                is_converted=is_converted, converted_opportunity=deal,
                converted_on=made.now.date() if is_converted else None,
                status="Closed - Converted" if is_converted else "Open - Not Contacted",
                is_deleted=random.random() < 0.1,
            )
        )  # fmt: skip
    made.leads = Lead.objects.bulk_create(leads)
    Submission.objects.bulk_create(
        Submission(
            door=random.choice(DOORS), payload={}, lead=lead, received_at=lead.created_at,
            state=random.choice(("created", "created", "merged")),
        )
        for lead in made.leads
    )  # fmt: skip


def _add_steps(made: History, random: Random) -> None:
    offers, acts, members = [], [], []
    for lead in made.leads:
        for number in range(random.choice((0, 0, 1, 1, 2))):
            offered = _moment(random, lead.created_at, made.now)
            stage = random.choice(Handoff.Stage.values)
            decided = stage in ("accepted", "rejected")
            offers.append(
                Handoff(
                    lead=lead, kind=random.choice(("mql", "mql", "mqo")), stage=stage,
                    round=number + 1, offered_at=offered, offered_to=lead.owner,
                    decided_at=_moment(random, offered, made.now) if decided else None,
                    reason="No phone" if stage == "rejected" else "",
                )
            )  # fmt: skip
        if lead.is_converted and random.random() < 0.9:
            at = _moment(random, lead.created_at, made.now)
            acts.append(
                Conversion(
                    lead=lead, opportunity=lead.converted_opportunity, at=at,
                    is_direct=random.random() < 0.2,
                )
            )  # fmt: skip
        if random.random() < 0.2:
            acts.append(Conversion(lead=lead, at=lead.created_at, undone_at=made.now))
        for campaign in random.sample(made.campaigns, random.randrange(3)):
            members.append(
                CampaignMember(
                    campaign=campaign, lead=lead, status="Sent", is_deleted=random.random() < 0.2,
                    has_responded=random.random() < 0.4, created_at=lead.created_at,
                )
            )  # fmt: skip
    Handoff.objects.bulk_create(offers)
    Conversion.objects.bulk_create(acts)
    CampaignMember.objects.bulk_create(members)


def visible_ids(user: User) -> set[int] | None:
    """Whose records a person sees, from the cast's organisation chart."""
    from headwater.people.sharing import visible_owner_ids

    found = visible_owner_ids(user)
    return None if found is None else set(found)
