"""An open lead always has a dated next step: the minute's look for those that have none.

A look, not a hook in every deed: tasks are ticked off, deleted, moved and imported at many doors,
and none of them has to think of it. It costs nothing while no such promise is in use.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from headwater.database import statements
from headwater.qualify import clock_policies
from headwater.qualify.clocks import start_kind, stop_kind
from headwater.records.clock import Kind
from headwater.records.models import Lead

PORTION = 2_000  # leads looked at in one go
# A day for something to do, a day until which it is put aside, or an answer that is awaited.
PLANNED = """(
    EXISTS (
        SELECT FROM records_task task WHERE task.lead_id = lead.id AND NOT task.is_closed
            AND NOT task.is_deleted AND (task.due_on IS NOT NULL OR task.due_at IS NOT NULL)
    )
    OR EXISTS (
        SELECT FROM records_event event WHERE event.lead_id = lead.id AND NOT event.is_deleted
            AND event.starts_at > %s::timestamptz
    )
    OR coalesce(lead.snoozed_until > %s::timestamptz, false)
    OR EXISTS (
        SELECT FROM records_clock other WHERE other.lead_id = lead.id
            AND other.kind IN ('first_attempt', 'accept') AND other.stopped_at IS NULL
    )
)"""
RUNNING = """
EXISTS (
    SELECT FROM records_clock clock WHERE clock.lead_id = lead.id
        AND clock.kind = 'next_step' AND clock.stopped_at IS NULL
)
"""
OPEN = "NOT (lead.is_converted OR lead.is_closed OR lead.is_deleted)"
HOLD = "SELECT lead.id FROM records_lead lead WHERE {} FOR UPDATE OF lead SKIP LOCKED"
WITH = HOLD.format(f"{RUNNING} AND {PLANNED}")
WITHOUT = f"""
SELECT lead.id FROM records_lead lead
WHERE {OPEN} AND NOT {RUNNING} AND NOT {PLANNED} AND lead.id > %s::bigint
ORDER BY lead.id LIMIT {PORTION}
"""  # noqa: S608
STILL_WITHOUT = HOLD.format(
    f"{OPEN} AND NOT {RUNNING} AND NOT {PLANNED} AND lead.id = ANY (%s::bigint[])"
)


def look_after(now: datetime) -> tuple[int, int]:
    """Start the clock of leads without a dated next step, stop that of leads that have one again.

    Returns how many of both.
    """
    stopped, started = 0, 0
    with transaction.atomic():
        if leads := _leads(statements.run(WITH, [now, now])):
            because = "The next step has a day"
            stopped = len(stop_kind(leads, Kind.NEXT_STEP, because=because, at=now))
    if clock_policies.asked([Kind.NEXT_STEP]):
        for ids in _portions(now):
            started += _start(ids, now)
    return started, stopped


def _portions(now: datetime) -> Iterator[list[int]]:
    """The leads without a step, many at a time: most of them no policy may fit."""
    last = 0
    while rows := statements.run(WITHOUT, [now, now, last]):
        yield [key for (key,) in rows]
        last = rows[-1][0]


def _start(ids: list[int], now: datetime) -> int:
    fitting = clock_policies.fitting(ids, Kind.NEXT_STEP, now=now)
    if not fitting:
        return 0
    with transaction.atomic():
        leads = _leads(statements.run(STILL_WITHOUT, [now, now, fitting]))
        return len(start_kind(leads, Kind.NEXT_STEP, owner_ids={}, at=now))


def _leads(rows: Sequence[tuple[int]]) -> list[Lead]:
    return list(Lead.objects.filter(pk__in=[key for (key,) in rows]).order_by("pk")) if rows else []
