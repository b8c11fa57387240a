"""From the bytes of a post to parameters, whatever was sent; nothing here raises.

A payload is parameter → list of texts, in the order of arrival. What a JSON column cannot hold is
escaped so that it can be brought back (`escape`/`restore`); where the bytes did not fit their
encoding, could not be read as parameters at all, or hold files, the raw bytes stay beside the text
(`RAW`).
"""

import base64
import codecs
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from headwater.records import submission

NOTE = submission.NOTE  # its name cannot be a parameter, see `payload_of`
RAW = "raw_base64"
# PostgreSQL holds neither NUL nor half a surrogate pair: U+E000 and four hex digits stand for them.
MARK = "\ue000"
UNSTORABLE = re.compile(f"[\x00\ud800-\udfff{MARK}]")
ESCAPED = re.compile(MARK + r"([0-9a-f]{4})")
# Browsers write characters that the page's encoding lacks as &#321;.
ENTITY = re.compile(r"&#(\d{2,7});")
MOST_PARAMETERS = 10_000

# The encodings that browsers send, by Python's names; what pages call Latin-1 is windows-1252.
AS_BROWSERS_DO = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "shift_jis": "cp932",
    "euc_kr": "cp949", "gb2312": "gbk",
}  # fmt: skip
KNOWN = frozenset(
    {"utf-8", "cp866", "cp874", "koi8-r", "koi8-u", "mac-roman", "gbk", "gb18030", "big5", "cp932"}
    | {"euc_jp", "iso2022_jp", "cp949"}
    | {f"cp125{digit}" for digit in range(9)}
    | {f"iso8859-{number}" for number in range(2, 17)}
)


@dataclass(slots=True)
class Body:
    """What was read: parameters, the encoding used, and '' or why it could not be read well."""

    parameters: dict[str, list[str]] = field(default_factory=dict)
    encoding: str = "utf-8"
    trouble: str = ""
    raw: bytes = b""
    files: list[str] = field(default_factory=list)

    def first(self, name: str) -> str:
        """The first text of a parameter, '' when it was not sent."""
        return next(iter(self.parameters.get(name, ())), "")


def read(raw: bytes, content_type: str = "", encoding: str = "") -> Body:
    """Parameters of a post; `encoding` is what the door was told besides the content type."""
    kind = Message()
    kind["content-type"] = content_type.replace("\n", " ").replace("\r", " ")
    codec = codec_of(encoding or str(kind.get_param("charset", "") or ""))
    if kind.get_content_type() == "multipart/form-data":
        body = _multipart(raw, content_type, codec)
    elif kind.get_content_type() == "application/json":
        body = _json(raw)
    else:
        body = _urlencoded(raw, codec)
    if raw and not body.parameters:
        body.raw, body.trouble = raw, body.trouble or "Nothing could be read from it."
    return body


def payload_of(body: Body) -> dict[str, Any]:
    """The JSON that a submission keeps."""
    payload: dict[str, Any] = {}
    for name, texts in body.parameters.items():
        kept = escape(name)
        payload[kept if kept != NOTE else MARK + kept] = [escape(text) for text in texts]
    files = [escape(name) for name in body.files]
    note: dict[str, Any] = {"trouble": escape(body.trouble)} if body.trouble else {}
    if files:
        note["files"] = files
    if body.encoding != "utf-8":
        note["encoding"] = body.encoding
    if body.raw:
        note[RAW] = base64.b64encode(body.raw).decode()
    return payload | ({NOTE: note} if note else {})


def escape(text: str) -> str:
    """The text as a JSON column can hold it; `restore` brings the very same text back."""
    return UNSTORABLE.sub(lambda found: f"{MARK}{ord(found[0]):04x}", text)


def restore(text: str) -> str:
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def codec_of(name: str) -> str:
    """Python's codec for the name of an encoding, '' unless browsers send it."""
    try:
        found = codecs.lookup(name.strip().strip("\"'")[:40]).name
    except (LookupError, ValueError):
        return ""
    found = AS_BROWSERS_DO.get(found, found)
    return found if found in KNOWN else ""


def decode(parts: Iterable[bytes], codec: str) -> tuple[list[str], str, bool]:
    """Texts, the encoding that was used for all of them, and whether every byte fitted."""
    parts = list(parts)
    for candidate in dict.fromkeys((codec or "utf-8", "utf-8", "cp1252")):
        try:
            texts = [part.decode(candidate) for part in parts]
        except (UnicodeError, ValueError):
            continue
        if not candidate.startswith("utf"):
            texts = [ENTITY.sub(_character, text) for text in texts]
        return texts, candidate, candidate == (codec or "utf-8")
    return [part.decode("utf-8", "replace") for part in parts], "utf-8", False


def _character(found: "re.Match[str]") -> str:
    code = int(found[1])
    return chr(code) if code <= 0x10FFFF else found[0]


def _urlencoded(raw: bytes, codec: str) -> Body:
    if raw.count(b"&") >= MOST_PARAMETERS:
        return Body(raw=raw, trouble=f"It has more than {MOST_PARAMETERS:,} parameters.")
    pairs = [pair.partition(b"=") for pair in raw.replace(b"+", b" ").split(b"&") if pair]
    flat = [unquote_to_bytes(part) for name, _, value in pairs for part in (name, value)]
    texts, used, fitted = decode(flat, codec)
    body = Body(encoding=used, raw=b"" if fitted else raw)
    for name, value in zip(texts[::2], texts[1::2], strict=True):
        body.parameters.setdefault(name, []).append(value)
    return body


def _multipart(raw: bytes, content_type: str, codec: str) -> Body:
    used = codec or "utf-8"
    meta = {"CONTENT_TYPE": content_type, "CONTENT_LENGTH": len(raw)}
    body = Body(encoding=used)
    try:
        parser = MultiPartParser(meta, BytesIO(raw), [_Unkept(body.files)], used)
        post, _ = parser.parse()
    except (MultiPartParserError, SuspiciousOperation, UnicodeError, ValueError, LookupError) as no:
        return Body(raw=raw, trouble=f"The parts of the form could not be read: {no}"[:300])
    for name, texts in post.lists():
        body.parameters[str(name)] = [str(text) for text in texts]
    if body.files or any("\ufffd" in text for texts in body.parameters.values() for text in texts):
        body.raw = raw
    return body


class _Unkept(FileUploadHandler):
    """Files are told by name and size; their bytes stay in those of the post (`sent_files`)."""

    def __init__(self, names: list[str]) -> None:
        super().__init__()
        self.names = names

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        self.names.append(f"{self.file_name} ({file_size:,} bytes)")


def _json(raw: bytes) -> Body:
    body = Body()
    try:
        for name, value in dict(json.loads(raw)).items():
            values = value if isinstance(value, list) else [value]
            body.parameters[str(name)] = [_text(each) for each in values if each is not None]
    except (ValueError, TypeError, RecursionError):
        return Body(trouble="It is not a JSON object.")
    return body


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
