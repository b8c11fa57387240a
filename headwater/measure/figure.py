"""The shape of every figure: rows with a label, a count, perhaps an amount; what is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Period:
    """Today and the `days` days before it until `until`; None means from the beginning.

    It begins at midnight where the asker lives, as its criteria do.
    """

    days: int | None
    until: datetime = field(default_factory=timezone.now)

    @property
    def since(self) -> datetime | None:
        if self.days is None:
            return None
        first = timezone.localdate(self.until) - timedelta(days=self.days)
        return timezone.make_aware(datetime.combine(first, time.min))

    @property
    def criteria(self) -> str:
        """The period as criteria on CreatedDate, for links to the records behind a number."""
        return "" if self.days is None else f"CreatedDate = LAST_N_DAYS:{self.days}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a figure. `where` is the criteria text of the records behind `count`."""

    label: str
    count: int = 0
    amount: Decimal = Decimal(0)
    where: str = ""
    record_id: int | None = None
    parts: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A titled set of rows, largest or first stage first."""

    title: str
    rows: Sequence[Row]

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def amount(self) -> Decimal:
        return sum((row.amount for row in self.rows), Decimal(0))

    @property
    def largest(self) -> Decimal:
        """The longest bar: the largest amount, or the largest count where there are no amounts."""
        amounts = [row.amount for row in self.rows] or [Decimal(0)]
        return max(amounts) or Decimal(max((row.count for row in self.rows), default=0))


def quoted(text: str) -> str:
    """A text as a criteria literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def both(*criteria: str) -> str:
    """Criteria joined by AND; empty ones are left out."""
    return " AND ".join(each for each in criteria if each)
