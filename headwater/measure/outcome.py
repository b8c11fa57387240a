"""What became of converted leads; whether deals from leads do better than those opened direct."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Case, Count, F, FloatField, Q, StdDev, Sum, Value, When
from django.db.models.functions import Cast, Coalesce, Extract

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.closing import DAY
from headwater.measure.filters import Filters
from headwater.measure.interval import Mean, Rate, Verdict, compare
from headwater.measure.origin import IS_FROM_LEAD
from headwater.people.models import User
from headwater.records.models import Opportunity

WON = Q(is_won=True)
NO_RATE, NO_MEAN = Rate(), Mean()
# A converted lead is in exactly one of these.
ENDS = ("won", "lost", "pipeline", "early", "none")
ALIVE = Q(converted_opportunity__isnull=False, converted_opportunity__is_deleted=False)
_OPEN = ALIVE & Q(converted_opportunity__is_closed=False)
_EARLY = Q(converted_opportunity__forecast_category="Omitted")
END: dict[str, Q] = {
    "won": ALIVE & Q(converted_opportunity__is_won=True),
    "lost": ALIVE & Q(converted_opportunity__is_won=False, converted_opportunity__is_closed=True),
    "pipeline": _OPEN & ~_EARLY,
    "early": _OPEN & _EARLY,
    "none": ~ALIVE,
}


@dataclass(frozen=True, slots=True)
class Side:
    """Deals closed in a period: how many were won, what these were worth, how long they took.

    `amount` is of won deals that have one, `days` from opening to closing of won ones.
    """

    is_from_lead: bool
    won: Rate = NO_RATE
    amount: Mean = NO_MEAN
    days: Mean = NO_MEAN
    total: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Compared:
    """From a lead (first) against opened direct (second)."""

    lead: Side
    direct: Side

    def verdict(self, what: str) -> Verdict:
        """`what`: won, amount or days."""
        return compare(getattr(self.lead, what), getattr(self.direct, what))


@dataclass(frozen=True, slots=True)
class Ended:
    """Converted leads by what became of their deals: leads and money of each end."""

    counts: dict[str, int]
    amounts: dict[str, Decimal]

    @property
    def converted(self) -> int:
        return sum(self.counts.values())


@by_the_hour()
def compared(user: User, filters: Filters) -> Compared:
    """Deals closed in the period; one query. Where a deal came from: `origin`."""
    rows = closed(user, filters).annotate(is_from_lead=IS_FROM_LEAD)
    # In two steps: what a deal is, then the sums; else its origin is asked for in each of them.
    found = rows.values("is_from_lead").annotate(
        n=Count("*"), won=Count(Value(1), filter=WON), total=Sum("amount", filter=WON),
        **_mean("amount", Cast("amount", FloatField())),
        **_mean("days", Extract(F("closed_at") - F("created_at"), "epoch") / DAY),
    ).order_by()  # fmt: skip
    sides = {row["is_from_lead"]: _side(row) for row in found}
    return Compared(sides.get(True, Side(True)), sides.get(False, Side(False)))


@by_the_hour()
def ended(user: User, filters: Filters) -> Ended:
    """Leads that were created in the period and are converted; one query."""
    end = Case(*(When(END[name], then=Value(name)) for name in ENDS))
    rows = filters.leads(user).filter(is_converted=True).annotate(end=end).values("end")
    found = rows.annotate(
        n=Count("*"), total=Coalesce(Sum("converted_opportunity__amount"), Decimal(0))
    )
    counts, amounts = dict.fromkeys(ENDS, 0), dict.fromkeys(ENDS, Decimal(0))
    for row in found.order_by():
        counts[row["end"]] = row["n"]
        amounts[row["end"]] = row["total"] if row["end"] != "none" else Decimal(0)
    return Ended(counts, amounts)


def closed(user: User, filters: Filters) -> Any:
    """Deals closed in the period, narrowed by source, owner, team and campaign of the deal."""
    rows = Opportunity.objects.alive().visible_to(user).filter(is_closed=True)
    if filters.period.since:
        rows = rows.filter(closed_at__gte=filters.period.since)
    return rows.filter(condition(filters))


def condition(filters: Filters) -> Q:
    """What the deals have in common: their own source, owner, team and primary campaign."""
    found = Filters(
        filters.period, source=filters.source, owner=filters.owner, team=filters.team
    ).condition()
    return found & Q(campaign_id=filters.campaign) if filters.campaign else found


def _mean(name: str, expression: Any) -> dict[str, Any]:
    return {
        f"{name}_count": Count(expression, filter=WON),
        f"{name}_mean": Avg(expression, filter=WON),
        f"{name}_deviation": StdDev(expression, sample=True, filter=WON),
    }


def _side(row: dict[str, Any]) -> Side:
    def mean(name: str) -> Mean:
        value, deviation = row[f"{name}_mean"], row[f"{name}_deviation"]
        return Mean(
            row[f"{name}_count"], None if value is None else float(value),
            None if deviation is None else float(deviation),
        )  # fmt: skip

    return Side(
        row["is_from_lead"], Rate(row["won"], row["n"]), mean("amount"), mean("days"),
        row["total"] or Decimal(0),
    )  # fmt: skip
