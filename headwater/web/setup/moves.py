"""Which status may follow which: one table of ticks."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.records.models import LeadStatus
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note


def moves(request: HttpRequest) -> HttpResponse:
    """GET /setup/moves: the table. POST: keep it (`move=<from pk>-<to pk>`)."""
    return _keep(request) if request.method == "POST" else _show(request)


def _show(request: HttpRequest, problem: str = "") -> HttpResponse:
    rows = _rows()
    lines = [
        {
            "status": one,
            "ticks": [
                (f"{one.pk}-{other.pk}", other, one.allows(other), other == one) for other in rows
            ],
        }
        for one in rows
    ]
    context = {
        "lines": lines, "statuses": rows, "may": asker(request).can_configure, "problem": problem,
    }  # fmt: skip
    return render(request, "setup/moves.html", context, status=422 if problem else 200)


@for_admins
def _keep(request: HttpRequest) -> HttpResponse:
    rows, ticked = _rows(), set(request.POST.getlist("move"))
    wanted = {one.pk: _following(one, rows, ticked) for one in rows}
    for one in rows:
        if not wanted[one.pk]:
            return _show(request, f"From “{one.name}” a lead must be able to go somewhere.")
        if stray := _strays(one, wanted[one.pk], rows):
            return _show(request, f"“{one.name}” moves to “{stray}” by itself; leave that ticked.")
    with transaction.atomic():
        for one in rows:
            _change(request, one, [] if len(wanted[one.pk]) == len(rows) - 1 else wanted[one.pk])
    toasts.say(request, "The moves are saved; they count from now on.")
    return toasts.done(request, reverse("definitions", args=["statuses"]))


def _rows() -> list[LeadStatus]:
    """Those that people move to and from; a conversion is always open."""
    return list(LeadStatus.objects.filter(is_active=True, is_converted=False))


def _following(one: LeadStatus, rows: list[LeadStatus], ticked: set[str]) -> list[str]:
    return [other.name for other in rows if other != one and f"{one.pk}-{other.pk}" in ticked]


def _strays(one: LeadStatus, allowed: list[str], rows: list[LeadStatus]) -> str:
    """Where it goes by itself although people may not."""
    names = {row.name for row in rows}
    targets = [*one.moves_when.values(), one.recycle_to if one.recycle_after_days else ""]
    return next((name for name in targets if name in names and name not in allowed), "")


def _change(request: HttpRequest, one: LeadStatus, allowed: list[str]) -> None:
    before: list[Any] = one.allowed_next
    if before == allowed:
        return
    one.allowed_next = allowed
    one.save(update_fields=["allowed_next"])
    changes = {"allowed_next": [", ".join(before) or "any", ", ".join(allowed) or "any"]}
    note("status.changed", one, by=asker(request), changes=changes)
