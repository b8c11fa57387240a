"""One line of Today: who, why now, and how urgent."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any


class Urgency(IntEnum):
    """The groups of Today, the most urgent first."""

    CLOCK = 1
    REPLIED = 2
    DUE = 3
    HOT = 4

    @property
    def label(self) -> str:
        return {
            Urgency.CLOCK: "Clock running out",
            Urgency.REPLIED: "Replied",
            Urgency.DUE: "Due today",
            Urgency.HOT: "Hot",
        }[self]


@dataclass(frozen=True, slots=True)
class TodayItem:
    """`record` is the lead or contact (or, for a task without a person, what it is about).

    `at` is when it is or was due, or when it came; `clock`, `task` and `message` say what it is
    about, None where it is not. `is_late` means that the moment has passed; `rank` orders a group
    before time does.
    """

    urgency: Urgency
    record: Any
    why: str
    at: datetime
    is_late: bool = False
    rank: int = 0
    clock: Any = None
    task: Any = None
    message: Any = None

    @property
    def sort_key(self) -> tuple[int, int, float, int]:
        """By group and rank, then by time; missed clocks the latest first, hot leads by score."""
        place = self.at.timestamp()
        if self.urgency is Urgency.HOT:
            place = -float(self.record.score)
        elif self.clock and self.is_late:
            place = -place
        return (int(self.urgency), self.rank, place, self.record.pk or 0)

    @property
    def person(self) -> tuple[str, int]:
        """Who it is about; each person is on Today once."""
        return (str(self.record._meta.model_name), self.record.pk)


@dataclass(frozen=True, slots=True)
class Today:
    """What to do, most urgent first, and how much was done today."""

    items: tuple[TodayItem, ...]
    done_count: int

    @property
    def groups(self) -> list[tuple[Urgency, list[TodayItem]]]:
        """The groups that have something in them, in order."""
        found: dict[Urgency, list[TodayItem]] = {}
        for item in self.items:
            found.setdefault(item.urgency, []).append(item)
        return list(found.items())
