"""Deals: the pipeline without wishful early stages, what was won and where it came from."""

from dataclasses import dataclass
from decimal import Decimal
from math import sqrt
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.figure import Figure, Period, Row, both, quoted
from headwater.measure.origin import IS_FROM_LEAD
from headwater.people.models import User
from headwater.records.models import Opportunity, OpportunityStage

TOTAL = Coalesce(Sum("amount"), Decimal(0))


@by_the_hour("nothing")
def pipeline(user: User) -> Figure:
    """Open deals that count, by stage, in the order of the stages."""
    return _by_stage("Pipeline by stage", Opportunity.objects.pipeline().visible_to(user), False)


@by_the_hour("nothing")
def early(user: User) -> Figure:
    """Open deals at 0 %, apart from the pipeline: it is fine for them to fall out here."""
    return _by_stage("Early deals", Opportunity.objects.early().visible_to(user), True)


def _by_stage(title: str, deals: Any, is_early: bool) -> Figure:
    found = {
        row["stage_name"]: row
        for row in deals.values("stage_name").annotate(n=Count("id"), total=TOTAL).order_by()
    }
    stages = [
        stage.name
        for stage in OpportunityStage.objects.filter(is_active=True, is_closed=False)
        if stage.is_early == is_early
    ]
    stages += sorted(set(found) - set(stages))
    nothing = {"n": 0, "total": Decimal(0)}
    return Figure(
        title,
        [
            Row(name, found.get(name, nothing)["n"], found.get(name, nothing)["total"],
                where=f"StageName = {quoted(name)} AND IsClosed = false")
            for name in stages
        ],
    )  # fmt: skip


@by_the_hour("period")
def won_by_source(user: User, period: Period) -> Figure:
    """Revenue won in the period by Lead Source, largest first."""
    rows = (
        _won(user, period).values("lead_source").annotate(n=Count("id"), total=TOTAL)
        .order_by("-total", "lead_source")
    )  # fmt: skip
    return Figure(
        "Won by source",
        [
            Row(
                row["lead_source"] or "No source", row["n"], row["total"],
                where=both(
                    "IsWon = true",
                    f"LeadSource = {quoted(row['lead_source']) if row['lead_source'] else 'null'}",
                ),
            )
            for row in rows
        ],
    )  # fmt: skip


@by_the_hour("period")
def won_by_campaign(user: User, period: Period) -> Figure:
    """Revenue won in the period by primary campaign; the note says the return on its cost."""
    rows = (
        _won(user, period).filter(campaign__isnull=False)
        .values("campaign_id", "campaign__name", "campaign__actual_cost")
        .annotate(n=Count("id"), total=TOTAL).order_by("-total", "campaign__name")
    )  # fmt: skip
    return Figure(
        "Won by campaign",
        [
            Row(row["campaign__name"], row["n"], row["total"], record_id=row["campaign_id"],
                note=_return_on(row["campaign__actual_cost"], row["total"]))
            for row in rows
        ],
    )  # fmt: skip


def _return_on(cost: Decimal | None, amount: Decimal) -> str:
    """Salesforce's campaign ROI: (won − cost) ÷ cost; no value without a cost (reference §1.6)."""
    return f"{round((amount - cost) / cost * 100):+,} %" if cost else ""


@dataclass(frozen=True, slots=True)
class WinRate:
    """Won deals of closed ones, with the 95 % interval (Wilson 1927) that small numbers need."""

    label: str
    won: int
    closed: int

    @property
    def rate(self) -> float:
        return self.won / self.closed if self.closed else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.closed:
            return (0.0, 1.0)
        z, n, p = 1.96, self.closed, self.rate
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return (max(0.0, middle - reach), min(1.0, middle + reach))


@by_the_hour("period")
def win_rates(user: User, period: Period) -> tuple[WinRate, WinRate]:
    """Deals closed in the period: those from a converted lead against those opened directly."""
    found: dict[str, int] = (
        _closed(user, period).annotate(is_from_lead=IS_FROM_LEAD).aggregate(
            lead_won=Count("id", filter=Q(is_from_lead=True, is_won=True)),
            lead_closed=Count("id", filter=Q(is_from_lead=True)),
            direct_won=Count("id", filter=Q(is_from_lead=False, is_won=True)),
            direct_closed=Count("id", filter=Q(is_from_lead=False)),
        )
    )  # fmt: skip
    return (
        WinRate("From a lead", found["lead_won"], found["lead_closed"]),
        WinRate("Opened direct", found["direct_won"], found["direct_closed"]),
    )


def _closed(user: User, period: Period) -> Any:
    deals = Opportunity.objects.alive().visible_to(user).filter(is_closed=True)
    return deals.filter(closed_at__gte=period.since) if period.since else deals


def _won(user: User, period: Period) -> Any:
    return _closed(user, period).filter(is_won=True)
