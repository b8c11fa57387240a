"""Criteria as rows of field, operator and value, and as text: two faces of one WHERE."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import UnknownName
from headwater.criteria import rows as criteria_rows
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.print import text_of
from headwater.criteria.rows import Row
from headwater.web.lists import criteria_lines
from headwater.web.records import words


def of(where: str, object_name: str) -> dict[str, Any]:
    """What the builder shows for these criteria."""
    try:
        found = criteria_rows.rows(parse(where, object_name)) if where else []
    except CriteriaError as error:
        return _context(object_name, None, where, error)
    return _context(object_name, found, where, None)


def criteria(request: HttpRequest, object_name: str) -> HttpResponse:
    """POST /lists/<object>/criteria: the builder again, after a row was changed, added or removed.

    `add` appends an empty row, `drop=2` takes one away, `text` (with `as_text`) is read as it is.
    """
    try:
        name = objects.get(object_name).name
    except UnknownName:
        name = "Lead"
    return render(request, "lists/builder.html", {"builder": changed(request.POST, name)})


def changed(posted: QueryDict, name: str) -> dict[str, Any]:
    """What the builder shows after a change, by what its form says."""
    if "as_text" in posted:
        return of(posted.get("where", "").strip(), name)
    rows = criteria_lines.read(posted, partial(_field, name), drop=posted.get("drop", ""))
    if "add" in posted:
        rows.append(criteria_lines.EMPTY)
    whole = criteria_lines.whole(rows)
    try:
        where = text_of(criteria_rows.from_rows(whole, name)) if whole else ""
    except CriteriaError as error:
        return _context(name, rows, posted.get("where", ""), error)
    return _context(name, rows, where, None)


def _field(name: str, path: str) -> FieldDef | None:
    *parents, last = path.split(".")
    kind = objects.get(name)
    try:
        for parent in parents:
            kind = objects.get(kind.parent(parent).targets[0].object_name)
        return kind.field(last)
    except UnknownName:
        return None


def _context(
    name: str, rows: list[Row] | None, where: str, error: CriteriaError | None
) -> dict[str, Any]:
    kind = objects.get(name)
    fields = [(f.name, words.label(f)) for f in kind.fields.values() if not f.is_reference]
    fields += [("Owner.Name", "Owner name")] if "OwnerId" in kind.fields else []
    return {
        "object_name": name, "where": where, "error": error, "is_text": rows is None,
        "url": reverse("criteria", args=[name]),
        "fields": sorted(fields, key=lambda pair: pair[1]),
        "rows": criteria_lines.drawn(rows or [], partial(_field, name)),
        "sentence": english(where, name) if where and not error else "",
    }  # fmt: skip
