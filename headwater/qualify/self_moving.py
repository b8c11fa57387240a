"""Statuses that change by themselves: a call was logged, a reply came, the time was up.

Such a move is no human answer, so it touches nothing else; the Trail tells why it happened.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import statuses
from headwater.qualify.touch import hold
from headwater.records import stages
from headwater.records.models import Lead, LeadStatus
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
    """Something happened to these leads: those whose status says so move; returns them."""
    moved = []
    with transaction.atomic():
        hold(leads)
        for name in sorted({target(lead, event) for lead in leads} - {""}):
            going = [lead for lead in leads if target(lead, event) == name]
            because = {"words": event.label[0].lower() + event.label[1:], "event": event.value}
            moved += put(going, name, because=because, at=at)
    return moved


def target(lead: Lead, event: Event, values: Mapping[str, Any] | None = None) -> str:
    """The status a lead goes to on an event; '' when it stays.

    It stays where it is, too, when that status asks for what nobody has filled in yet.
    """
    known = stages.known()
    standing = known.get(lead.status)
    status = known.get(standing.moves_when.get(event, "")) if standing else None
    if standing is None or status is None or lead.is_converted:
        return ""
    return status.name if _may_enter(lead, standing, status, values or {}) else ""


def _may_enter(
    lead: Lead, standing: LeadStatus, status: LeadStatus, values: Mapping[str, Any]
) -> bool:
    is_usable = status.is_active and not status.is_converted and standing.allows(status)
    return is_usable and not statuses.missing_fields(lead, status, values)
