"""The answer of a report as pages show it: chart, table with a link behind every number, list."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from headwater.catalog import ids
from headwater.catalog.fields import FieldDef
from headwater.criteria.errors import CriteriaError
from headwater.database import reading
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.reporting import running
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.running import COUNTED, TooMuch
from headwater.reporting.said import said
from headwater.reporting.spec import Spec
from headwater.reporting.table import Line, table
from headwater.web.records import kinds
from headwater.web.report_builder import chart
from headwater.web.report_builder.given import rows_url

EACH = 50
MOST_ROWS, MOST_ACROSS = 200, 24
NAMES = ("Name", "LastName", "Subject")
Column = tuple[FieldDef, dict[str, str]]  # and what people call its values
NUMBERS = frozenset({"int", "double", "currency", "percent", "date", "datetime"})


def answer(spec: Spec, user: User, *, page: int = 1, each: int = EACH) -> dict[str, Any]:
    """What the templates draw: `summary` or `listing`, or `trouble` in a plain sentence.

    Read from the replica where there is one; `as_of` says how old it is.
    """
    return reading.read(lambda: _answer(spec, user, page, each) | {"as_of": reading.now().words})


def _answer(spec: Spec, user: User, page: int, each: int) -> dict[str, Any]:
    try:
        if spec.is_grouped:
            return _summary(spec, user)
        return _listing(spec, user, page, each)
    except (CriteriaError, TooMuch) as error:
        return {"trouble": str(error)}


def _summary(spec: Spec, user: User) -> dict[str, Any]:
    found = table(running.grouped(spec, user), most_rows=MOST_ROWS, most_across=MOST_ACROSS)
    currency = organization().currency
    several = len(found.measures)
    return {
        "summary": found,
        "across": found.across and [*(head.words for head in found.across), "Total"],
        "several": several,
        "measure_heads": [measure.label for _, measure in found.columns],
        "lines": [_line(line, currency, user) for line in found.lines],
        "total": _line(found.total, currency, user),
        "chart": chart.of(found, currency) if spec.chart else None,
        "is_empty": not found.lines,
    }


def _line(line: Line, currency: str, user: User) -> dict[str, Any]:
    cells = [
        {
            "words": said(number.value, number.measure.type, currency, user.time_zone) or "–",
            "url": rows_url(number.behind) if number.behind and number.value is not None else "",
        }
        for number in line.numbers
    ]
    return {"head": line.head.words, "cells": cells}


def _listing(spec: Spec, user: User, page: int, each: int) -> dict[str, Any]:
    kind, start = kind_of(spec.kind), (page - 1) * each
    found = running.listed(spec, user, start=start, size=each)
    fields = [kind.field(name) for name in found.names]
    shown = [(field, kind.words_of(name)) for name, field in zip(found.names, fields, strict=True)]
    currency = organization().currency
    total = running.count(spec, user) if found.has_more or page > 1 else len(found.rows)
    heads = [
        {"label": kind.label_of(name), "name": name, "is_number": _is_number(field)}
        for name, field in zip(found.names, fields, strict=True)
    ]
    return {
        "listing": [_row(spec, row, shown, currency, user) for row in found.rows],
        "heads": heads, "count": total,
        "counted": f"{COUNTED:,}+" if total > COUNTED else f"{total:,}",
        "page": page, "has_more": found.has_more, "start": start + 1,
        "end": start + len(found.rows), "is_empty": not found.rows,
    }  # fmt: skip


def _is_number(field: FieldDef) -> bool:
    return field.type in NUMBERS


def _row(
    spec: Spec, row: tuple[Any, ...], shown: list[Column], currency: str, user: User
) -> dict[str, Any]:
    place, key, *values = row
    part = kind_of(spec.kind).parts[place]
    cells = [
        {
            "words": ids.encode(part.object.prefix, value)
            if field.type == "id"
            else called.get(value, said(value, field.type, currency, user.time_zone)),
            "is_number": _is_number(field),
        }
        for value, (field, called) in zip(values, shown, strict=True)
    ]
    linked = next((n for n, (field, _) in enumerate(shown) if field.name in NAMES), 0)
    return {"cells": cells, "url": _page(part.object_name, key), "linked": linked}


def _page(object_name: str, key: int) -> str:
    if object_name == "Submission":
        try:
            return reverse("submission", args=[key])
        except NoReverseMatch:
            return ""
    return kinds.page_at(object_name, key)
