"""Field history becomes entries of the Trail, and the stages of deals their history."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from headwater.catalog import ids, objects
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.database import statements
from headwater.moving.course import Course, object_of
from headwater.moving.models import MoveStep
from headwater.moving.pages import refuse, settle
from headwater.records import trail
from headwater.records.models import OpportunityHistory
from headwater.records.trail import TrailEntry

Row = Mapping[str, Any]
# Told by entries of their own.
TOLD = frozenset({"created", "leadConverted", "leadMerged", "ownerAccepted", "ownerAssignment"})
STATUS = {"status": "lead.status_changed", "stage_name": "opportunity.advanced"}
NOT_HERE = "Its record is not here."
LONGEST = 300


def of_fields(
    course: Course, step: MoveStep, object_name: str, parent: str, rows: Sequence[Row]
) -> None:
    """A page of LeadHistory, ContactHistory …; changes of one moment are one entry."""
    kind = objects.get(object_name)
    keys = course.keys({object_name: {ids.whole(str(row[parent])) for row in rows},
                        **_people(rows)})  # fmt: skip
    entries: dict[tuple[int, str, Any], TrailEntry] = {}
    lost, told = [], 0
    for row in rows:
        key = keys.get(ids.whole(str(row[parent])))
        if key is None:
            lost.append((ids.whole(str(row["Id"])), str(row.get("Field")), NOT_HERE))
        elif row.get("Field") in TOLD:
            told += 1
        else:
            _add(course, (kind, key), row, keys, entries)
    with transaction.atomic():
        trail.write(entries.values())
        settle(step, rows, made=len(rows) - len(lost) - told, known=told)
        refuse(step, lost)
        step.save()


def _people(rows: Sequence[Row]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {"User": set(), "Group": set()}
    for row in rows:
        for said in (row.get("CreatedById"), row.get("OldValue"), row.get("NewValue")):
            text = str(said or "")
            if len(text) in (15, 18) and text[:3] in ("005", "00G"):
                wanted[object_of(text)].add(ids.whole(text))
    return wanted


def _add(
    course: Course, of: tuple[ObjectDef, int], row: Row, keys: Mapping[str, int],
    entries: dict[tuple[int, str, Any], TrailEntry],
) -> None:  # fmt: skip
    kind, key = of
    name, by = str(row.get("Field") or ""), ids.whole(str(row.get("CreatedById") or ""))
    attribute = _attribute(kind, name)
    pair = [_told(row.get("OldValue"), keys), _told(row.get("NewValue"), keys)]
    if attribute == "owner_id" and not all(isinstance(each, int | None) for each in pair):
        return  # Salesforce tells it twice: the names, too
    moment = key, str(row["CreatedDate"]), by
    entry = entries.get(moment)
    if entry is None:
        entry = entries[moment] = statements.new(
            TrailEntry, at=parse_datetime(str(row["CreatedDate"])), event=_event(kind, ""),
            object_name=kind.name, record_id=key, by_id=keys.get(by),
            because=course.because("", words="in Salesforce"), changes={},
        )  # fmt: skip
        del entry.because["old_id"]
    entry.changes[attribute] = pair
    if attribute in STATUS:
        entry.event = _event(kind, attribute)


def _event(kind: ObjectDef, attribute: str) -> str:
    return STATUS.get(attribute) or f"{kind.model._meta.model_name}.changed"


def _attribute(kind: ObjectDef, name: str) -> str:
    for way in (kind.field, kind.parent):
        try:
            return way(name).attribute
        except UnknownName:
            continue
    return name


def _told(said: Any, keys: Mapping[str, int]) -> Any:
    if isinstance(said, str):
        return keys.get(ids.whole(said), said[:LONGEST])
    return said


def of_stages(course: Course, step: MoveStep, rows: Sequence[Row]) -> None:
    """A page of OpportunityHistory: how deals stood from when on."""
    keys = course.keys({
        "Opportunity": {ids.whole(str(row["OpportunityId"])) for row in rows},
        "User": {ids.whole(str(row["CreatedById"])) for row in rows if row.get("CreatedById")},
    })  # fmt: skip
    made, lost = [], []
    for row in rows:
        key = keys.get(ids.whole(str(row["OpportunityId"])))
        if key is None:
            lost.append((ids.whole(str(row["Id"])), str(row.get("StageName")), NOT_HERE))
            continue
        stage = course.stage(dict(row))
        made.append(statements.new(
            OpportunityHistory, opportunity_id=key, at=parse_datetime(str(row["CreatedDate"])),
            by_id=keys.get(ids.whole(str(row.get("CreatedById") or ""))), stage_name=stage.name,
            amount=row.get("Amount"), probability=row.get("Probability") or 0,
            close_on=dt.date.fromisoformat(row["CloseDate"]) if row.get("CloseDate") else None,
            forecast_category=stage.forecast_category, is_closed=stage.is_closed,
            is_won=stage.is_won,
        ))  # fmt: skip
    with transaction.atomic():
        statements.insert(made)
        settle(step, rows, made=len(made), known=0)
        refuse(step, lost)
        step.save()
