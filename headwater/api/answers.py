"""Answers as JSON, and values as Salesforce writes them."""

import datetime as dt
from collections.abc import Callable
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
    at = at.astimezone(dt.UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}+0000"


def _moment(value: Any) -> Any:
    return moment(value) if isinstance(value, dt.datetime) else value


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal | int) else value


# How a raw value of a type is written; all others are written as they are.
WRITERS: dict[str, Callable[[Any], Any]] = {
    "datetime": _moment,
    "currency": _number,
    "double": _number,
    "percent": _number,
}


def _other(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
