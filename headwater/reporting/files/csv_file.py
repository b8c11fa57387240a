"""CSV: as it is read, line by line."""

import csv
import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from headwater.reporting.files.sheet import Sheet, harmless

PORTION = 1_000  # lines handed on at once


class _Lines:
    """A file that keeps what is written until it is taken."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, text: str) -> int:
        self.parts.append(text)
        return len(text)

    def taken(self) -> bytes:
        text, self.parts = "".join(self.parts), []
        return text.encode()


def pieces(sheet: Sheet) -> Iterator[bytes]:
    """The bytes of the file, about a hundred kilobytes at a time."""
    lines = _Lines()
    writer = csv.writer(lines)
    lines.write("\ufeff")  # tells Excel that this is UTF-8
    writer.writerow([harmless(column.name) for column in sheet.columns])
    rows = iter(sheet.rows)
    while portion := list(islice(rows, PORTION)):
        writer.writerows([told(value) for value in row] for row in portion)
        yield lines.taken()
    if lines.parts:
        yield lines.taken()


def told(value: Any) -> Any:
    """A value as CSV text that no spreadsheet runs; times in UTC."""
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return value if isinstance(value, int | float) else harmless(str(value))
