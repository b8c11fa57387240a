"""Leads that nobody took care of in time go back to where everybody sees them."""

from collections.abc import Sequence
from typing import Any

from headwater.people.models import Owner
from headwater.people.organization import organization
from headwater.people.queue import queues
from headwater.records.models import Lead
from headwater.route import reassign


def to_queue(leads: Sequence[Lead], *, because: dict[str, Any]) -> int:
    """Give these leads, held by the caller, to the default queue; returns how many moved.

    Without any queue in use they stay with whom they are.
    """
    queue = _queue()
    moving = [lead for lead in leads if queue and lead.owner_id != queue.pk]
    if queue and moving:
        reassign.move(moving, queue, by=None, because=because)
    return len(moving)


def _queue() -> Owner | None:
    """The default owner if that is a queue, else the first queue there is."""
    active = {key: queue for key, queue in sorted(queues().items()) if queue.is_active}
    default = active.get(organization().default_lead_owner_id or 0)
    return default or next(iter(active.values()), None)
