"""How a clock stands, for the pages: minutes left, share used, and the word for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from headwater.people.calendars import Named, every_calendar
from headwater.qualify import clock_policies
from headwater.qualify.clock_policy import usual_warnings
from headwater.records.models import Clock


class State(StrEnum):
    """Running, warn, late and paused still wait; kept, missed and ended (by itself) do not."""

    RUNNING = "running"
    WARN = "warn"
    LATE = "late"
    PAUSED = "paused"
    KEPT = "kept"
    MISSED = "missed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ClockState:
    """`remaining` in working minutes, below 0 when late; `share_used` from 0 to 1 and beyond."""

    state: State
    remaining: float
    share_used: float

    @property
    def is_running(self) -> bool:
        return self.state in (State.RUNNING, State.WARN, State.LATE, State.PAUSED)


def state_of(clock: Clock, named: Named, now: datetime, *, warn_from: float = 1.0) -> ClockState:
    """How the clock stands now, or stood when it was stopped or paused."""
    at = clock.moment(now)
    if at > clock.due_at:
        remaining = -named.minutes(clock.due_at, at)
    else:
        remaining = named.minutes(at, clock.due_at)
    share = 1 - remaining / clock.minutes if clock.minutes else 1.0
    return ClockState(_word(clock, now, share >= warn_from), remaining, max(share, 0.0))


def states(clocks: Iterable[Clock], now: datetime) -> dict[int, ClockState]:
    """How many clocks stand, by their id. No query."""
    calendars = every_calendar()
    return {
        clock.pk: state_of(
            clock, calendars.named(clock.hours_id), now, warn_from=_last_warning(clock)
        )
        for clock in clocks
    }


def _last_warning(clock: Clock) -> float:
    """From the last warning of its policy on, a clock is about to run out."""
    policy = clock_policies.by_key().get(clock.policy_key or 0)
    return max((policy.shares if policy else usual_warnings()) or [1.0])


def _word(clock: Clock, now: datetime, is_near: bool) -> State:
    if clock.stopped_at:
        if clock.is_late(now):
            return State.MISSED
        return State.KEPT if clock.is_answered else State.ENDED
    if clock.paused_at:
        return State.PAUSED
    if clock.is_late(now):
        return State.LATE
    return State.WARN if is_near else State.RUNNING
