"""The rows of a list as CSV: streamed, only what the person may see, harmless in a spreadsheet."""

import csv
import datetime as dt
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone

from headwater.web.lists.rows import Asked

PORTION = 2_000  # rows read at once
# A cell that begins like this is a formula to a spreadsheet; a plain phone number is not.
FORMULA = re.compile(r"^[=+\-@\t\r\n]")
HARMLESS = re.compile(r"^[+-]?[\d\s().,/-]+$")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def stream(asked: Asked) -> StreamingHttpResponse:
    """All rows that the list would show, in its columns, each with its 18-character id."""
    name = f"{asked.kind.object_name}-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(_lines(asked), content_type="text/csv; charset=utf-8",
                                 headers=headers)  # fmt: skip


def _lines(asked: Asked) -> Iterator[str]:
    writer = csv.writer(Echo())
    columns = asked.columns
    # The mark tells Excel that this is UTF-8.
    yield "\ufeff" + writer.writerow(["Id", *(column.name for column in columns)])
    rows = asked.joined.iterator(chunk_size=PORTION)
    while portion := list(islice(rows, PORTION)):
        if asked.kind.extras:
            asked.kind.extras(portion, asked.user)
        for record in portion:
            values = [c.export(record) if c.export else c.draw(record).value for c in columns]
            yield writer.writerow([record.sf_id, *map(safe, values)])


def safe(value: Any) -> str:
    """A value as CSV text that no spreadsheet runs."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    text = str(value)
    is_formula = FORMULA.match(text) and not HARMLESS.match(text)
    return f"'{text}" if is_formula else text
