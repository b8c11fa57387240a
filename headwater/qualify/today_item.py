"""One line of Today: who, why now, and how urgent."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple


class Group(NamedTuple):
    """A group in words: its name, what belongs to it, and what comes first in it."""

    label: str
    what: str
    order: str


class Urgency(IntEnum):
    """The groups of Today, the most urgent first; who fits several is in the first of them."""

    CLOCK = 1
    ACCEPT = 2
    REPLIED = 3
    DUE = 4
    HOT = 5
    QUEUE = 6

    @property
    def label(self) -> str:
        return GROUPS[self].label


# The one place that says how Today is ordered: the page and its explanation read it here.
GROUPS = {
    Urgency.CLOCK: Group(
        "Clock running out",
        "Leads that were promised an answer. Paused clocks stand still and are left out.",
        "Promises of the next 15 minutes, then those missed within a day, then the rest by time.",
    ),
    Urgency.ACCEPT: Group(
        "To accept", "Leads and early deals that were offered to you.", "The first deadline first."
    ),
    Urgency.REPLIED: Group(
        "Replied", "They wrote, and nobody has answered since.", "Who waits longest comes first."
    ),
    Urgency.DUE: Group(
        "Due today",
        "Your tasks, follow-ups and steps of cadences, until today.",
        "By the time they are due; what is overdue comes first.",
    ),
    Urgency.HOT: Group(
        "Hot",
        "A score that counts as hot, and no next step is planned.",
        "The highest score first.",
    ),
    Urgency.QUEUE: Group(
        "In your queues",
        "Leads that nobody has taken yet, without a promise that runs.",
        "Who waits longest comes first.",
    ),
}


@dataclass(frozen=True, slots=True)
class TodayItem:
    """`record` is the lead or contact (or, for a task without a person, what it is about).

    `at` is when it is or was due, or when it came; `clock`, `task`, `message` and `handoff` say
    what it is about, None where it is not. `is_late` means that the moment has passed; `rank`
    orders a group before time does.
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
    handoff: Any = None

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
