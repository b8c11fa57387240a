"""Answers as JSON, and values as Salesforce writes them."""

import datetime as dt
import zlib
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

JSON = "application/json;charset=UTF-8"
WORTH_ZIPPING = 16_384  # bytes; less is sent as quickly as it is
NONE = frozenset({"0", "0.0", "0.00", "0.000"})


def json(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(data, default=_other), status=status, content_type=JSON)


def zipped(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The answer, gzipped where it is large and the client asks for that."""
    if not isinstance(answer, HttpResponse) or len(answer.content) < WORTH_ZIPPING:
        return answer
    if answer.has_header("Content-Encoding") or not _takes_gzip(request):
        return answer
    zipper = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    answer.content = zipper.compress(answer.content) + zipper.flush()
    answer.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


def _takes_gzip(request: HttpRequest) -> bool:
    said = request.headers.get("Accept-Encoding", "").lower().replace(" ", "")
    return any(each in ("gzip", "x-gzip") or (each.startswith("gzip;q=") and each[7:] not in NONE)
               for each in said.split(","))  # fmt: skip


def empty() -> HttpResponse:
    """204, as after a change."""
    return HttpResponse(status=204)


def moment(at: dt.datetime) -> str:
    """`2026-03-17T16:21:26.000+0000`"""
    text = at.isoformat(timespec="milliseconds")
    if not text.endswith("+00:00"):
        text = at.astimezone(dt.UTC).isoformat(timespec="milliseconds")
    return text[:-6] + "+0000"


def _other(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
