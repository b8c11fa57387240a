"""The list page: views, search, criteria, columns, rows, pager, bulk deeds, a panel to peek."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse

from headwater.catalog import objects
from headwater.people.organization import organization
from headwater.reporting.files.forms import FORMS
from headwater.web.direct import doors
from headwater.web.lists import builder, export, sheets
from headwater.web.lists.columns import Column
from headwater.web.lists.kind import ListKind
from headwater.web.lists.rows import COUNTED, EACH, Asked
from headwater.web.records import kinds, words

MOST_NEIGHBOURS = 1_000  # how far into a list "next" goes on from a record's page


def show(request: HttpRequest, kind: ListKind, **context: Any) -> HttpResponseBase:
    """The list of one object as `?view= q= where= sort= column= page=` ask for it; `?format=csv`
    (xlsx, parquet) streams the same rows as a file."""
    user = kinds.person(request)
    asked = Asked(kind, user, request.GET, organization().currency)
    if form := FORMS.get(request.GET.get("format", "")):
        return export.streamed(sheets.sheet_of(asked), form)
    if kind.context:
        context |= kind.context(user)
    context |= {
        "kind": kind, "asked": asked, "user_can_edit": user.can_edit,
        "new_url_name": doors.in_force(kind.new_url_name),
        "heads": [_head(asked, column) for column in asked.columns],
        "lines": [_line(asked, record) for record in asked.page],
        "views": _views(asked), "found": _found(asked),
        "builder": builder.of(asked.where, kind.object_name), "plural": _plural(kind),
        "file_forms": FORMS.values(), "file_asked": _with(request.GET, page=None, format=None),
        "fields": _fields(kind, asked), "keep_url": reverse("saved_views"),
    }  # fmt: skip
    return render(request, kind.template, context)


def _plural(kind: ListKind) -> str:
    return objects.get(kind.object_name).label_plural.lower()


def _head(asked: Asked, column: Column) -> dict[str, str]:
    turned = f"-{column.name}" if asked.sort == column.name else column.name
    order = {column.name: "ascending", f"-{column.name}": "descending"}.get(asked.sort, "")
    url = "?" + _with(asked.query, sort=turned, page=None) if column.sort else ""
    return {"label": column.label, "css": column.css, "url": url, "order": order}


def _line(asked: Asked, record: Any) -> dict[str, Any]:
    """One row. Its link says where it came from, so that the page knows what is next."""
    url = kinds.page_of(record)
    came = _with(asked.query, page=None, format=None)
    return {
        "record": record,
        "url": f"{url}?{urlencode({'from': came})}" if came and url else url,
        "peek": reverse(asked.kind.peek, args=[record.pk]) if asked.kind.peek else "",
        "cells": [(column, column.draw(record)) for column in asked.columns],
    }


def _views(asked: Asked) -> list[dict[str, Any]]:
    built_in = [(view.key, view.name, None) for view in asked.kind.views]
    saved = [(str(view.pk), view.name, view) for view in asked.saved]
    passing = [(asked.view.key, asked.view.name, None)] if asked.view.among else []
    return [
        {
            "name": name, "url": f"?view={key}", "is_current": key == asked.view.key,
            "saved": view, "is_mine": bool(view and view.owner_id == asked.user.pk),
        }
        for key, name, view in [*built_in, *saved, *passing]
    ]  # fmt: skip


def _found(asked: Asked) -> dict[str, Any]:
    """“51 to 100 of 420 leads” and the addresses of the pages beside it."""
    count, start = asked.count, (asked.number - 1) * EACH
    total = f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"
    has_next = count > start + EACH and (asked.number + 1) * EACH <= COUNTED
    page = {True: str(asked.number - 1), False: None}[asked.number > 2]
    return {
        "count": count, "total": total, "start": start + 1, "end": min(start + EACH, count),
        "previous": "?" + _with(asked.query, page=page) if asked.number > 1 else "",
        "next": "?" + _with(asked.query, page=str(asked.number + 1)) if has_next else "",
    }  # fmt: skip


def _fields(kind: ListKind, asked: Asked) -> list[dict[str, Any]]:
    """What may become a column, those that are shown first and ticked."""
    shown = [column.name for column in asked.columns]
    computed = [(column.name, column.label) for column in kind.computed.values()]
    fields = objects.get(kind.object_name).fields.values()
    others = [(field.name, words.label(field)) for field in fields if not field.is_reference
              or field.relationship]  # fmt: skip
    labels = dict([*computed, *others]) | {column.name: column.label for column in asked.columns}
    rest = sorted((name for name in labels if name not in shown), key=lambda name: labels[name])
    return [{"name": n, "label": labels[n], "is_shown": n in shown} for n in shown + rest]


def _with(query: QueryDict, **changes: str | None) -> str:
    changed = query.copy()
    for name, value in changes.items():
        changed.pop(name, None)
        if value is not None:
            changed[name] = value
    return changed.urlencode()


def neighbours(request: HttpRequest, kind: ListKind, record: Any) -> dict[str, Any]:
    """Where a record stands in the list it was opened from (`?from=`), and who is beside it.

    One query more than the list's own; a record far down or not in it has no neighbours.
    """
    came = request.GET.get("from", "")
    asked = Asked(kind, kinds.person(request), QueryDict(came))
    crumb = {"word": asked.view.name, "url": f"{kind.url}?{came}" if came else kind.url}
    if not came:
        return {"list_title": kind.title, "list_url": kind.url, "crumb": crumb}
    keys = list(asked.rows.values_list("pk", flat=True)[:MOST_NEIGHBOURS])
    place = keys.index(record.pk) if record.pk in keys else None
    found = {"list_title": kind.title, "list_url": kind.url, "crumb": crumb, "came": came}
    if place is None:
        return found
    tail = urlencode({"from": came})
    before = keys[place - 1] if place else None
    after = keys[place + 1] if place + 1 < len(keys) else None
    total = f"{MOST_NEIGHBOURS:,}+" if len(keys) == MOST_NEIGHBOURS else f"{len(keys):,}"
    return found | {
        "place": place + 1, "total": total,
        "before": f"{reverse(kind.record_url_name, args=[before])}?{tail}" if before else "",
        "after": f"{reverse(kind.record_url_name, args=[after])}?{tail}" if after else "",
    }  # fmt: skip
