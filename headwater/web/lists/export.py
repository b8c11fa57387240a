"""Rows as a file: streamed, only what the person may see, harmless in a spreadsheet."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from headwater.database.reading import reader
from headwater.reporting.files.forms import Form, file_name
from headwater.reporting.files.sheet import Sheet, harmless


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def streamed(sheet: Sheet, form: Form) -> StreamingHttpResponse:
    """The file as it is made; memory holds a portion."""

    def pieces() -> Iterator[bytes]:
        with reader():
            yield from form.pieces(sheet)

    name = file_name(sheet.title, timezone.localdate(), form.key)
    header = content_disposition_header(True, name) or ""
    return StreamingHttpResponse(
        pieces(), content_type=form.content_type, headers={"Content-Disposition": header}
    )


def safe(value: Any) -> str:
    """A value as CSV text that no spreadsheet runs."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return harmless(str(value))
