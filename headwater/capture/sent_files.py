"""Files that came with a form: they stay in the bytes of the post and are read out when asked for.

So they need no table, wait in the spool like the rest, and are never longer than a post may be.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from headwater.capture.body import NOTE, RAW


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file with the name that its sender gave it."""

    name: str
    content: bytes


def files_of(payload: Mapping[str, Any]) -> list[SentFile]:
    """The files of a submission, in the order in which they were sent."""
    note = payload.get(NOTE) or {}
    if not note.get("files") or RAW not in note:
        return []
    raw = base64.b64decode(note[RAW])
    boundary = raw.lstrip(b"\r\n").split(b"\n", 1)[0].strip()[2:].decode("latin-1")
    kind = f'multipart/form-data; boundary="{boundary}"'
    meta = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": len(raw)}
    reader = _Files()
    try:
        MultiPartParser(meta, BytesIO(raw), [reader], "utf-8").parse()
    except (MultiPartParserError, SuspiciousOperation, UnicodeError, ValueError, LookupError):
        return []
    return reader.files


class _Files(FileUploadHandler):
    def __init__(self) -> None:
        super().__init__()
        self.files: list[SentFile] = []
        self.begun = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.begun += raw_data

    def file_complete(self, file_size: int) -> None:
        self.files.append(SentFile(self.file_name or "file", bytes(self.begun)))
        self.begun = bytearray()
