"""Unique custom values: whose they are already, asked before anything is written."""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.catalog import custom
from headwater.catalog.custom import ExternalId
from headwater.catalog.objects import ObjectDef
from headwater.records.problem import Problem, Refused
from headwater.records.tombstone import survivors


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


def remember(kind: ObjectDef, records: Sequence[Any]) -> None:
    """Keep the look-up table of unique and external-id values; raises Refused on a duplicate."""
    names = unique_names(kind.name)
    # A tombstone keeps what it had: by that the record is found that it was merged into.
    records = [record for record in records if not getattr(record, "is_tombstone", False)]
    if not names or not records:
        return
    rows = [
        ExternalId(
            object_name=kind.name, field=name, value=str(record.custom[name]), record_id=record.pk
        )
        for record in records for name in names if name in record.custom and not record.is_deleted
    ]  # fmt: skip
    keys = [record.pk for record in records]
    ExternalId.objects.filter(object_name=kind.name, record_id__in=keys).delete()
    if others := _held_by_others(kind, rows):
        raise Refused([duplicate(kind, others[0].field, others[0].value)])
    ExternalId.objects.bulk_create(rows)


def _held_by_others(kind: ObjectDef, rows: Sequence[ExternalId]) -> list[ExternalId]:
    """Values of others. What a record takes over that was merged into it is its own already."""
    wanted = {(row.field, row.value): row.record_id for row in rows}
    found = ExternalId.objects.filter(
        object_name=kind.name, field__in={row.field for row in rows},
        value__in={row.value for row in rows},
    )  # fmt: skip
    taken = [row for row in found if (row.field, row.value) in wanted]
    lives = survivors(kind.name, {row.record_id for row in taken})
    its = [row for row in taken if lives[row.record_id] == wanted[row.field, row.value]]
    if its:
        ExternalId.objects.filter(pk__in=[row.pk for row in its]).delete()
    return [row for row in taken if row not in its]
