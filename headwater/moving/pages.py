"""A page of rows comes in: records, old ids, keys, Trail and the place where it ended, or none."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db import DataError, IntegrityError, transaction

from headwater.catalog import ids, old_ids
from headwater.catalog.custom import ExternalId
from headwater.catalog.standard import WITH_CUSTOM_FIELDS
from headwater.database import statements
from headwater.match import keys
from headwater.moving.course import Course
from headwater.moving.finishing import finish
from headwater.moving.making import Made, Row, counted, make, records
from headwater.moving.models import MoveRefusal, MoveStep
from headwater.moving.shape import Shape
from headwater.records import trail, uniqueness
from headwater.records.duplicate_pair import OBJECTS as MATCHED

UNFIT = (IntegrityError, DataError)


def bring_in(course: Course, step: MoveStep, shape: Shape, rows: Sequence[Row]) -> None:
    """All of a page in one transaction, with the step's count and position."""
    with transaction.atomic():
        name = shape.kind.name
        there = old_ids.keys_of(name, [ids.whole(str(row["Id"])) for row in rows])
        fresh = [row for row in rows if ids.whole(str(row["Id"])) not in there]
        made = make(course, shape, fresh) if fresh else []
        finish(course, name, made)
        coming = records(shape, made)
        _write(name, coming)
        _remember(course, shape, coming)
        settle(step, rows, made=len(coming), known=len(rows) - len(fresh))
        refuse(step, [(each.old_id, named(each.row), each.reason) for each in made if each.reason])
        step.cut = dict(Counter(step.cut) + counted(coming))
        step.save()


def settle(step: MoveStep, rows: Sequence[Row], *, made: int, known: int) -> None:
    """Count a page; the caller saves the step."""
    step.position = str(rows[-1]["Id"])
    step.fetched += len(rows)
    step.created += made
    step.known += known


def refuse(step: MoveStep, rows: Sequence[tuple[str, str, str]]) -> None:
    """Write down what does not come: old id, name, reason."""
    step.refused += len(rows)
    statements.insert(
        [MoveRefusal(step=step, old_id=old, name=name[:255], reason=reason[:500])
         for old, name, reason in rows]
    )  # fmt: skip


def named(row: Row) -> str:
    """What people would call it."""
    said = row.get("Name") or row.get("LastName") or row.get("Subject") or row.get("Label")
    return str(said or "")


def _write(name: str, made: list[Made]) -> None:
    """Insert them all; where the database refuses, one by one, so that only the wrong stay out."""
    if not made:
        return
    try:
        with transaction.atomic():
            statements.insert([each.record for each in made])
    except UNFIT:
        for each in made:
            try:
                with transaction.atomic():
                    statements.insert([each.record])
            except UNFIT as error:
                each.reason = f"The database refuses it: {str(error).splitlines()[0]}"
        made[:] = [each for each in made if not each.reason]


def _remember(course: Course, shape: Shape, made: Sequence[Made]) -> None:
    """Old ids, the keys by which people are recognised, and where each came from."""
    name = shape.kind.name
    unique = uniqueness.unique_names(name) if name in WITH_CUSTOM_FIELDS else []
    rows: list[ExternalId] = []
    for each in made:
        said = {field: each.record.custom[field] for field in unique if field in each.record.custom}
        said[old_ids.FIELD] = each.old_id
        rows += [external(name, field, str(value), each.record.pk) for field, value in said.items()]
    statements.insert(rows)
    if name in MATCHED:
        keys.write(name, [each.record for each in made])
    if name in WITH_CUSTOM_FIELDS:
        trail.write(entry for each in made for entry in _entries(course, each))


def external(name: str, field: str, value: str, key: int) -> ExternalId:
    return statements.new(ExternalId, object_name=name, field=field, value=value, record_id=key)


def _entries(course: Course, made: Made) -> list[trail.TrailEntry]:
    record: Any = made.record
    because = course.because(made.old_id)
    if made.typed:
        because["typed"] = made.typed
    noun = record._meta.model_name
    entry = trail.entry(f"{noun}.created", record, by=None, at=record.created_at, because=because)
    entry.by_id = record.created_by_id
    if not getattr(record, "is_converted", False):
        return [entry]
    at = record.converted_on or record.modified_at.date()
    noon = dt.datetime.combine(at, dt.time(12), dt.UTC)
    ended = trail.entry(
        "lead.converted", record, by=None, at=max(record.created_at, noon),
        because=course.because(made.old_id),
    )  # fmt: skip
    return [entry, ended]
