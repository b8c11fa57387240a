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
from headwater.records import stages, trail, uniqueness, writing
from headwater.records.models import Lead, LeadStatus
from headwater.records.problem import Problem, Refused
from headwater.records.stages import Group


@dataclass(slots=True)
class Moved:
    """What became of a bulk move: who moved, and who did not and why (by lead id)."""

    leads: list[Lead] = field(default_factory=list)
    refused: dict[int, list[Problem]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a move asks: where to, among which statuses, with which values, and how strictly."""

    status: LeadStatus
    known: Mapping[str, LeadStatus]
    fitted: Mapping[str, Any]
    is_asking: bool


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

    Raises Refused when Setup does not let a lead go there from where it stands, and with every
    field that is missing; a converted status is reached by conversion. A program
    (`is_asking=False`) may leave out what a person is asked for, as in Salesforce.
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
    known = stages.known()
    status = _status(status_name, known)
    fitted = writing.fit(objects.get("Lead"), values or {}, is_new=False)
    with transaction.atomic():
        hold(leads)
        asking = Asking(status, known, fitted, is_asking)
        refused = {lead.pk: _objections(lead, asking) for lead in leads}
        free = [lead for lead in leads if not refused[lead.pk]]
        moved = enter(free, status, fitted, by=by, at=now)
        if status.group != Group.NEW and moved:
            is_contact = status.group == Group.QUALIFIED
            touch(moved, by=by, at=now, because=f"Status {status.name}", is_contact=is_contact)
    return Moved(free, {key: problems for key, problems in refused.items() if problems})


def enter(
    leads: Sequence[Lead],
    status: LeadStatus,
    fitted: Mapping[str, Any],
    *,
    by: User | None,
    at: datetime,
    because: dict[str, Any] | None = None,
) -> list[Lead]:
    """Write the status and the values of held leads, with their Trail, whatever speaks against it;
    returns those whose status is another now."""
    changed = [(lead, _enter(lead, status, fitted, by, at)) for lead in leads]
    _save(leads, fitted)
    trail.write(
        trail.entry(
            "lead.status_changed" if "status" in changes else "lead.changed",
            lead, by=by, at=at, because=because, changes=changes,
        )
        for lead, changes in changed if changes
    )  # fmt: skip
    return [lead for lead, changes in changed if "status" in changes]


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


def _status(name: str, known: Mapping[str, LeadStatus]) -> LeadStatus:
    status = known.get(name)
    if status is None or not status.is_active:
        message = f"There is no status “{name}”."
        raise Refused([Problem("Status", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message)])
    return status


def _objections(lead: Lead, asking: Asking) -> list[Problem]:
    status = asking.status
    if lead.is_converted:
        return [Problem("Status", "CANNOT_UPDATE_CONVERTED_LEAD", f"{lead} is converted already.")]
    if status.is_converted:
        message = f"Convert {lead} to reach “{status.name}”."
        return [Problem("Status", "CONVERTED_LEAD_STATUS", message)]
    if lead.status == status.name:
        return []
    standing = asking.known.get(lead.status)
    if standing and not standing.allows(status):
        return [
            Problem("Status", "FIELD_CUSTOM_VALIDATION_EXCEPTION", _not_there(standing, status))
        ]
    missing = missing_fields(lead, status, asking.fitted) if asking.is_asking else []
    return [
        Problem(each.name, "REQUIRED_FIELD_MISSING", f"{each.label} is needed for “{status.name}”.")
        for each in missing
    ]


def _not_there(standing: LeadStatus, status: LeadStatus) -> str:
    *others, last = [f"“{name}”" for name in standing.allowed_next]
    ways = f"{', '.join(others)} or {last}" if others else last
    return f"From “{standing.name}” a lead goes to {ways}, not to “{status.name}”."


def _enter(
    lead: Lead, status: LeadStatus, fitted: Mapping[str, Any], by: User | None, at: datetime
) -> dict[str, list[Any]]:
    given: dict[str, Any] = {**fitted, "status": status.name}
    if lead.is_closed and not status.is_closed:
        given.setdefault("closed_reason", "")  # open again: the reason no longer holds
    changes = writing.difference(lead, given)
    writing.place(lead, given)
    if "status" in changes:
        lead.is_closed, lead.status_changed_at = status.is_closed, at
    if changes:
        lead.modified_at, lead.modified_by = at, by
    return changes


def _save(leads: Sequence[Lead], fitted: Mapping[str, Any]) -> None:
    kind = objects.get("Lead")
    columns = ("status", "is_closed", "status_changed_at", "closed_reason")
    writing.save_all(kind, leads, {**fitted, **dict.fromkeys(columns)})
    uniqueness.remember(kind, leads)
