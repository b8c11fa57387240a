"""The calendars that clocks count in, for many owners at once."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from headwater.people import business_time
from headwater.people.business_hours import DAYS
from headwater.people.business_time import Calendar, Period
from headwater.people.models import BusinessHours
from headwater.people.standing import kept
from headwater.people.user import users
from headwater.records.models import Clock

log = logging.getLogger(__name__)

ALL_DAY: tuple[Period, ...] = ((0, 24 * 60),)
AROUND_THE_CLOCK = Calendar("UTC", (ALL_DAY,) * 7)


@dataclass(frozen=True, slots=True)
class Named:
    """A calendar and the name that people know it by."""

    name: str
    calendar: Calendar

    def due(self, start: datetime, minutes: int) -> datetime:
        """When that many minutes have passed; counted around the clock if it hardly ever opens."""
        try:
            return business_time.add(self.calendar, start, minutes)
        except ValueError:
            log.warning("Business hours “%s” never open; counting around the clock", self.name)
            return start + timedelta(minutes=minutes)


ALL_HOURS = Named("Around the clock", AROUND_THE_CLOCK)


@dataclass(frozen=True, slots=True)
class Calendars:
    """Who works when."""

    of_hours: Mapping[int, Named]
    hours_of: Mapping[int, int | None]
    default: Named

    def of(self, owner_id: int) -> Named:
        """The owner's own hours, else (a queue has none) the organisation's default ones."""
        return self.of_hours.get(self.hours_of.get(owner_id) or 0, self.default)

    def of_clock(self, clock: Clock) -> Named:
        """What a clock counts in: one whose time passed unbroken needs no calendar."""
        if clock.due_at - clock.started_at == timedelta(minutes=clock.minutes):
            return ALL_HOURS
        return self.of(clock.owner_id)


@kept
def every_calendar() -> Calendars:
    """The hours of everybody, kept in memory."""
    rows = list(BusinessHours.objects.prefetch_related("holidays"))
    named = {row.pk: Named(row.name, _calendar(row)) for row in rows}
    default = next((named[row.pk] for row in rows if row.is_default), ALL_HOURS)
    hours_of = {key: user.business_hours_id for key, user in users().items()}
    return Calendars(named, hours_of, default)


def _calendar(hours: BusinessHours) -> Calendar:
    """The week and its days off; a week that cannot be read must not stop a lead on its way."""
    days_off = frozenset(holiday.on for holiday in hours.holidays.all())
    try:
        week = tuple(_periods(hours.week.get(day) or []) for day in DAYS)
        return Calendar(hours.time_zone, week, days_off)
    except (ValueError, TypeError, AttributeError) as error:
        log.warning("Business hours “%s” cannot be read (%s)", hours.name, error)
        return AROUND_THE_CLOCK


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
