"""How a clock stands, for the pages: minutes left, share used, and the word for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from headwater.people import business_time
from headwater.people.business_time import Calendar
from headwater.qualify.calendars import every_calendar
from headwater.records.models import Clock

WARN_FROM = 0.75  # of the promised time


class State(StrEnum):
    """Running, warn and late still wait for an answer; kept and missed have one."""

    RUNNING = "running"
    WARN = "warn"
    LATE = "late"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class ClockState:
    """`remaining` in working minutes, below 0 when late; `share_used` from 0 to 1 and beyond."""

    state: State
    remaining: float
    share_used: float

    @property
    def is_running(self) -> bool:
        return self.state in (State.RUNNING, State.WARN, State.LATE)


def state_of(clock: Clock, calendar: Calendar, now: datetime) -> ClockState:
    """How the clock stands now, or stood when it was stopped."""
    at = clock.stopped_at or now
    if at > clock.due_at:
        remaining = -business_time.between(calendar, clock.due_at, at)
    else:
        remaining = business_time.between(calendar, at, clock.due_at)
    share = 1 - remaining / clock.minutes if clock.minutes else 1.0
    return ClockState(_word(clock, at, share), remaining, max(share, 0.0))


def states(clocks: Iterable[Clock], now: datetime) -> dict[int, ClockState]:
    """How many clocks stand, by their id."""
    calendars = every_calendar()
    return {clock.pk: state_of(clock, calendars.of_clock(clock).calendar, now) for clock in clocks}


def _word(clock: Clock, at: datetime, share: float) -> State:
    if clock.stopped_at:
        return State.MISSED if clock.is_late(at) else State.KEPT
    if clock.is_late(at):
        return State.LATE
    return State.WARN if share >= WARN_FROM else State.RUNNING
