"""Parquet: typed, in row groups, streamed; what analysts load."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from headwater.reporting.files.sheet import FileColumn, Sheet, typed

GROUP = 10_000  # rows of a group
TYPES = {
    "whole": pa.int64(), "number": pa.float64(), "date": pa.date32(),
    "moment": pa.timestamp("us", tz="UTC"), "truth": pa.bool_(), "text": pa.string(),
}  # fmt: skip


class _Bytes:
    """A file that keeps what is written until it is taken."""

    closed = False

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: Any) -> int:
        self.parts.append(bytes(data))
        return len(self.parts[-1])

    def flush(self) -> None: ...

    def close(self) -> None: ...

    def taken(self) -> bytes:
        data, self.parts = b"".join(self.parts), []
        return data


def pieces(sheet: Sheet) -> Iterator[bytes]:
    """The bytes of the file, a row group at a time."""
    held = _Bytes()
    fields = [pa.field(name, TYPES[c.sort]) for name, c in _named(sheet)]
    schema = pa.schema(fields)
    rows = iter(sheet.rows)
    with pq.ParquetWriter(pa.PythonFile(held, mode="w"), schema, compression="zstd") as writer:
        while portion := list(islice(rows, GROUP)):
            columns = zip(*portion, strict=True)
            arrays = [
                pa.array([_plain(column, value) for value in values], type=TYPES[column.sort])
                for column, values in zip(sheet.columns, columns, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            if data := held.taken():
                yield data
    yield held.taken()


def _named(sheet: Sheet) -> list[tuple[str, FileColumn]]:
    """Every column under a name of its own."""
    found: list[tuple[str, FileColumn]] = []
    for column in sheet.columns:
        same = sum(name.split(" (")[0] == column.name for name, _ in found)
        found.append((f"{column.name} ({same + 1})" if same else column.name, column))
    return found


def _plain(column: FileColumn, given: Any) -> Any:
    value = typed(column, given)
    if isinstance(value, Decimal):
        return int(value) if column.sort == "whole" else float(value)
    if column.sort == "whole" and isinstance(value, float):
        return int(value)
    return value
