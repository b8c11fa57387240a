"""One history per person: the contact somebody is and all the leads they were, as one story."""

from typing import Any

from django.db.models import Q

from headwater.people.models import User
from headwater.records.models import Contact, Lead

MOST = 100  # leads that one person was


def records_of(record: Any, user: User) -> list[Any]:
    """A lead or a contact first, then what else the same person is or was, as `user` may see.

    A lead that was not converted is a story of its own, unless its person is known as a contact.
    """
    is_lead = isinstance(record, Lead)
    contact_id = (
        (record.converted_contact_id or record.matched_contact_id) if is_lead else record.pk
    )
    if contact_id is None:
        return [record]
    also: list[Any] = []
    if is_lead:
        also += Contact.objects.alive().visible_to(user).filter(pk=contact_id)
    return [record, *also, *leads_of(contact_id, user, but=record if is_lead else None)]


def leads_of(contact_id: int, user: User, but: Lead | None = None) -> list[Lead]:
    """The leads that became this contact, or were recognised as this person; the newest first."""
    rows = Lead.objects.alive().visible_to(user).select_related("owner")
    rows = rows.filter(Q(converted_contact=contact_id) | Q(matched_contact=contact_id))
    rows = rows.exclude(pk=but.pk) if but else rows
    return list(rows.order_by("-converted_on", "-pk")[:MOST])
