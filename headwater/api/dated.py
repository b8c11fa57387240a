"""Records that come with their past: who migrates says who made and changed them, and when.

Salesforce calls it “Set Audit Fields upon Record Creation”. An admin gives the right (Setup,
Users). Only a new record takes its past; afterwards only what happens here is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from headwater.capture.export_rows import FRESH
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef
from headwater.database import statements
from headwater.people.models import User
from headwater.records import trail
from headwater.records.draft import Draft
from headwater.records.models import LeadStatus, TrailEntry
from headwater.records.problem import Problem, Refused

STAMPS = ("created_at", "created_by_id", "modified_at", "modified_by_id")
CONVERTED = ("converted_on", "converted_account_id", "converted_contact_id",
             "converted_opportunity_id")  # fmt: skip
OF_LEAD = frozenset({"is_converted", *CONVERTED})
WRONG = "FIELD_INTEGRITY_EXCEPTION"
DATED = "dated"  # the noun's event: `lead.dated`
Stamps = dict[str, Any]  # by attribute, as far as they were given


@dataclass(frozen=True, slots=True)
class Past:
    """What a new record brings along, and when it was last touched in the past, if it says so."""

    stamps: Stamps

    @property
    def last_at(self) -> datetime | None:
        found: datetime | None = self.stamps.get("modified_at") or self.stamps.get("created_at")
        return found


def is_settable(kind: ObjectDef, field: FieldDef) -> bool:
    """Whether who has the right may give this field to a new record."""
    if field.name == "SystemModstamp":
        return False
    return field.attribute in STAMPS or (kind.name == "Lead" and field.attribute in OF_LEAD)


def taken(kind: ObjectDef, values: dict[str, Any]) -> Past:
    """Take the stamps out of typed values; raises Refused for those that cannot be."""
    stamps = {name: value for name in STAMPS if (value := values.pop(name, None)) is not None}
    if not stamps:
        return Past(stamps)
    if problems := _problems(stamps):
        raise Refused(problems)
    past = Past(stamps)
    if kind.name == "Task" and past.last_at:
        values["completed_at"] = past.last_at  # should it be done: then, and not today
    return past


def prepare(draft: Draft) -> Past:
    """The same for a lead on its way: it is born when it was, and what is over starts nothing."""
    values = draft.values
    stamps = {name: value for name in STAMPS if (value := values.pop(name, None)) is not None}
    problems = [*_problems(stamps), *_place_conversion(values)]
    if problems:
        draft.fail(*problems)
    created, now = stamps.get("created_at"), draft.received_at or timezone.now()
    if created:
        draft.received_at = created
        draft.evidence["is_history"] = now - created > FRESH
        draft.evidence["keeps_owner"] = "owner_id" in values  # also one who has left
    if values.get("is_converted"):
        draft.evidence["is_history"] = True
    return Past(stamps)


def stamp(kind: ObjectDef, pairs: Sequence[tuple[Any, Past]], *, by: User) -> None:
    """Date new records as they were in their past: one statement for all, and the Trail tells."""
    dated = [(record, past.stamps) for record, past in pairs if past.stamps]
    if not dated:
        return
    names = set(STAMPS)
    for record, stamps in dated:
        for name, value in stamps.items():
            setattr(record, name, value)
        names |= _follow(record, stamps, kind.name)
    statements.update([record for record, _ in dated], names)
    trail.write([_told(kind, record, stamps, by) for record, stamps in dated])


def _problems(stamps: Stamps) -> list[Problem]:
    now, problems = timezone.now(), []
    for attribute, name in (("created_at", "CreatedDate"), ("modified_at", "LastModifiedDate")):
        if stamps.get(attribute, now) > now:
            problems.append(Problem(name, WRONG, f"{name} cannot be in the future."))
    created, modified = stamps.get("created_at", now), stamps.get("modified_at")
    if modified and modified < created and not problems:
        message = f"Last Modified Date ({modified}) before Create Date ({created})"
        problems.append(Problem("LastModifiedDate", WRONG, message))
    return problems


def _place_conversion(values: dict[str, Any]) -> list[Problem]:
    """What a lead became elsewhere: a converted one stands in a converted status."""
    said = [name for name in CONVERTED if values.get(name)]
    if not values.get("is_converted"):
        message = "Only a converted lead (IsConverted) has become something."
        return [Problem("IsConverted", WRONG, message)] if said else []
    known = list(LeadStatus.objects.filter(is_converted=True))
    values["status"] = values.get("status") or (known[0].name if known else "")
    problems = []
    if values["status"] not in {status.name for status in known}:
        message = "A converted lead has a converted status."
        problems.append(Problem("Status", "INVALID_STATUS", message))
    values["converted_on"] = on = values.get("converted_on") or timezone.localdate()
    if on > timezone.localdate():
        problems.append(Problem("ConvertedDate", WRONG, "ConvertedDate cannot be in the future."))
    return problems


def _follow(record: Any, stamps: Stamps, name: str) -> set[str]:
    """What else is counted from the moments of a record; returns the attributes that changed."""
    last = stamps.get("modified_at") or stamps.get("created_at")
    if last is None:
        return set()
    if name == "Opportunity":
        closed = _at(record.close_on, record.created_at, last) if record.is_closed else None
        record.stage_changed_at, record.closed_at = closed or last, closed
        record.pipeline_at = record.pipeline_at and record.created_at
        return {"stage_changed_at", "closed_at", "pipeline_at"}
    if name == "CampaignMember" and record.first_responded_on:
        record.first_responded_on = record.created_at.date()
        return {"first_responded_on"}
    if name == "Lead":
        converted = _at(record.converted_on, record.created_at, last)
        record.status_changed_at = converted if record.is_converted else last
        return {"status_changed_at"}
    return set()


def _at(on: date | None, earliest: datetime, usual: datetime) -> datetime:
    """Noon of a day, but not before the record was there nor after now."""
    noon = datetime.combine(on, time(12), UTC) if on else usual
    return min(max(noon, earliest), timezone.now())


def _told(kind: ObjectDef, record: Any, stamps: Mapping[str, Any], by: User) -> TrailEntry:
    because = {name: trail.told(value) for name, value in stamps.items()}
    noun = kind.model._meta.model_name
    return trail.entry(f"{noun}.{DATED}", record, by=by, because=because)
