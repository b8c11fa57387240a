"""Identities as rows of a table: their attributes are its columns, `number` says whose they are."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, get_origin, get_type_hints

import pyarrow as pa

from headwater.match.identity import Identity

NAMES = Identity._fields


@cache
def schema() -> Any:
    """The columns with their types."""
    hints = get_type_hints(Identity)
    return pa.schema([("number", pa.int64()), *((name, _type_of(hints[name])) for name in NAMES)])


def table_of(numbers: Sequence[int], identities: Iterable[Identity]) -> Any:
    """A table of Arrow, one row for each identity."""
    columns = list(zip(*identities, strict=True)) or [() for _ in NAMES]
    arrays = [pa.array(numbers, pa.int64())]
    for name, values in zip(NAMES, columns, strict=True):
        arrays.append(pa.array(values, schema().field(name).type))
    return pa.Table.from_arrays(arrays, schema=schema())


def _type_of(hint: Any) -> Any:
    if get_origin(hint) is tuple:
        return pa.list_(pa.string())
    plain = {str: pa.string(), bool: pa.bool_()}
    return plain[hint]
