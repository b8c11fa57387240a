"""What a file is by its own bytes. What the sender says about it is not believed."""

import re

UNKNOWN = "application/octet-stream"
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"MZ", "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", "application/x-executable"),
)
# Office files are zip archives; the name of their first member tells which. They are not unpacked.
_OFFICE = ((b"word/", "document"), (b"xl/", "sheet"), (b"ppt/", "presentation"))
_OFFICE_TYPE = "application/vnd.openxmlformats-officedocument.{}ml.{}"
_FAMILY = {"document": "wordprocessing", "sheet": "spreadsheet", "presentation": "presentation"}
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(content: bytes) -> str:
    """A media type; UNKNOWN where the bytes say nothing."""
    head = content[:4096]
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return _office(head) if kind == "application/zip" else kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return "text/plain" if head and not _NOT_TEXT.search(head) else UNKNOWN


def _office(head: bytes) -> str:
    for mark, kind in _OFFICE:
        if mark in head:
            return _OFFICE_TYPE.format(_FAMILY[kind], kind)
    return "application/zip"
