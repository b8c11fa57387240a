"""The calendars that working time is counted in, for many owners at once."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from headwater.people import business_time
from headwater.people.business_hours import DAYS, BusinessHours
from headwater.people.business_time import Calendar, Period
from headwater.people.queue import queues
from headwater.people.standing import kept
from headwater.people.user import users

log = logging.getLogger(__name__)

ALL_DAY: tuple[Period, ...] = ((0, 24 * 60),)
AROUND_THE_CLOCK = Calendar("UTC", (ALL_DAY,) * 7)


@dataclass(frozen=True, slots=True)
class Named:
    """A calendar, the name that people know it by, and its row (None: around the clock)."""

    name: str
    calendar: Calendar
    hours_id: int | None = None

    def due(self, start: datetime, minutes: float) -> datetime:
        """When that many minutes have passed; counted around the clock if it hardly ever opens."""
        try:
            return business_time.add(self.calendar, start, minutes)
        except ValueError:
            log.warning("Business hours “%s” never open; counting around the clock", self.name)
            return start + timedelta(minutes=minutes)

    def minutes(self, start: datetime, end: datetime) -> float:
        """The working minutes from start to end, 0 when end is not after start."""
        return business_time.between(self.calendar, start, end)

    def opening(self, at: datetime) -> datetime:
        """The moment itself while it is open, else the next opening; `at` if it never opens."""
        try:
            return business_time.next_opening(self.calendar, at)
        except ValueError:
            return at


ALL_HOURS = Named("Around the clock", AROUND_THE_CLOCK)


@dataclass(frozen=True, slots=True)
class Calendars:
    """Who works when."""

    of_hours: Mapping[int, Named]
    hours_of: Mapping[int, int | None]
    default: Named

    def of(self, owner_id: int) -> Named:
        """The owner's own hours, else the organisation's default ones."""
        return self.of_hours.get(self.hours_of.get(owner_id) or 0, self.default)

    def named(self, hours_id: int | None) -> Named:
        """The calendar of a row of business hours; without one, around the clock."""
        return self.of_hours.get(hours_id, ALL_HOURS) if hours_id else ALL_HOURS


@kept
def every_calendar() -> Calendars:
    """The hours of everybody, kept in memory."""
    rows = list(BusinessHours.objects.prefetch_related("holidays"))
    named = {row.pk: named_of(row) for row in rows}
    default = next((named[row.pk] for row in rows if row.is_default), ALL_HOURS)
    hours_of = {key: user.business_hours_id for key, user in users().items()}
    hours_of |= {key: queue.business_hours_id for key, queue in queues().items()}
    return Calendars(named, hours_of, default)


def named_of(hours: BusinessHours) -> Named:
    """The week and its days off; a week that cannot be read must not stop a lead on its way."""
    try:
        return Named(hours.name, calendar_of(hours), hours.pk)
    except (ValueError, TypeError, AttributeError) as error:
        log.warning("Business hours “%s” cannot be read (%s)", hours.name, error)
        return Named(hours.name, AROUND_THE_CLOCK, hours.pk)


def calendar_of(hours: BusinessHours) -> Calendar:
    """The same, but raises ValueError, TypeError or AttributeError for what cannot be read."""
    days_off = [holiday.on for holiday in hours.holidays.all()] if hours.pk else []
    week = tuple(_periods(hours.week.get(day) or []) for day in DAYS)
    return Calendar(hours.time_zone, week, frozenset(days_off))


def _periods(spans: Iterable[tuple[str, str]]) -> tuple[Period, ...]:
    """Spans of "HH:MM" texts as minutes, in order, with overlapping ones made one."""
    merged: list[Period] = []
    for start, end in sorted((_minute(start), _minute(end)) for start, end in spans):
        last = end or 24 * 60  # a span that ends at 00:00 ends with the day
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        elif start < last:
            merged.append((start, last))
    return tuple(merged)


def _minute(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes or 0)
