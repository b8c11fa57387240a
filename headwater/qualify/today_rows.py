"""What Today reads, in statements that PostgreSQL has planned already: one a group of the list.

`owners` are the keys of the person and of their queues. Each reads at most `MOST` rows.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects

from headwater.database import statements
from headwater.people.at_hand import with_people
from headwater.records.clock import Kind
from headwater.records.models import Clock, EmailMessage, Lead, Task

MOST = 100  # lines of one group; nobody does more in a day
AWAKE = "(lead.snoozed_until IS NULL OR lead.snoozed_until <= %s::timestamptz)"
OPEN = "NOT lead.is_converted AND NOT lead.is_closed AND NOT lead.is_deleted"
# Whose clock it is follows the lead's owner; by it the index finds them in their order. What the
# lead must be is asked row by row: as a join, the clocks of a year would be read and sorted.
CLOCKS = """WHERE t.id = ANY (ARRAY(
  SELECT near.id FROM unnest(%s::bigint[]) AS owner(id) CROSS JOIN LATERAL (
    SELECT clock.id, clock.due_at FROM records_clock clock
    WHERE clock.owner_id = owner.id AND clock.stopped_at IS NULL AND clock.paused_at IS NULL
      AND clock.kind <> '{accept}' AND clock.due_at {side} %s::timestamptz
      AND (SELECT {open} AND {awake} AND lead.owner_id = owner.id
           FROM records_lead lead WHERE lead.id = clock.lead_id)
    ORDER BY clock.due_at {order} LIMIT {most}) AS near
  ORDER BY near.due_at {order} LIMIT {most})) ORDER BY t.due_at {order}"""
SIDES = tuple(
    CLOCKS.format(accept=Kind.ACCEPT, open=OPEN, awake=AWAKE, side=side, order=order, most=MOST)
    for side, order in ((">=", "ASC"), ("<", "DESC"))
)
_OF_LEAD = f"{OPEN} AND {AWAKE} AND lead.owner_id = ANY (%s::bigint[])".replace("lead.", "t.")
_NO_CLOCK = """NOT EXISTS (
  SELECT FROM records_clock clock WHERE clock.lead_id = t.id AND clock.stopped_at IS NULL)"""
HOT = f"""WHERE {_OF_LEAD} AND t.score >= %s::int AND {_NO_CLOCK} AND NOT EXISTS (
  SELECT FROM records_task task
  WHERE task.lead_id = t.id AND NOT task.is_closed AND NOT task.is_deleted)
ORDER BY t.score DESC, t.id DESC LIMIT {MOST}"""
WAITING = f"WHERE {_OF_LEAD} AND {_NO_CLOCK} ORDER BY t.created_at, t.id LIMIT {MOST}"
DUE = f"""WHERE t.owner_id = ANY (%s::bigint[]) AND t.due_on <= %s::date AND NOT t.is_closed
  AND NOT t.is_deleted AND (t.lead_id IS NULL OR (
    SELECT NOT lead.is_deleted AND {AWAKE} FROM records_lead lead WHERE lead.id = t.lead_id))
ORDER BY t.due_on, t.due_at LIMIT {MOST}"""  # noqa: S608
# What a lead began with is the clock's; whoever was given up and writes again is here too.
REPLIES = f"""LEFT JOIN records_lead lead ON lead.id = t.lead_id
LEFT JOIN records_contact contact ON contact.id = t.contact_id
WHERE t.is_incoming AND NOT t.is_inquiry AND NOT t.is_deleted AND t.created_at >= %s::timestamptz
  AND (lead.owner_id = ANY (%s::bigint[]) AND NOT lead.is_converted AND NOT lead.is_deleted
         AND (NOT lead.is_closed OR lead.status_changed_at < t.created_at)
       OR contact.owner_id = ANY (%s::bigint[]) AND NOT contact.is_deleted
         AND (t.lead_id IS NULL OR lead.is_converted))
  AND {AWAKE}
  AND NOT EXISTS (SELECT FROM records_emailmessage later
    WHERE (later.lead_id = t.lead_id OR later.contact_id = t.contact_id)
      AND (later.is_incoming OR later.created_by_id IS NOT NULL AND later.state = 'sent')
      AND later.created_at > t.created_at)
  AND NOT EXISTS (SELECT FROM records_task called
    WHERE (called.lead_id = t.lead_id OR called.contact_id = t.contact_id)
      AND called.completed_at > t.created_at AND called.task_subtype = 'Call')
ORDER BY t.created_at LIMIT {MOST}"""  # noqa: S608
DONE = """SELECT count(*) FROM records_task
WHERE owner_id = %s::bigint AND is_closed AND NOT is_deleted AND completed_at >= %s::timestamptz"""


def clocks(owners: Sequence[int], now: datetime) -> list[Clock]:
    """The promises that run, those with time left first; each with its lead."""
    found: list[Clock] = []
    for text in SIDES:
        found += statements.fetch(Clock, text, [list(owners), now, now])
    leads = statements.fetch(Lead, "WHERE t.id = ANY (%s::bigint[])", [[c.lead_id for c in found]])
    known = {lead.pk: lead for lead in with_people(leads, "owner")}
    for clock in found:
        statements.point(clock, "lead", known[clock.lead_id])
    return found


def hot(owners: Sequence[int], now: datetime, score: int) -> list[Lead]:
    """Hot leads for which nothing is planned, the hottest first."""
    return with_people(statements.fetch(Lead, HOT, [now, list(owners), score]), "owner")


def waiting(queues: Sequence[int], now: datetime) -> list[Lead]:
    """Leads of queues that no clock speaks for, the oldest first."""
    if not queues:
        return []
    return with_people(statements.fetch(Lead, WAITING, [now, list(queues)]), "owner")


def due(owners: Sequence[int], day: date, now: datetime) -> list[Task]:
    """Open tasks of that day and before, with what they are about."""
    found: list[Task] = statements.fetch(Task, DUE, [list(owners), day, now])
    prefetch_related_objects(found, "lead", "contact", "opportunity", "account", "campaign")
    return found


def replies(owners: Sequence[int], since: datetime, now: datetime) -> list[Any]:
    """The last mail of each person that nobody has answered since, with who wrote it."""
    mine = list(owners)
    found = statements.fetch(EmailMessage, REPLIES, [since, mine, mine, now])
    prefetch_related_objects(found, "lead", "contact")
    for name in ("lead", "contact"):
        with_people([each for row in found if (each := getattr(row, name))], "owner")
    return found


def done_count(user_id: int, midnight: datetime) -> int:
    """Tasks that somebody has finished since then."""
    return int(statements.run(DONE, [user_id, midnight])[0][0])
