"""Stretches of days along a time axis: days of a month, weeks of a year, months of all time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from headwater.measure.figure import Period


class Step(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


DAYS_UP_TO, WEEKS_UP_TO = 31, 400  # days of a period that are told by day, by week


@dataclass(frozen=True, slots=True)
class Bucket:
    """From `since` (midnight where the asker lives) until before `until`."""

    since: datetime
    until: datetime
    label: str
    step: Step

    @property
    def criteria(self) -> str:
        """As criteria on CreatedDate."""
        since, until = self.since.date().isoformat(), self.until.date().isoformat()
        return f"CreatedDate >= {since} AND CreatedDate < {until}"


def buckets(period: Period, first: Callable[[], datetime | None]) -> list[Bucket]:
    """All stretches of the period up to now; `first` is asked where it has no beginning."""
    since = period.since or first()
    if since is None:
        return []
    step = _step((period.until - since).days)
    day, last = _start(timezone.localdate(since), step), timezone.localdate(period.until)
    found = []
    while day <= last:
        after = _next(day, step)
        found.append(Bucket(_midnight(day), _midnight(after), _label(day, step), step))
        day = after
    return found


def _step(days: int) -> Step:
    if days <= DAYS_UP_TO:
        return Step.DAY
    return Step.WEEK if days <= WEEKS_UP_TO else Step.MONTH


def _start(day: date, step: Step) -> date:
    if step is Step.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if step is Step.MONTH else day


def _next(day: date, step: Step) -> date:
    if step is Step.MONTH:
        return (day + timedelta(days=31)).replace(day=1)
    return day + timedelta(days=7 if step is Step.WEEK else 1)


def _label(day: date, step: Step) -> str:
    return f"{day:%b %Y}" if step is Step.MONTH else f"{day.day} {day:%b}"


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
