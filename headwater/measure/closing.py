"""Won and lost: how often, why, from which source, by whom, and how long it took."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, F, Sum, When
from django.db.models.functions import Coalesce, Extract

from headwater.measure.deals import WinRate
from headwater.measure.forecast import Owners
from headwater.measure.origin import IS_FROM_LEAD
from headwater.measure.percentile import Percentile
from headwater.measure.span import Span
from headwater.people.models import User
from headwater.records.models import Opportunity

DAY = 86_400  # seconds
NO_REASON = "No reason said"
NO_SOURCE = "No source"


@dataclass(frozen=True, slots=True)
class Line:
    """Closed deals that have all of this in common."""

    is_won: bool
    reason: str
    source: str
    owner_id: int
    is_from_lead: bool
    count: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """Won and lost of one source, owner or reason. `key` is what the deals have in common."""

    key: Any
    won: int = 0
    lost: int = 0
    won_amount: Decimal = Decimal(0)
    lost_amount: Decimal = Decimal(0)

    @property
    def closed(self) -> int:
        return self.won + self.lost

    @property
    def rate(self) -> float:
        """Share of the closed deals that were won, 0 to 1."""
        return self.won / self.closed if self.closed else 0.0

    @property
    def win_rate(self) -> WinRate:
        """The same with its interval."""
        return WinRate(str(self.key), self.won, self.closed)

    def plus(self, line: Line) -> "Outcome":
        if line.is_won:
            won = self.won_amount + line.amount
            return Outcome(self.key, self.won + line.count, self.lost, won, self.lost_amount)
        lost = self.lost_amount + line.amount
        return Outcome(self.key, self.won, self.lost + line.count, self.won_amount, lost)


@dataclass(frozen=True, slots=True)
class Cycle:
    """Days from opening to closing: half of the deals within, nine of ten within."""

    is_won: bool
    is_from_lead: bool | None  # None: both
    count: int
    median: float | None
    slowest_tenth: float | None


def closed(user: User, span: Span, *, owners: Owners = None) -> list[Line]:
    """Deals closed in a span, by all that they are told by; one query."""
    rows = _closed(user, span, owners).annotate(
        reason=Case(When(is_won=True, then=F("win_reason")), default=F("loss_reason"))
    )
    found = rows.values("is_won", "reason", "lead_source", "owner_id", "is_from_lead").annotate(
        n=Count("*"), total=Coalesce(Sum("amount"), Decimal(0))
    )
    return [
        Line(
            row["is_won"], row["reason"] or NO_REASON, row["lead_source"] or NO_SOURCE,
            row["owner_id"], row["is_from_lead"], row["n"], row["total"],
        )
        for row in found.order_by()
    ]  # fmt: skip


def outcomes(lines: Iterable[Line], key: Callable[[Line], Any]) -> list[Outcome]:
    """Lines added up by any key, the most closed deals first."""
    found: dict[Any, Outcome] = {}
    for line in lines:
        common = key(line)
        found[common] = found.get(common, Outcome(common)).plus(line)
    return sorted(found.values(), key=lambda each: (-each.closed, str(each.key)))


def altogether(lines: Iterable[Line]) -> Outcome:
    """All of them as one."""
    return next(iter(outcomes(lines, lambda line: "All")), Outcome("All"))


def cycles(user: User, span: Span, *, owners: Owners = None) -> list[Cycle]:
    """How long closed deals took, won and lost, from a lead and direct; one query."""
    rows = _closed(user, span, owners).annotate(
        days=Extract(F("closed_at") - F("created_at"), "epoch") / DAY
    )
    found = rows.values("is_won", "is_from_lead").annotate(
        n=Count("*"), median=Percentile("days", 0.5), tenth=Percentile("days", 0.9)
    )
    return [
        Cycle(row["is_won"], row["is_from_lead"], row["n"], row["median"], row["tenth"])
        for row in found.order_by("-is_won", "-is_from_lead")
    ]


def _closed(user: User, span: Span, owners: Owners) -> Any:
    rows = Opportunity.objects.alive().visible_to(user).filter(
        is_closed=True, closed_at__gte=span.starts_at, closed_at__lt=span.ends_at
    )  # fmt: skip
    rows = rows if owners is None else rows.filter(owner_id__in=owners)
    return rows.annotate(is_from_lead=IS_FROM_LEAD)
