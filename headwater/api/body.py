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
    # Django reads as far as Content-Length says; a chunked body has none, and its server ends it.
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    stream = request.META["wsgi.input"] if is_chunked else request
    try:
        data: bytes = stream.read(limit + 1)
    except OSError:
        raise problem(400, "INVALID_REQUEST", "The body ended too early.") from None
    if len(data) > limit:
        raise _too_large()
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        data = _unzipped(data, limit)
    return data


def parts(request: HttpRequest, largest: int) -> Iterator[bytes]:
    """The body as it comes, unzipped, never whole in memory; raises Problems (413, 400)."""
    unzip = None
    if request.headers.get("Content-Encoding", "").lower() == "gzip":
        unzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    is_chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    stream = request.META["wsgi.input"] if is_chunked else request
    size = 0
    try:
        while raw := stream.read(AT_ONCE):
            while raw:
                part = unzip.decompress(raw, AT_ONCE) if unzip else raw
                raw = unzip.unconsumed_tail if unzip else b""
                size += len(part)
                if size > largest:
                    raise _too_large()
                yield part
    except OSError:
        raise problem(400, "INVALID_REQUEST", "The body ended too early.") from None
    except zlib.error:
        raise problem(400, "INVALID_REQUEST", "The body is not gzip as it says.") from None


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


def _too_large() -> Exception:
    return problem(413, "REQUEST_LIMIT_EXCEEDED", "The body is too large.")
