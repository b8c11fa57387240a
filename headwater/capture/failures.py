"""The rows of an import that did not come in, as CSV with the reason: correct it, import it again.

A spreadsheet runs a cell that begins with = + - @ as a formula: such a cell gets an apostrophe in
front, which the import takes off again (`unguarded`).
"""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from headwater.capture.body import restore

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
REASON = "Reason"


class _Echo:
    """csv.writer wants a file; each line is handed on at once."""

    def write(self, line: str) -> str:
        return line


def lines(columns: list[str], failed: Iterable[tuple[dict[str, Any], str]]) -> Iterator[str]:
    """CSV text line by line: a header, then each (row, reason); with a mark for Excel."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([guarded(name) for name in columns] + [REASON])
    for row, reason in failed:
        yield writer.writerow([guarded(_text(row.get(name))) for name in columns] + [reason])


def guarded(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(DANGEROUS) else text


def _text(value: Any) -> str:
    if isinstance(value, str):
        return restore(value)
    return "" if value is None else str(value)
