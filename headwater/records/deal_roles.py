"""Who takes which part in a deal: adding, changing, making primary, removing; each can go back."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.records import trail
from headwater.records.contact import Contact
from headwater.records.opportunity import Opportunity, OpportunityContactRole

Part = OpportunityContactRole


def add(deal: Opportunity, contact: Contact, *, by: User | None, role: str = "") -> Part | None:
    """Give a contact a part in a deal, the primary one if nobody has it; None if already in it."""
    parts = list(Part.objects.filter(opportunity=deal))
    if any(part.contact_id == contact.pk for part in parts):
        return None
    return Part.objects.create(
        opportunity=deal, contact=contact, role=role, created_by=by, modified_by=by,
        is_primary=not any(part.is_primary for part in parts),
    )  # fmt: skip


def join(deal: Opportunity, contact: Contact, *, by: User | None, role: str = "") -> Part | None:
    """As `add`, and the Trail tells it."""
    with transaction.atomic():
        part = add(deal, contact, by=by, role=role)
        if part:
            _tell("opportunity.role_added", deal, contact, by, {"role": ["", role]})
    return part


def change(part: Part, role: str, *, by: User | None) -> bool:
    """Say which part somebody takes; False when that is what it says."""
    if part.role == role:
        return False
    was, part.role = part.role, role
    with transaction.atomic():
        _save(part, by, "role")
        _tell("opportunity.role_changed", part.opportunity, part.contact, by, {"role": [was, role]})
    return True


def make_primary(part: Part, *, by: User | None) -> int | None:
    """Make this the one primary part; returns the key of the part that was it until now."""
    others = Part.objects.filter(opportunity=part.opportunity_id, is_primary=True)
    with transaction.atomic():
        held = others.exclude(pk=part.pk).select_for_update().first()
        if held:
            held.is_primary = False
            _save(held, by, "is_primary")
        part.is_primary = True
        _save(part, by, "is_primary")
        _tell("opportunity.role_primary", part.opportunity, part.contact, by, {})
    return held.pk if held else None


def remove(part: Part, *, by: User | None) -> dict[str, Any]:
    """Take somebody out of a deal; returns what `bring_back` needs to undo it."""
    deal, contact = part.opportunity, part.contact
    was = {
        "opportunity_id": deal.pk, "contact_id": contact.pk, "role": part.role,
        "is_primary": part.is_primary,
    }  # fmt: skip
    with transaction.atomic():
        part.delete()
        _tell("opportunity.role_removed", deal, contact, by, {"role": [part.role, ""]})
    return was


def bring_back(was: Mapping[str, Any], *, by: User | None) -> Part | None:
    """Undo `remove`: primary again unless somebody else became it; None if it is there again."""
    parts = list(Part.objects.filter(opportunity=was["opportunity_id"]))
    if any(part.contact_id == was["contact_id"] for part in parts):
        return None
    has_primary = any(part.is_primary for part in parts)
    with transaction.atomic():
        part = Part.objects.create(
            **{**was, "is_primary": was["is_primary"] and not has_primary}, created_by=by,
            modified_by=by,
        )  # fmt: skip
        _tell(
            "opportunity.role_added", part.opportunity, part.contact, by, {"role": ["", part.role]}
        )
    return part


def _save(part: Part, by: User | None, column: str) -> None:
    part.modified_at, part.modified_by = timezone.now(), by
    part.save(update_fields=[column, "modified_at", "modified_by"])


def _tell(
    event: str, deal: Opportunity, contact: Contact, by: User | None, changes: dict[str, list[Any]]
) -> None:
    because = {"contact": {"id": contact.pk, "name": str(contact)}}
    trail.write([trail.entry(event, deal, by=by, because=because, changes=changes)])
