"""What clients send as records: API names become attributes, references are looked up.

A reference is said by an id (`AccountId`), or by its parent's external id
(`Account: {External_Id__c: …}`). Many records ask no more queries than one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.api import dated
from headwater.api.problems import Problems, of_many, problem
from headwater.catalog import ids, objects
from headwater.catalog.custom import ExternalId
from headwater.catalog.fields import FieldDef, Target
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.people.models import User
from headwater.records.problem import Problem
from headwater.records.sharing import visible
from headwater.records.tombstone import survivors

FORBIDDEN = "INVALID_FIELD_FOR_INSERT_UPDATE"
CHECK = (
    "Please check the security settings of this field and verify that it is read/write for your "
    "profile or permission set."
)
Values = dict[str, Any]
Reference = tuple[str, int]  # object and key
Named = tuple[str, str, str]  # object, external id's field, value


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where one reference of a record leads: to a key, or to whoever bears an external id."""

    field: FieldDef
    column: str
    object_name: str
    key: int = 0
    named: Named | None = None


@dataclass(slots=True)
class Said:
    """One record as it was read: typed later, looked up later."""

    values: Values = field(default_factory=dict)
    pointers: list[Pointer] = field(default_factory=list)


def values_of(kind: ObjectDef, fields: Mapping[str, Any], user: User, *, is_new: bool) -> Values:
    """Value by attribute; raises Problems for what is unknown, not writable or points nowhere."""
    [found] = values_of_many(kind, [fields], user, is_new=is_new)
    if isinstance(found, Problems):
        raise found
    return found


def values_of_many(
    kind: ObjectDef, records: Sequence[Mapping[str, Any]], user: User, *, is_new: bool
) -> list[Values | Problems]:
    """The same for many records, in their order; one query for each object they point to."""
    read = [_read(kind, each, user, is_new=is_new) for each in records]
    pointers = [
        pointer for said in read if isinstance(said, Said) for pointer in said.pointers
    ]  # fmt: skip
    lives = _living(pointers, user) if pointers else {}
    return [said if isinstance(said, Problems) else _placed(said, lives) for said in read]


def _read(
    kind: ObjectDef, fields: Mapping[str, Any], user: User, *, is_new: bool
) -> Said | Problems:
    said = Said()
    try:
        parents = [(name, value) for name, value in fields.items() if isinstance(value, dict)]
        plain = {
            name: value for name, value in fields.items()
            if name.lower() != "attributes" and not isinstance(value, dict)
        }  # fmt: skip
        named = [(_field(kind, name), value) for name, value in plain.items()]
        inside = [(_relation(kind, name), value) for name, value in parents if name != "attributes"]
        written = [each for each, _ in (*named, *inside)]
        _refuse_read_only(kind, written, is_new=is_new, sets_past=user.can_set_audit_fields)
        for each, value in named:
            _say(said, each, value)
        for each, value in inside:
            _point(said, _parent(each, value))
    except Problems as refusal:
        return refusal
    return said


def _say(said: Said, field: FieldDef, value: Any) -> None:
    if not field.is_reference:
        said.values[field.attribute] = value
    elif value in (None, ""):
        # Everything has an owner: without a name it keeps the one it has, or gets one.
        said.values |= {} if field.name == "OwnerId" else dict.fromkeys(_columns(field))
    else:
        _point(said, _pointer(field, value))


def _point(said: Said, pointer: Pointer) -> None:
    said.values |= dict.fromkeys(_columns(pointer.field))
    said.pointers.append(pointer)


def _field(kind: ObjectDef, name: str) -> FieldDef:
    try:
        return kind.field(name)
    except UnknownName as unknown:
        hint = f" Did you mean {' or '.join(unknown.suggestions)}?" if unknown.suggestions else ""
        message = f"No such column '{name[:80]}' on sobject of type {kind.name}.{hint}"
        raise problem(400, "INVALID_FIELD", message) from None


def _relation(kind: ObjectDef, name: str) -> FieldDef:
    """The reference of this relationship; a value that is an object names a parent."""
    for each in kind.fields.values():
        if each.relationship and each.relationship.lower() == name.lower():
            return each
    found = _field(kind, name)
    message = f"Cannot deserialize instance of {found.type} from an object"
    raise problem(400, "INVALID_TYPE_ON_FIELD_IN_RECORD", message, found.name)


def _refuse_read_only(
    kind: ObjectDef, fields: list[FieldDef], *, is_new: bool, sets_past: bool
) -> None:
    closed = [
        field.name for field in fields
        if not (field.is_createable if is_new else field.is_updateable)
        and not (is_new and sets_past and dated.is_settable(kind, field))
    ]  # fmt: skip
    if closed:
        message = f"Unable to create/update fields: {', '.join(closed)}. {CHECK}"
        raise problem(400, FORBIDDEN, message, *closed)


def _columns(field: FieldDef) -> list[str]:
    """The attributes behind a reference: Who and What have one for each object they may lead to."""
    if len(field.targets) > 1:
        return [target.column for target in field.targets]
    return [field.attribute]


def _pointer(field: FieldDef, value: Any) -> Pointer:
    try:
        prefix, key = ids.decode(value.strip() if isinstance(value, str) else "")
    except ids.MalformedId:
        raise _wrong_id(field, value) from None
    kind = objects.by_prefix(prefix)
    for target in field.targets:
        names = ("User", "Group") if target.object_name == "Owner" else (target.object_name,)
        if kind and kind.name in names:
            return Pointer(field, _column(field, target), kind.name, key)
    raise _wrong_id(field, value)


def _column(field: FieldDef, target: Target) -> str:
    return target.column if len(field.targets) > 1 else field.attribute


def _wrong_id(field: FieldDef, value: Any) -> Exception:
    message = f"{field.label}: id value of incorrect type: {str(value)[:40]}"
    return problem(400, "MALFORMED_ID", message, field.name)


def _parent(field: FieldDef, value: dict[str, Any]) -> Pointer:
    """By `{External_Id__c: value}`; `attributes` says which object, where there are several."""
    attributes = value.get("attributes")
    wanted = str(attributes.get("type", "")).lower() if isinstance(attributes, dict) else ""
    said = [(name, each) for name, each in value.items() if name != "attributes"]
    for target in field.targets:
        if wanted in ("", target.object_name.lower()) and len(said) == 1:
            [(name, each)] = said
            if name.lower() == "id":
                return _pointer(field, each)
            external = _field(objects.get(target.object_name), name)
            if external.is_external_id:
                named = (target.object_name, external.name, str(each))
                return Pointer(field, _column(field, target), target.object_name, named=named)
    message = f"{field.relationship}: name the parent by one external id."
    raise problem(400, "INVALID_FIELD", message, field.relationship)


def _placed(said: Said, lives: Mapping[Reference | Named, int]) -> Values | Problems:
    """Nothing may point to what is not there, or to what its writer may not see."""
    lost = []
    for pointer in said.pointers:
        key = lives.get(pointer.named or (pointer.object_name, pointer.key))
        said.values[pointer.column] = key
        if key is None:
            lost.append(_astray(pointer))
    return of_many(lost) if lost else said.values


def _astray(pointer: Pointer) -> Problem:
    if pointer.named:
        name, external, value = pointer.named
        message = (
            f"Foreign key external ID: {value} not found for field {external} in entity {name}"
        )
        return Problem(pointer.field.name, "INVALID_FIELD", message)
    message = "invalid cross reference id"
    return Problem(pointer.field.name, "INVALID_CROSS_REFERENCE_KEY", message)


def _living(pointers: Sequence[Pointer], user: User) -> dict[Reference | Named, int]:
    """Where references lead that their writer sees; of what was merged away, where it lives."""
    held = _holders({each.named for each in pointers if each.named})
    wanted: dict[str, set[int]] = {}
    for name, key in [
        *((each.object_name, each.key) for each in pointers if each.key),
        *((named[0], key) for named, key in held.items()),
    ]:
        wanted.setdefault(name, set()).add(key)
    found: dict[Reference | Named, int] = {}
    for name, keys in wanted.items():
        kind = objects.get(name)
        there = seen(kind, keys, user)
        lives = survivors(name, keys - there)
        there |= seen(kind, lives.values(), user) if lives else set()
        found |= {(name, key): lives.get(key, key) for key in keys if lives.get(key, key) in there}
    return found | {
        named: found[named[0], key] for named, key in held.items() if (named[0], key) in found
    }


def _holders(named: set[Named]) -> dict[Named, int]:
    if not named:
        return {}
    rows = ExternalId.objects.filter(
        object_name__in={each[0] for each in named}, field__in={each[1] for each in named},
        value__in={each[2] for each in named},
    )  # fmt: skip
    found = rows.values_list("object_name", "field", "value", "record_id")
    return {each: key for *parts, key in found if (each := tuple(parts)) in named}


def seen(kind: ObjectDef, keys: Iterable[int], user: User) -> set[int]:
    """Which of these are there for `user`."""
    rows = kind.model._default_manager.filter(visible(kind.model, user), pk__in=list(keys))
    if "IsDeleted" in kind.fields:
        rows = rows.filter(is_deleted=False)
    return set(rows.values_list("pk", flat=True))
