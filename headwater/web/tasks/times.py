"""When something that is put aside is back: the presets of every snooze."""

from datetime import datetime
from typing import NamedTuple

from headwater.web.leads import quick_times

REPLY = "reply"


class Later(NamedTuple):
    """A choice: its key in forms, its word, its moment in words."""

    key: str
    word: str
    exact: str


def choices(now: datetime) -> list[Later]:
    """Later today, tomorrow, next week, and with the reply."""
    quick = [Later(each.key, each.word, each.exact) for each in quick_times.choices(now)]
    return [*quick, Later(REPLY, "After a reply", "Or in two weeks, if none comes")]
