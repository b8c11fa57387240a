"""What a deed changed and made, kept so exactly that undoing it restores every value.

A changed row is kept by the attributes that changed, before and after; a made row by all that it
says beside what is usual. Values are JSON that loses nothing: decimals and times as text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from headwater.records import writing

AUDIT = frozenset({"id", "created_at", "created_by_id", "modified_at", "modified_by_id"})
Values = dict[str, Any]


@dataclass(slots=True)
class Journal:
    """`before` and `after` map model name → key → attribute → value; `made` model name → keys."""

    before: dict[str, dict[str, Values]] = field(default_factory=dict)
    after: dict[str, dict[str, Values]] = field(default_factory=dict)
    made: dict[str, list[int]] = field(default_factory=dict)

    def change(self, record: Any, values: Mapping[str, Any]) -> dict[str, list[Any]]:
        """Place values on a record in memory and remember the real changes; returns those."""
        before = {attribute: read(record, attribute) for attribute in values}
        writing.place(record, values)
        changes = {
            attribute: [was, read(record, attribute)]
            for attribute, was in before.items()
            if was != read(record, attribute)
        }
        if changes:
            name, key = type(record).__name__, str(record.pk)
            for place, side in ((0, self.before), (1, self.after)):
                held = side.setdefault(name, {}).setdefault(key, {})
                held.update({attribute: pair[place] for attribute, pair in changes.items()})
        return changes

    def create(self, record: Any) -> None:
        """Remember a row that the deed makes: it has its key, and fitted values."""
        made: Any = type(record)
        name, known = made.__name__, record.__dict__
        self.made.setdefault(name, []).append(record.pk)
        self.after.setdefault(name, {})[str(record.pk)] = {
            attribute: _json(value)
            for attribute, common in _defaults(made)
            if (value := known[attribute]) != common
        }


def image(record: Any) -> Values:
    """Every stored value of a row but the audit columns."""
    model: Any = type(record)
    return {attribute: read(record, attribute) for attribute in _stored(model)}


@cache
def usual(model: Any) -> Values:
    """Attribute → what a row says of which nothing was said; a moment has nothing usual."""
    return {name: _json(common) for name, common in _defaults(model) if common is not _UNUSUAL}


_UNUSUAL = object()  # equal to nothing


@cache
def _defaults(model: Any) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (column.attname, _default(column))
        for column in model._meta.concrete_fields if column.attname in _stored(model)
    )  # fmt: skip


def _default(column: Any) -> Any:
    """What the database would say of a row of which nothing was said."""
    if isinstance(column, models.DateTimeField) and not column.null:
        return _UNUSUAL
    found = column.get_default()
    if isinstance(column, models.DecimalField) and found is not None:
        return round(Decimal(found), column.decimal_places)
    return found


@cache
def _stored(model: Any) -> tuple[str, ...]:
    return tuple(
        column.attname for column in model._meta.concrete_fields
        if not isinstance(column, models.GeneratedField) and column.attname not in AUDIT
    )  # fmt: skip


def read(record: Any, attribute: str) -> Any:
    """The JSON form of one value; an absent custom value is None."""
    if attribute.endswith("__c"):
        return record.custom.get(attribute)
    return _json(getattr(record, attribute))


def _json(value: Any) -> Any:
    if isinstance(value, date):  # datetimes are dates too
        return value.isoformat()
    if isinstance(value, dict | list):  # the row goes on changing; what is remembered does not
        return value.copy()
    return str(value) if isinstance(value, Decimal) else value


def write(record: Any, values: Mapping[str, Any]) -> set[str]:
    """Put JSON forms back on a record in memory; returns the names of the columns to save."""
    columns = set()
    for attribute, value in values.items():
        if attribute.endswith("__c"):
            columns.add("custom")
            record.custom.pop(attribute, None)
            if value is not None:
                record.custom[attribute] = value
            continue
        column = record._meta.get_field(attribute)
        setattr(record, attribute, column.to_python(value))
        columns.add(column.name)
    return columns


def model(name: str) -> Any:
    """The model of a name in the journal."""
    return apps.get_model("records", name)
