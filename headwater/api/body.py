"""The body of a request, however it comes: with a length, in chunks, gzipped."""

import zlib
from collections.abc import Iterator
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest

from headwater.api.problems import problem

AT_ONCE = 65_536  # bytes


def read(request: HttpRequest) -> bytes:
    """All of it; raises Problems (413) when it is larger than a body may be."""
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    stream = _stream(request)
    try:
        data: bytes = stream.read(limit + 1)
    except OSError:
        raise _cut_off() from None
    if len(data) > limit:
        raise _too_large()
    if len(data) < _said(request):
        raise _cut_off()
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        data = _unzipped(data, limit)
    return data


def parts(request: HttpRequest, largest: int) -> Iterator[bytes]:
    """The body as it comes, unzipped, never whole in memory; raises Problems (413, 400)."""
    unzip = None
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    stream = _stream(request)
    size = came = 0
    try:
        while raw := stream.read(AT_ONCE):
            came += len(raw)
            while raw:
                part = unzip.decompress(raw, AT_ONCE) if unzip else raw
                raw = unzip.unconsumed_tail if unzip else b""
                size += len(part)
                if size > largest:
                    raise _too_large()
                yield part
        if came < _said(request):
            raise _cut_off()
    except OSError:
        raise _cut_off() from None
    except zlib.error:
        raise problem(400, "INVALID_REQUEST", "The body is not gzip as it says.") from None


def _stream(request: HttpRequest) -> Any:
    """Django reads as far as Content-Length says; a body without one is ended by its server.

    Such are those in chunks, and over HTTP/2, which has no chunks, those that say no length.
    """
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    is_newer = request.META.get("SERVER_PROTOCOL", "").startswith(("HTTP/2", "HTTP/3"))
    is_open = is_chunked or (is_newer and not request.META.get("CONTENT_LENGTH"))
    return request.META["wsgi.input"] if is_open else request


def fields_in(data: bytes) -> dict[str, Any]:
    """A record as JSON: field → value; raises Problems."""
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise problem(400, "JSON_PARSER_ERROR", f"The body is no JSON: {error}") from None
    if not isinstance(found, dict):
        message = f"A record is a JSON object, not {_kind(found)}."
        raise problem(400, "JSON_PARSER_ERROR", message)
    return found


def _kind(value: Any) -> str:
    return "an array" if isinstance(value, list) else "a single value"


def _unzipped(data: bytes, limit: int) -> bytes:
    """Never more than `limit`: a small bomb can hold gigabytes."""
    unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        plain = unzip.decompress(data, limit + 1)
    except zlib.error:
        raise problem(400, "INVALID_REQUEST", "The body is not gzip as it says.") from None
    if len(plain) > limit:
        raise _too_large()
    return plain


def _said(request: HttpRequest) -> int:
    """How long it is, by its own head; 0 where that says nothing."""
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


def _cut_off() -> Exception:
    return problem(400, "INVALID_REQUEST", "The body ended too early.")


def _too_large() -> Exception:
    return problem(413, "REQUEST_LIMIT_EXCEEDED", "The body is too large.")
