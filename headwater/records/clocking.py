"""What happens to a running clock: it is stopped, paused and goes on. One way for every room.

Nothing here makes a missed clock kept: what was found missed never gets more time, a pause counts
from the moment it is made, and the calendar is the one that held when the clock started.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from headwater.people.calendars import every_calendar
from headwater.people.models import User
from headwater.records import trail
from headwater.records.clock import Clock, ClockPause
from headwater.records.lead import Lead

WITH_STOP = ["stopped_at", "stopped_because", "is_answered", "due_at", "paused_at"]


def stopped(
    clock: Clock, at: datetime, because: str, *, is_answered: bool = True
) -> dict[str, Any]:
    """What stopping changes on a clock, by attribute; a paused one goes on for this moment."""
    return {
        "stopped_at": max(at, clock.missed_at) if clock.missed_at else at,
        "stopped_because": because[:80],
        "is_answered": is_answered,
        "due_at": due_after_pause(clock, at),
        "paused_at": None,
    }


def stop(
    clocks: Sequence[Clock], leads: Iterable[Lead], *, because: str, at: datetime,
    by: User | None, is_answered: bool = True, since: Mapping[int, datetime] | None = None,
) -> None:  # fmt: skip
    """Stop these clocks of these leads, held by the caller, and tell the Trail.

    `since` says by lead when it was really over, where that was before `at`.
    """
    if not clocks:
        return
    by_id = {lead.pk: lead for lead in leads}
    _end_pauses([clock for clock in clocks if clock.paused_at], at=at, by=by, because=because)
    entries = []
    for clock in clocks:
        then = min(at, (since or {}).get(clock.lead_id, at))
        for name, value in stopped(clock, then, because, is_answered=is_answered).items():
            setattr(clock, name, value)
        told = {"policy": clock.policy, "kind": clock.kind, "kept": not clock.is_late(at),
                "reason": because, "answered": is_answered}  # fmt: skip
        entries.append(
            trail.entry("clock.stopped", by_id[clock.lead_id], by=by, at=at, because=told)
        )
    Clock.objects.bulk_update(clocks, WITH_STOP)
    trail.write(entries)


def resume(clocks: Sequence[Clock], *, because: str, at: datetime, by: User | None) -> list[Clock]:
    """Let those of these held clocks run on that are paused; their due time moves."""
    paused = [clock for clock in clocks if clock.is_paused]
    if not paused:
        return []
    _end_pauses(paused, at=at, by=by, because=because)
    entries = []
    for clock in paused:
        before, clock.due_at = clock.due_at, due_after_pause(clock, at)
        clock.paused_at = None
        told = {"policy": clock.policy, "kind": clock.kind, "words": because,
                "due_at": clock.due_at.isoformat()}  # fmt: skip
        entries.append(
            trail.entry("clock.resumed", clock.lead, by=by, at=at, because=told,
                        changes={"due_at": [trail.told(before), trail.told(clock.due_at)]})
        )  # fmt: skip
        clock.watch_at = at
    Clock.objects.bulk_update(paused, ["due_at", "paused_at", "watch_at"])
    trail.write(entries)
    return paused


def due_after_pause(clock: Clock, at: datetime) -> datetime:
    """The due time put off by the working time that a clock has stood still; late stays late."""
    if clock.paused_at is None or clock.missed_at or clock.paused_at >= clock.due_at:
        return clock.due_at
    named = every_calendar().named(clock.hours_id)
    moved = named.minutes(clock.paused_at, at)
    return named.due(clock.due_at, moved) if moved else clock.due_at


def _end_pauses(clocks: Collection[Clock], *, at: datetime, by: User | None, because: str) -> None:
    if not clocks:
        return
    calendars, by_id = every_calendar(), {clock.pk: clock for clock in clocks}
    rows = list(ClockPause.objects.filter(clock__in=by_id, resumed_at=None).select_for_update())
    for row in rows:
        clock = by_id[row.clock_id]
        row.resumed_at, row.resumed_by, row.resumed_because = at, by, because[:80]
        if due_after_pause(clock, at) != clock.due_at:
            row.moved_minutes = calendars.named(clock.hours_id).minutes(row.paused_at, at)
    ClockPause.objects.bulk_update(
        rows, ["resumed_at", "resumed_by", "resumed_because", "moved_minutes"]
    )
