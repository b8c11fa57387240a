"""What each source brought, from the first inquiry to the money; steps are those of the funnel."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from headwater.measure.buckets import Bucket, buckets
from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.filters import Filters
from headwater.measure.funnel import REACHED
from headwater.measure.health import TRUNC
from headwater.people.models import User
from headwater.records.models import Opportunity

OPEN = Q(converted_opportunity__is_closed=False, converted_opportunity__is_deleted=False)


@dataclass(frozen=True, slots=True)
class Source:
    """Leads of one source that were created in the period; '' is no source."""

    name: str
    leads: int
    mql: int
    converted: int
    deals: int
    won: int
    won_amount: Decimal
    open_amount: Decimal

    @property
    def rate(self) -> float | None:
        """Of its leads, how many were won, 0 to 1."""
        return self.won / self.leads if self.leads else None

    @property
    def brought(self) -> Decimal:
        """What one lead brought on average, in whole units of money."""
        return round(self.won_amount / self.leads, 0) if self.leads else Decimal(0)


@by_the_hour()
def sources(user: User, filters: Filters) -> list[Source]:
    """The most money first, then the most leads. Deals that `user` may not see bring nothing."""
    leads = filters.leads(user)
    seen = Q(converted_opportunity__in=Opportunity.objects.alive().visible_to(user).order_by())
    rows = leads.values("lead_source").annotate(
        n=Count("id"), mql=Count("id", filter=REACHED["mql"]),
        converted=Count("id", filter=Q(is_converted=True)),
        deals=Count("id", filter=REACHED["deal"]), won=Count("id", filter=REACHED["won"]),
        won_amount=_amount(REACHED["won"] & seen), open_amount=_amount(OPEN & seen),
    )  # fmt: skip
    found = [
        Source(row["lead_source"], row["n"], row["mql"], row["converted"], row["deals"], row["won"],
               row["won_amount"], row["open_amount"])
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.won_amount, -each.leads, each.name))


def _amount(condition: Q) -> Any:
    return Coalesce(Sum("converted_opportunity__amount", filter=condition), Decimal(0))


def over_time(
    user: User, filters: Filters, names: list[str]
) -> tuple[list[Bucket], dict[str, list[int]]]:
    """Leads of each of these sources, stretch by stretch; the key "*" sums up all others."""
    stretches, found = stretch_by_stretch(user, filters)
    counts = {name: [0] * len(stretches) for name in [*names, "*"]} if stretches else {}
    for name, numbers in found.items():
        key = name if name in counts else "*"
        counts[key] = [one + more for one, more in zip(counts[key], numbers, strict=True)]
    return stretches, counts


@by_the_hour()
def stretch_by_stretch(user: User, filters: Filters) -> tuple[list[Bucket], dict[str, list[int]]]:
    """Leads of every source; two queries at most."""
    leads = filters.leads(user)
    stretches = buckets(
        filters.period,
        lambda: leads.order_by("created_at").values_list("created_at", flat=True).first(),
    )
    if not stretches:
        return [], {}
    at = {each.since: place for place, each in enumerate(stretches)}
    counts: dict[str, list[int]] = {}
    counted = leads.annotate(at=TRUNC[stretches[0].step]("created_at")).values_list(
        "at", "lead_source"
    )
    for since, name, count in counted.annotate(n=Count("id")):
        counts.setdefault(name, [0] * len(stretches))[at[since]] += count
    return stretches, counts
