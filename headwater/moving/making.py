"""Rows of the org become unsaved records: each value fitted, each reference followed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.catalog import ids, old_ids, values
from headwater.catalog.fields import FieldDef
from headwater.catalog.standard import WITH_CUSTOM_FIELDS
from headwater.database import statements
from headwater.moving.course import Course, object_of
from headwater.moving.keys import keys_for
from headwater.moving.shape import Shape, columns_of
from headwater.records import uniqueness

Row = Mapping[str, Any]
# Where nobody else is named, it belongs to whoever moves.
OWNER = "owner_id"


@dataclass(slots=True)
class Made:
    """A record on its way; `reason` says why it cannot come, `typed` what did not fit."""

    row: Row
    record: Any
    given: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    astray: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def old_id(self) -> str:
        return ids.whole(str(self.row["Id"]))


def make(course: Course, shape: Shape, rows: Sequence[Row]) -> list[Made]:
    """The values of these rows; what lacks something it needs says so."""
    found = course.keys(_references(shape, rows))
    made = [_made(course, shape, row, found) for row in rows]
    _drop_taken(shape, made)
    _refuse_incomplete(shape, made)
    return made


def records(shape: Shape, made: Sequence[Made]) -> list[Made]:
    """Those that come, with their unsaved records and their keys."""
    coming = [each for each in made if not each.reason]
    keys = keys_for(shape.kind.model, [each.old_id for each in coming])
    for each, key in zip(coming, keys, strict=True):
        record: Any = statements.new(shape.kind.model, id=key, **each.given)
        if shape.kind.name in ("Lead", "Contact"):  # as PostgreSQL will say it
            record.name = f"{record.first_name} {record.last_name}".strip()
        if shape.kind.name in WITH_CUSTOM_FIELDS:
            record.custom[old_ids.FIELD] = each.old_id
        each.record = record
    return coming


def _references(shape: Shape, rows: Sequence[Row]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = {}
    names = [name for name, place in shape.fields.items() if place.is_reference]
    for name in names:
        for old in {str(row[name]) for row in rows if row.get(name)}:
            wanted.setdefault(object_of(old), set()).add(ids.whole(old))
    wanted.pop("", None)
    return wanted


def _made(course: Course, shape: Shape, row: Row, found: Mapping[str, int]) -> Made:
    made = Made(row, None)
    own: dict[str, Any] = {}
    for name, place in shape.fields.items():
        said = row.get(name)
        if said is None or said == "":
            continue
        if place.is_reference:
            _point(made, name, place, ids.whole(str(said)), found)
            continue
        value = _fitted(made, place, said)
        if not place.is_custom:
            made.given[place.attribute] = value
        elif value not in (None, "", False):
            own[name] = values.stored(value)
    if "custom" in columns_of(shape.kind.model):
        made.given["custom"] = own
    if OWNER in columns_of(shape.kind.model):
        made.given.setdefault(OWNER, course.by.pk)
    _stamp(made)
    return made


def _stamp(made: Made) -> None:
    """Times that the org does not tell are those of the making."""
    given = made.given
    if "created_at" in given:
        given.setdefault("modified_at", given["created_at"])


def _point(made: Made, name: str, place: FieldDef, old: str, found: Mapping[str, int]) -> None:
    key = found.get(old)
    if key is None:
        made.astray[name] = old
        return
    target = object_of(old)
    if len(place.targets) == 1:
        made.given[place.attribute] = key
        return
    column = next((each.column for each in place.targets if each.object_name == target), "")
    if column:
        made.given[column] = key
    else:
        made.astray[name] = old


def _fitted(made: Made, place: FieldDef, said: Any) -> Any:
    """The value as the field holds it; a text that is too long is cut, what is wrong is left out,
    and the whole of both is kept in the Trail."""
    try:
        return values.fit(place, said)
    except values.Unfit as unfit:
        made.typed[place.attribute] = str(said)[:255]
        return str(said)[: place.length] if unfit.code == "STRING_TOO_LONG" else place.empty


def _drop_taken(shape: Shape, made: Sequence[Made]) -> None:
    """A unique value of another record stays with that."""
    names = [each for each in uniqueness.unique_names(shape.kind.name) if each != old_ids.FIELD]
    if not names:
        return
    taken = uniqueness.taken(shape.kind, [each.given["custom"] for each in made])
    for each, problems in zip(made, taken, strict=True):
        for problem in problems:
            each.typed[problem.field] = str(each.given["custom"].pop(problem.field))[:255]


def _refuse_incomplete(shape: Shape, made: Sequence[Made]) -> None:
    needed = [
        place
        for place in shape.kind.fields.values()
        if place.is_required and not place.is_custom and place.attribute != OWNER
    ]
    for each in made:
        for place in needed:
            if each.given.get(place.attribute) in (None, ""):
                lost = each.astray.get(place.name)
                what = (
                    f"its {place.label} {lost} is not here" if lost else f"{place.label} is empty"
                )
                each.reason = f"{what[0].upper()}{what[1:]}."
                break


def counted(made: Sequence[Made]) -> Counter[str]:
    """How often a value of each field did not fit, or led nowhere."""
    found: Counter[str] = Counter()
    for each in made:
        if each.record is not None:
            found.update(each.typed.keys())
            found.update(each.astray.keys())
    return found
