"""Where a lead stands: moved along the path by people, one or many, by one rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.people.models import User
from headwater.qualify.touch import hold, require_editor, touch
from headwater.records import trail, writing
from headwater.records.models import Lead, LeadStatus
from headwater.records.problem import Problem, Refused
from headwater.records.stages import Group


@dataclass(slots=True)
class Moved:
    """What became of a bulk move: who moved, and who did not and why (by lead id)."""

    leads: list[Lead] = field(default_factory=list)
    refused: dict[int, list[Problem]] = field(default_factory=dict)


def move(
    lead: Lead,
    status_name: str,
    *,
    by: User,
    values: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    is_asking: bool = True,
) -> Lead:
    """Give a lead another status and, with it, `values` by attribute that the status asks for.

    Raises Refused with every field that is missing; a converted status is reached by conversion.
    A program (`is_asking=False`) may leave out what a person is asked for, as in Salesforce.
    """
    moved = move_all([lead], status_name, by=by, values=values, now=now, is_asking=is_asking)
    if moved.refused:
        raise Refused(moved.refused[lead.pk])
    return lead


def move_all(
    leads: Sequence[Lead],
    status_name: str,
    *,
    by: User,
    values: Mapping[str, Any] | None = None,
    now: datetime | None = None,
    is_asking: bool = True,
) -> Moved:
    """Move many leads; each that cannot is told with its reasons, the others go on."""
    require_editor(by)
    now = now or timezone.now()
    status = _status(status_name)
    fitted = writing.fit(objects.get("Lead"), values or {}, is_new=False)
    with transaction.atomic():
        hold(leads)
        refused = {lead.pk: _objections(lead, status, fitted, is_asking) for lead in leads}
        free = [lead for lead in leads if not refused[lead.pk]]
        entries = [_enter(lead, status, fitted, by, now) for lead in free]
        _save(free, fitted)
        trail.write([entry for entry in entries if entry.changes])
        moved_ids = {entry.record_id for entry in entries if "status" in entry.changes}
        if status.group != Group.NEW and moved_ids:
            moved = [lead for lead in free if lead.pk in moved_ids]
            touch(moved, by=by, at=now, because=f"Status {status.name}")
    return Moved(free, {key: problems for key, problems in refused.items() if problems})


def missing_fields(lead: Lead, status: LeadStatus, given: Mapping[str, Any]) -> list[FieldDef]:
    """What has to be filled before `lead` may enter `status`, after `given` values are placed."""
    needed = list(status.required_fields)
    if status.is_closed and not status.is_converted and "closed_reason" not in needed:
        needed.append("closed_reason")
    if not needed:
        return []
    known = {each.attribute: each for each in objects.get("Lead").fields.values()}
    return [known[name] for name in needed if name in known and not _says(lead, name, given)]


def _says(lead: Lead, attribute: str, given: Mapping[str, Any]) -> bool:
    return given.get(attribute, value_of(lead, attribute)) not in (None, "", False)


def value_of(lead: Lead, attribute: str) -> Any:
    """The value of a standard or custom field by its attribute."""
    return lead.custom.get(attribute) if attribute.endswith("__c") else getattr(lead, attribute)


def _status(name: str) -> LeadStatus:
    status = LeadStatus.objects.filter(name=name, is_active=True).first()
    if status is None:
        message = f"There is no status “{name}”."
        raise Refused([Problem("Status", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message)])
    return status


def _objections(
    lead: Lead, status: LeadStatus, fitted: Mapping[str, Any], is_asking: bool
) -> list[Problem]:
    if lead.is_converted:
        return [Problem("Status", "CANNOT_UPDATE_CONVERTED_LEAD", f"{lead} is converted already.")]
    if status.is_converted:
        message = f"Convert {lead} to reach “{status.name}”."
        return [Problem("Status", "CONVERTED_LEAD_STATUS", message)]
    if lead.status == status.name or not is_asking:
        return []
    return [
        Problem(each.name, "REQUIRED_FIELD_MISSING", f"{each.label} is needed for “{status.name}”.")
        for each in missing_fields(lead, status, fitted)
    ]


def _enter(
    lead: Lead, status: LeadStatus, fitted: Mapping[str, Any], by: User, now: datetime
) -> trail.TrailEntry:
    given: dict[str, Any] = {**fitted, "status": status.name}
    if lead.is_closed and not status.is_closed:
        given.setdefault("closed_reason", "")  # open again: the reason no longer holds
    changes = writing.difference(lead, given)
    writing.place(lead, given)
    if "status" in changes:
        lead.is_closed, lead.status_changed_at = status.is_closed, now
    if changes:
        lead.modified_at, lead.modified_by = now, by
    event = "lead.status_changed" if "status" in changes else "lead.changed"
    return trail.entry(event, lead, by=by, at=now, changes=changes)


def _save(leads: Sequence[Lead], fitted: Mapping[str, Any]) -> None:
    kind = objects.get("Lead")
    columns = ("status", "is_closed", "status_changed_at", "closed_reason")
    writing.save_all(kind, leads, {**fitted, **dict.fromkeys(columns)})
    writing.remember_external_ids(kind, leads)
