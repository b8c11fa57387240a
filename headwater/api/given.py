"""What a client sends as a record: API names become attributes, references are looked up."""

from collections.abc import Mapping
from typing import Any

from headwater.api.problems import of_many, problem
from headwater.catalog import ids, objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.people.models import User
from headwater.records.problem import Problem
from headwater.records.sharing import visible
from headwater.records.tombstone import survivors

FORBIDDEN = "INVALID_FIELD_FOR_INSERT_UPDATE"


def values_of(
    kind: ObjectDef, fields: Mapping[str, Any], user: User, *, is_new: bool
) -> dict[str, Any]:
    """Value by attribute; raises Problems for what is unknown, not writable or points nowhere."""
    named = {
        name: (_field(kind, name), value) for name, value in fields.items() if name != "attributes"
    }
    _refuse_read_only([field for field, _ in named.values()], is_new=is_new)
    values: dict[str, Any] = {}
    pointers: list[tuple[FieldDef, str, ObjectDef, int]] = []
    for field, value in named.values():
        if not field.is_reference:
            values[field.attribute] = value
        elif value in (None, ""):
            # Everything has an owner: without a name it keeps the one it has, or gets one.
            values |= {} if field.name == "OwnerId" else dict.fromkeys(_columns(field))
        else:
            pointer = _pointer(field, value)
            pointers.append(pointer)
            values |= dict.fromkeys(_columns(field)) | {pointer[1]: pointer[3]}
    return values | _living(pointers, user)


def _field(kind: ObjectDef, name: str) -> FieldDef:
    try:
        return kind.field(name)
    except UnknownName as unknown:
        hint = f" Did you mean {' or '.join(unknown.suggestions)}?" if unknown.suggestions else ""
        message = f"No such column '{name[:80]}' on sobject of type {kind.name}.{hint}"
        raise problem(400, "INVALID_FIELD", message) from None


def _refuse_read_only(fields: list[FieldDef], *, is_new: bool) -> None:
    closed = [
        field.name for field in fields
        if not (field.is_createable if is_new else field.is_updateable)
    ]  # fmt: skip
    if closed:
        names = ", ".join(closed)
        message = f"Unable to create/update fields: {names}. Nobody may write these fields."
        raise problem(400, FORBIDDEN, message, *closed)


def _columns(field: FieldDef) -> list[str]:
    """The attributes behind a reference: Who and What have one for each object they may lead to."""
    if len(field.targets) > 1:
        return [target.column for target in field.targets]
    return [field.attribute]


def _pointer(field: FieldDef, value: Any) -> tuple[FieldDef, str, ObjectDef, int]:
    try:
        prefix, key = ids.decode(value.strip() if isinstance(value, str) else "")
    except ids.MalformedId:
        raise _wrong_id(field, value) from None
    kind = objects.by_prefix(prefix)
    for target in field.targets:
        names = ("User", "Group") if target.object_name == "Owner" else (target.object_name,)
        if kind and kind.name in names:
            column = target.column if len(field.targets) > 1 else field.attribute
            return field, column, kind, key
    raise _wrong_id(field, value)


def _wrong_id(field: FieldDef, value: Any) -> Exception:
    message = f"{field.label}: id value of incorrect type: {str(value)[:40]}"
    return problem(400, "MALFORMED_ID", message, field.name)


def _living(pointers: list[tuple[FieldDef, str, ObjectDef, int]], user: User) -> dict[str, int]:
    """Column → key of what each points to; what was merged away leads on to where it lives.

    Nothing may point to what is not there, or to what its writer may not see.
    """
    found: dict[str, int] = {}
    problems = []
    for kind in {pointer[2] for pointer in pointers}:
        of_kind = [(field, column, key) for field, column, each, key in pointers if each == kind]
        there = _seen(kind, [key for *_, key in of_kind], user)
        lives = survivors(kind.name, [key for *_, key in of_kind if key not in there])
        there |= _seen(kind, list(lives.values()), user) if lives else set()
        for field, column, key in of_kind:
            found[column] = lives.get(key, key)
            if found[column] not in there:
                problems.append(
                    Problem(field.name, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
                )
    if problems:
        raise of_many(problems)
    return found


def _seen(kind: ObjectDef, keys: list[int], user: User) -> set[int]:
    rows = kind.model._default_manager.filter(visible(kind.model, user), pk__in=keys)
    if "IsDeleted" in kind.fields:
        rows = rows.filter(is_deleted=False)
    return set(rows.values_list("pk", flat=True))
