"""Spans of days that people plan by: a month, a quarter, a year, and their neighbours."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.utils import timezone

MONTHS = {"month": 1, "quarter": 3, "year": 12}
KEY = re.compile(r"(?P<year>20\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` to the day before `until`; `key` is how an address says it (2026-Q4)."""

    since: date
    until: date
    key: str
    words: str

    @property
    def length(self) -> str:
        """month, quarter or year."""
        months = (self.until.year - self.since.year) * 12 + self.until.month - self.since.month
        return next(name for name, count in MONTHS.items() if count == months)

    @property
    def starts_at(self) -> datetime:
        """Its first moment, in the time zone of whoever asks."""
        return timezone.make_aware(datetime.combine(self.since, time.min))

    @property
    def ends_at(self) -> datetime:
        return timezone.make_aware(datetime.combine(self.until, time.min))

    def beside(self, steps: int) -> "Span":
        """The span so many steps later (earlier: negative)."""
        return _from(_moved(self.since, steps * MONTHS[self.length]), self.length)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.since <= day < self.until


@dataclass(frozen=True, slots=True)
class Stretch:
    """Any stretch of time, for figures that need no more of a span than its two ends."""

    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, since: datetime | None, until: datetime) -> "Stretch":
        """None: from the beginning."""
        return cls(since or datetime(1970, 1, 1, tzinfo=UTC), until)


def span_of(key: str, *, today: date, usual: str = "quarter") -> Span:
    """From what an address says; the month, quarter or year of today for anything else."""
    found = KEY.fullmatch(key)
    if not found:
        return around(today, key if key in MONTHS else usual)
    year = int(found["year"])
    if found["quarter"]:
        return around(date(year, int(found["quarter"]) * 3, 1), "quarter")
    if found["month"]:
        return around(date(year, int(found["month"]), 1), "month")
    return around(date(year, 1, 1), "year")


def around(day: date, length: str) -> Span:
    """The month, quarter or year that a day is in."""
    months = MONTHS[length]
    return _from(date(day.year, (day.month - 1) // months * months + 1, 1), length)


def _from(since: date, length: str) -> Span:
    until = _moved(since, MONTHS[length])
    if length == "month":
        return Span(since, until, f"{since:%Y-%m}", f"{since:%B %Y}")
    if length == "year":
        return Span(since, until, str(since.year), str(since.year))
    quarter = f"Q{since.month // 3 + 1}"
    return Span(since, until, f"{since.year}-{quarter}", f"{quarter} {since.year}")


def _moved(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
