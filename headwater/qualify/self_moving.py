"""Statuses that change by themselves: a call was logged, a reply came, the time was up.

Such a move is no human answer, so it touches nothing else; the Trail tells why it happened.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import statuses
from headwater.qualify.touch import hold
from headwater.records import stages
from headwater.records.models import Lead
from headwater.records.stages import Event


def put(
    leads: Sequence[Lead],
    status_name: str,
    *,
    because: dict[str, Any],
    by: User | None = None,
    at: datetime | None = None,
) -> list[Lead]:
    """Give leads another status whatever Setup asks of people; returns those that moved.

    `because` goes to the Trail; its `words` are what the timeline says. Converted leads stay.
    """
    status = stages.known()[status_name]
    with transaction.atomic():
        hold(leads)
        free = [lead for lead in leads if not lead.is_converted and lead.status != status.name]
        return statuses.enter(free, status, {}, by=by, at=at or timezone.now(), because=because)


def on_event(leads: Sequence[Lead], event: Event, *, at: datetime | None = None) -> list[Lead]:
    """Something happened to these leads: those whose status says so move; returns them.

    A lead stays when the other status asks for what nobody has filled in yet.
    """
    moved: list[Lead] = []
    because = {"words": event.label[0].lower() + event.label[1:], "event": event.value}
    with transaction.atomic():
        hold(leads)
        known, ways = stages.known(), [(lead, target(lead, event)) for lead in leads]
        for name in dict.fromkeys(name for _, name in ways if name):
            going = [
                lead for lead, way in ways
                if way == name and not statuses.missing_fields(lead, known[name], {})
            ]  # fmt: skip
            moved += put(going, name, because=because, at=at)
    return moved


def target(lead: Lead, event: Event) -> str:
    """The status a lead goes to on an event; '' when it stays."""
    known = stages.known()
    standing = known.get(lead.status)
    status = known.get(standing.moves_when.get(event, "")) if standing else None
    if standing is None or status is None or lead.is_converted:
        return ""
    is_usable = status.is_active and not status.is_converted and standing.allows(status)
    return status.name if is_usable else ""
