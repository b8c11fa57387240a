"""What is due of a running clock at a moment, and when to look at it next. Nothing is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from headwater.people.calendars import Named
from headwater.records.models import Clock

A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Look:
    """`warns_of` is the share of the time that is to be warned of now (0: none); `has_run_out`
    that the promise, or the time of whoever has it now, is over; `next_at` when to look again
    unless something is done, None for never."""

    warns_of: float
    has_run_out: bool
    next_at: datetime | None


def look(clock: Clock, shares: Sequence[float], named: Named, awake: Named, now: datetime) -> Look:
    """How a running, unpaused clock is to be treated now.

    `shares` are to be warned of, rising; `named` is what it counts in, `awake` the hours of
    whoever has it now: while those are closed nothing is done.
    """
    opening = awake.opening(now)
    if opening > now:
        return Look(0.0, has_run_out=False, next_at=opening)
    if clock.missed_at or now > clock.due_at:
        return Look(0.0, has_run_out=True, next_at=None)
    left = named.minutes(now, clock.due_at)
    used = 1 - left / clock.minutes
    passed = [share for share in shares if clock.warned_share < share <= used]
    to_come = [share for share in shares if share > max([clock.warned_share, *passed, used])]
    return Look(
        max(passed, default=0.0),
        has_run_out=False,
        next_at=warning_at(clock, to_come[0], named, now) if to_come else clock.due_at + A_MOMENT,
    )


def warning_at(clock: Clock, share: float, named: Named, now: datetime) -> datetime:
    """When that share of the time will be used, if nothing happens; not before now."""
    left = named.minutes(now, clock.due_at)
    before = left - (1 - share) * clock.minutes
    at = named.due(now, before) if before > 0 else now
    # Never the same moment again: a share that rounding leaves a hair short would come back.
    return max(at, now + A_MOMENT)
