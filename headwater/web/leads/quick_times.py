"""When to call again, in one press: the next sensible moments, in the person's own time."""

from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

from headwater.web.records import words

MORNING, AFTERNOON = time(9, 30), time(16, 0)
MONDAY = 0


class Quick(NamedTuple):
    """A choice: its key in forms, its word, and the moment (aware)."""

    key: str
    word: str
    at: datetime

    @property
    def exact(self) -> str:
        return words.day(self.at)


def choices(now: datetime) -> list[Quick]:
    """In an hour; this afternoon while it lasts; tomorrow, Monday and a week on in the morning."""
    here = timezone.localtime(now)
    found = [Quick("hour", "In an hour", now + timedelta(hours=1))]
    afternoon = _on(here, 0, AFTERNOON)
    if afternoon > now + timedelta(hours=1):
        found.append(Quick("afternoon", "Today 16:00", afternoon))
    found.append(Quick("tomorrow", "Tomorrow 09:30", _on(here, 1, MORNING)))
    to_monday = (MONDAY - here.weekday()) % 7 or 7
    if to_monday > 1:
        found.append(Quick("monday", "Monday 09:30", _on(here, to_monday, MORNING)))
    found.append(Quick("week", "In a week", _on(here, 7, MORNING)))
    return found


def at(key: str, now: datetime) -> datetime | None:
    """The moment behind a key, None for a key that is none."""
    return next((quick.at for quick in choices(now) if quick.key == key), None)


def _on(here: datetime, days: int, clock: time) -> datetime:
    day = here.date() + timedelta(days=days)
    return timezone.make_aware(datetime.combine(day, clock), here.tzinfo)
