"""Quiet hours: until when a person's mail is held back."""

from datetime import datetime, time, timedelta

from headwater.people import business_time
from headwater.people.business_time import Calendar, Period
from headwater.people.calendars import every_calendar
from headwater.people.models import User
from headwater.records.notification_settings import NotificationSettings, Quiet

MIDNIGHT = 24 * 60  # minutes
# Somebody whose hours open less often than that would never hear of anything.
LONGEST = timedelta(days=30)


def held_until(
    choices: NotificationSettings, user: User, at: datetime, *, is_urgent: bool = False
) -> datetime | None:
    """When quiet hours that hold at that moment end, None when it is not quiet."""
    if not choices.quiet or (is_urgent and choices.urgent_passes):
        return None
    try:
        ends = business_time.next_opening(_open_hours(choices, user), at)
    except ValueError:  # never open, or a zone that is gone: rather a mail too many
        return None
    return ends if at < ends <= at + LONGEST else None


def _open_hours(choices: NotificationSettings, user: User) -> Calendar:
    """When mail may come, as a calendar: its clock changes are exact."""
    if choices.quiet == Quiet.HOURS:
        return every_calendar().of(user.pk).calendar
    day = _open_times(_minute(choices.quiet_from), _minute(choices.quiet_until))
    weekend: tuple[Period, ...] = () if choices.is_quiet_on_weekends else day
    return Calendar(user.time_zone, (day,) * 5 + (weekend,) * 2)


def _open_times(quiet_from: int, quiet_until: int) -> tuple[Period, ...]:
    """What is left of a day: 20:00 to 07:00 leaves one period, 12:00 to 14:00 two."""
    if quiet_from >= quiet_until:
        periods = [(quiet_until, quiet_from)]
    else:
        periods = [(0, quiet_from), (quiet_until, MIDNIGHT)]
    return tuple((start, end) for start, end in periods if start < end)


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
