"""Criteria inside a rule's form: rows or text, and the sentence while one types."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from headwater.web.lists import builder


def criteria(request: HttpRequest) -> HttpResponse:
    """POST: the builder again after a change; with `said`, its sentence alone (one still types).

    `to_rows` takes the text apart into rows, where it is no more than that.
    """
    found = read(request.POST)
    if "to_rows" in request.POST:
        found = builder.of(request.POST.get("where", "").strip(), "Lead")
    if "to_text" in request.POST:
        found |= {"is_text": True}
    name = "routing/said.html" if "said" in request.POST else "routing/criteria.html"
    return render(request, name, {"builder": found})


def shown(where: str) -> dict[str, Any]:
    """What the builder shows for the criteria of a rule; '' has one empty row to begin with."""
    return builder.of(where, "Lead") if where else builder.changed(QueryDict("add=1"), "Lead")


def read(posted: QueryDict) -> dict[str, Any]:
    """What the form says now: its text where it is shown as text, else its rows."""
    if posted.get("mode") != "rows":
        where = posted.get("where", posted.get("criteria", "")).strip()
        return builder.of(where, "Lead") | {"is_text": True}
    return builder.changed(posted, "Lead")
