"""Identities as rows of a table: their attributes are its columns, `number` says whose they are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_origin, get_type_hints

import pyarrow as pa

from headwater.match.identity import Identity

NAMES = tuple(field.name for field in fields(Identity))
_all = attrgetter(*NAMES)


@cache
def schema() -> Any:
    """The columns with their types."""
    hints = get_type_hints(Identity)
    return pa.schema([("number", pa.int64()), *((name, _type_of(hints[name])) for name in NAMES)])


def table_of(numbers: Sequence[int], identities: Iterable[Identity]) -> Any:
    """A table of Arrow, one row for each identity."""
    columns = list(zip(*map(_all, identities), strict=True)) or [() for _ in NAMES]
    arrays = [pa.array(numbers, pa.int64())]
    for name, values in zip(NAMES, columns, strict=True):
        wanted = schema().field(name).type
        said = map(sorted, values) if _makers().get(name) is frozenset else values
        arrays.append(pa.array(said, wanted))
    return pa.Table.from_arrays(arrays, schema=schema())


def identities(table: Any) -> dict[int, Identity]:
    """The rows of such a table as identities, by number."""
    columns = []
    for name in NAMES:
        values = table.column(name).to_pylist()
        make = _makers().get(name)
        columns.append(map(make, values) if make else values)
    rows = zip(*columns, strict=True)
    return dict(
        zip(table.column("number").to_pylist(), (Identity(*row) for row in rows), strict=True)
    )


@cache
def _makers() -> dict[str, Callable[[Any], Any]]:
    """What makes a column's lists into what the identity holds."""
    hints = get_type_hints(Identity)
    return {name: get_origin(hints[name]) for name in NAMES
            if get_origin(hints[name]) in (tuple, frozenset)}  # fmt: skip


def _type_of(hint: Any) -> Any:
    if get_origin(hint) in (tuple, frozenset):
        return pa.list_(pa.string())
    plain = {str: pa.string(), date: pa.date32(), bool: pa.bool_(), int: pa.int64(),
             float: pa.float64()}  # fmt: skip
    return next(plain[each] for each in (hint, *get_args(hint)) if each in plain)
