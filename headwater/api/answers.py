"""Answers as JSON, and values as Salesforce writes them."""

import datetime as dt
from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpResponse

JSON = "application/json;charset=UTF-8"


def json(data: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(orjson.dumps(data, default=_other), status=status, content_type=JSON)


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
