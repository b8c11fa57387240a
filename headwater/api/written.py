"""Raw values of a column as clients read them: ids, moments, numbers, and texts of FORMAT()."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import orjson

from headwater.api import answers
from headwater.catalog import ids
from headwater.criteria.values import SelectColumn
from headwater.people.organization import organization

Reader = Callable[[Sequence[Any]], list[Any]]
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}


def reader_of(column: SelectColumn) -> Reader:
    """What makes a column's raw values those of the answer; every empty is None."""
    if column.is_mixed:
        return _mixed
    if column.prefix:
        return partial(_ids, ids.encoder(column.prefix))
    kind = column.field.type
    if column.writing == "FORMAT":
        return partial(_formatted, kind)
    return READERS.get(kind, _texts if column.field.is_text else list)


def _ids(encoded: Callable[[int], str], values: Sequence[Any]) -> list[Any]:
    return [None if value is None else encoded(value) for value in values]


def _mixed(values: Sequence[Any]) -> list[Any]:
    """Ids of several objects, told as `prefix:key`."""
    encoders: dict[str, Callable[[int], str]] = {}
    found: list[Any] = []
    for value in values:
        if value is None:
            found.append(None)
            continue
        prefix, _, key = value.partition(":")
        if prefix not in encoders:
            encoders[prefix] = ids.encoder(prefix)
        found.append(encoders[prefix](int(key)))
    return found


def _texts(values: Sequence[Any]) -> list[Any]:
    return [value or None for value in values]


def _moments(values: Sequence[Any]) -> list[Any]:
    """Mostly PostgreSQL has written them already."""
    return [answers.moment(value) if isinstance(value, dt.datetime) else value for value in values]


def _numbers(values: Sequence[Any]) -> list[Any]:
    return [float(value) if isinstance(value, Decimal | int) else value for value in values]


def _wholes(values: Sequence[Any]) -> list[Any]:
    """Sums of whole numbers come as decimals."""
    return [int(value) if isinstance(value, Decimal) else value for value in values]


def _formatted(kind: str, values: Sequence[Any]) -> list[Any]:
    """As people read it: $1,234.50, 11/22/2026 4:05 PM, 12%."""
    here = organization()
    return [None if value is None or value == "" else _said(kind, value, here.currency)
            for value in values]  # fmt: skip


def _said(kind: str, value: Any, currency: str) -> str:
    if isinstance(value, dt.datetime):
        hour = value.hour % 12 or 12
        half = "AM" if value.hour < 12 else "PM"
        day = f"{value.month}/{value.day}/{value.year}"
        return f"{day} {hour}:{value.minute:02d} {half}"
    if isinstance(value, dt.date):
        return f"{value.month}/{value.day}/{value.year}"
    if kind == "currency":
        return f"{SIGNS.get(currency, currency + ' ')}{value:,.2f}"
    if kind == "percent":
        return f"{value:,}%"
    return f"{value:,}" if isinstance(value, int | Decimal | float) else str(value)


def _addresses(values: Sequence[Any]) -> list[Any]:
    return [orjson.loads(value) if isinstance(value, str) else value for value in values]


READERS: dict[str, Reader] = {
    "datetime": _moments,
    "currency": _numbers,
    "double": _numbers,
    "percent": _numbers,
    "int": _wholes,
    "address": _addresses,
}
