"""Unique custom values: whose they are already, asked before anything is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.catalog import custom
from headwater.catalog.custom import ExternalId
from headwater.catalog.objects import ObjectDef
from headwater.records.problem import Problem


def unique_names(object_name: str) -> list[str]:
    """The custom fields of an object whose value belongs to one record only."""
    return [
        field.name for field in custom.fields_of(object_name).values()
        if field.is_unique or field.is_external_id
    ]  # fmt: skip


def taken(kind: ObjectDef, wanted: Sequence[Mapping[str, Any]]) -> list[list[Problem]]:
    """For each set of typed values, what belongs to another record or to a set before it.

    One query for all of them, none when the object has no unique fields.
    """
    names = unique_names(kind.name)
    asked = [[(name, str(v)) for name in names if (v := values.get(name)) not in (None, "")]
             for values in wanted]  # fmt: skip
    flat = {pair for pairs in asked for pair in pairs}
    used: set[tuple[str, str]] = set()
    if flat:
        rows = ExternalId.objects.filter(
            object_name=kind.name, field__in=names, value__in={value for _, value in flat}
        )
        used = set(rows.values_list("field", "value"))
    problems = []
    for pairs in asked:
        problems.append([duplicate(kind, *pair) for pair in pairs if pair in used])
        used |= set(pairs)
    return problems


def duplicate(kind: ObjectDef, name: str, value: str) -> Problem:
    """The problem that a value is somebody else's."""
    message = f"{kind.field(name).label} “{value}” belongs to another record."
    return Problem(name, "DUPLICATE_VALUE", message)
