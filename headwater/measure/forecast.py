"""The forecast: what is won and expected in a span of days, as it stands or as it stood on a day.

Deals in early stages (Omitted) and lost ones are in no forecast. How a deal stood on a day is read
off its history; nothing is kept beside it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, Count, F, Func, Q, Sum, Value, When
from django.db.models.functions import Coalesce, TruncMonth

from headwater.measure.span import Span
from headwater.people.models import User
from headwater.records.models import Opportunity, OpportunityHistory
from headwater.records.opportunity import COUNTS
from headwater.records.sharing import visible

CATEGORIES = ("Closed", "Commit", "Best Case", "Pipeline")
Owners = frozenset[int] | None  # None: everybody whom the asker sees
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cell:
    """So many deals, worth so much, and so much by their probabilities."""

    count: int = 0
    amount: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(
            self.count + other.count, self.amount + other.amount, self.weighted + other.weighted
        )

    def value(self, *, is_weighted: bool) -> Decimal:
        return self.weighted if is_weighted else self.amount


@dataclass(frozen=True, slots=True)
class Line:
    """What one owner has in one category of one month (by its first day)."""

    month: date
    owner_id: int | None
    category: str
    cell: Cell


def forecast(
    user: User, span: Span, *, owners: Owners = None, at: datetime | None = None
) -> list[Line]:
    """What the forecast says now, or what it said at a moment of the past; one query."""
    rows = _standing(user) if at is None else _stood(user, at)
    rows = _within(rows, span, owners).annotate(month=TruncMonth("close_on"), category=CATEGORY)
    found = rows.values("month", "owner_id", "category").annotate(**SUMS).order_by()
    return [
        Line(row["month"], row["owner_id"], row["category"], _cell(row)) for row in found
    ]  # fmt: skip


def roll_up(lines: Iterable[Line], key: Callable[[Line], Key]) -> dict[Key, dict[str, Cell]]:
    """Lines added up by any key (month, owner, team), each by category."""
    found: dict[Key, dict[str, Cell]] = {}
    for line in lines:
        cells = found.setdefault(key(line), dict.fromkeys(CATEGORIES, Cell()))
        cells[line.category] = cells.get(line.category, Cell()) + line.cell
    return found


def total(cells: Mapping[str, Cell]) -> Cell:
    """All categories together."""
    return sum(cells.values(), Cell())


def moved(
    user: User, span: Span, moments: Sequence[datetime], *, owners: Owners = None
) -> list[dict[str, Cell]]:
    """What the forecast of a span said at each of these moments (rising); one query.

    Each state of a deal adds to the first moment that saw it and takes off from the first one
    after it; the sums in between are what stood.
    """
    rows = _within(_seen(OpportunityHistory.objects.filter(COUNTS), user), span, owners)
    stood = Q(ended_at__gt=moments[0]) | Q(ended_at=None)  # what ended before is in no step
    rows = rows.filter(stood, at__lte=moments[-1]).annotate(
        category=CATEGORY, enters=_place("at", moments), leaves=_place("ended_at", moments)
    )
    found = rows.values("category", "enters", "leaves").annotate(**SUMS).order_by()
    steps = [dict.fromkeys(CATEGORIES, Cell()) for _ in moments]
    for row in found:
        last = len(moments) if row["leaves"] is None else row["leaves"]
        for place in range(row["enters"], last):
            held = steps[place]
            held[row["category"]] = held.get(row["category"], Cell()) + _cell(row)
    return steps


# --- the two sources and what they share -------------------------------------------------------
CATEGORY = Case(When(is_won=True, then=Value("Closed")), default=F("forecast_category"))
WEIGHTED = F("amount") * F("probability")
SUMS: dict[str, Any] = {
    "n": Count("*"),
    "total": Coalesce(Sum("amount"), Decimal(0)),
    "parts": Coalesce(
        Sum(WEIGHTED, output_field=models.DecimalField(max_digits=30, decimal_places=2)),
        Decimal(0),
    ),
}


def _cell(row: Mapping[str, Any]) -> Cell:
    return Cell(row["n"], row["total"], row["parts"] / 100)


def _standing(user: User) -> Any:
    return Opportunity.objects.filter(COUNTS).visible_to(user)


def _stood(user: User, at: datetime) -> Any:
    return stood_at(OpportunityHistory.objects.filter(COUNTS), user, at)


def stood_at(rows: Any, user: User, at: datetime) -> Any:
    """The rows of history that held at a moment, of deals that `user` may see."""
    return _seen(rows.filter(Q(ended_at__gt=at) | Q(ended_at=None), at__lte=at), user)


def _seen(rows: Any, user: User) -> Any:
    """Who sees a deal now sees its past, also that with another owner."""
    return rows.filter(visible(OpportunityHistory, user))


def _within(rows: Any, span: Span, owners: Owners) -> Any:
    rows = rows.filter(close_on__gte=span.since, close_on__lt=span.until)
    return rows if owners is None else rows.filter(owner_id__in=owners)


def _place(column: str, moments: Sequence[datetime]) -> Func:
    """How many of the moments lie before a time: the first one that is not is its place."""
    just_before = F(column) - Value(timedelta(microseconds=1))
    array = Value(list(moments), output_field=ArrayField(models.DateTimeField()))
    return Func(
        just_before, array, function="width_bucket", output_field=models.IntegerField()
    )  # fmt: skip
