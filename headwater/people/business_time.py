"""Working time: minutes counted only while a calendar is open, exact through clock changes.

A moment is open when the wall clock in the calendar's zone shows a time inside one of that day's
periods, and the day is no holiday: a skipped hour never counts, a repeated hour counts twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Period = tuple[int, int]
Span = tuple[datetime, datetime]

# Local days lie between UTC-12 and UTC+14; one hour more on either side costs nothing.
WINDOW = (timedelta(hours=-15), timedelta(hours=37))
HORIZON = timedelta(days=20 * 366)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When somebody works: a zone, seven days of (start, end) minutes from Monday, days off."""

    zone: str
    week: tuple[tuple[Period, ...], ...]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"There is no time zone called {self.zone!r}.") from error
        if len(self.week) != 7:
            raise ValueError("A calendar's week has seven days, Monday first.")
        for periods in self.week:
            minutes = [0, *(minute for period in periods for minute in period), 1440]
            if minutes != sorted(minutes) or any(start == end for start, end in periods):
                raise ValueError("A day's periods lie in order between minute 0 and minute 1440.")


def add(calendar: Calendar, start: datetime, minutes: float) -> datetime:
    """The earliest moment by which that many working minutes have passed since start.

    Raises ValueError for negative minutes, or when the calendar does not open often enough.
    """
    if minutes < 0:
        raise ValueError("Working minutes to add cannot be negative.")
    if not (left := timedelta(minutes=minutes)):
        return start
    for opens, closes in openings(calendar, start):
        if closes - opens >= left:
            return (opens + left).astimezone(start.tzinfo)
        left -= closes - opens
    raise ValueError("The calendar does not open often enough to reach that many minutes.")


def between(calendar: Calendar, start: datetime, end: datetime) -> float:
    """The working minutes from start to end; 0 when end is not after start."""
    spans = (min(closes, end) - opens for opens, closes in openings(calendar, start, end))
    return sum((max(span, timedelta()) for span in spans), timedelta()) / timedelta(minutes=1)


def is_open(calendar: Calendar, at: datetime) -> bool:
    """Whether the calendar is open at that moment; the last minute of a period ends it."""
    return any(opens <= at for opens, _ in openings(calendar, at, at))


def next_opening(calendar: Calendar, at: datetime) -> datetime:
    """The moment itself when open, else when the calendar opens next; ValueError if never."""
    for opens, _ in openings(calendar, at):
        return opens.astimezone(at.tzinfo)
    raise ValueError("The calendar never opens.")


def openings(calendar: Calendar, start: datetime, end: datetime | None = None) -> Iterator[Span]:
    """The stretches of working time from start on, in UTC, the one that start lies in cut there."""
    if start.tzinfo is None or (end is not None and end.tzinfo is None):
        raise ValueError("Working time needs moments with a time zone.")
    if not any(calendar.week):
        return
    zone, start = ZoneInfo(calendar.zone), start.astimezone(UTC)
    day = start.astimezone(zone).date()
    last = (end or start + HORIZON).astimezone(zone).date()
    while day <= last:
        if calendar.week[day.weekday()] and day not in calendar.holidays:
            for opens, closes in _open_on(calendar, day):
                if closes > start:
                    yield max(opens, start), closes
        day += timedelta(days=1)


def _open_on(calendar: Calendar, day: date) -> Iterator[Span]:
    midnight = datetime.combine(day, time(), UTC)
    for first, last, offset in _stretches(calendar.zone, day):
        for start, end in calendar.week[day.weekday()]:
            opens = max(midnight + timedelta(minutes=start) - offset, first)
            closes = min(midnight + timedelta(minutes=end) - offset, last)
            if opens < closes:
                yield opens, closes


@lru_cache(maxsize=8192)
def _stretches(name: str, day: date) -> tuple[tuple[datetime, datetime, timedelta], ...]:
    """The times around a local day in which its clock runs evenly, each with its UTC offset."""
    zone = ZoneInfo(name)
    first, last = (datetime.combine(day, time(), UTC) + edge for edge in WINDOW)
    before, after = _offset(zone, first), _offset(zone, last)
    if before == after:
        return ((first, last, before),)
    low, high = 0, int((last - first).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        unchanged = _offset(zone, first + timedelta(seconds=middle)) == before
        low, high = (middle, high) if unchanged else (low, middle)
    jump = first + timedelta(seconds=high)
    return ((first, jump, before), (jump, last, after))


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
