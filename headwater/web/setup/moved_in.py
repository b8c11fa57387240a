"""/setup/moved-in: moves from other systems, what came, what did not, and why."""

import csv
from typing import Any

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from headwater.catalog import objects
from headwater.moving import balance
from headwater.moving.models import Move, MoveRefusal
from headwater.web.setup.access import for_admins

SHOWN = 50  # refused rows on the page; the file has all
TEXT = "Whole orgs that moved in from Salesforce, reconciled to the row."


def state() -> str:
    """How it stands, in Setup's own list."""
    last = Move.objects.first()
    if last is None:
        return "none yet"
    return str(last.report.get("verdict", "")).rstrip(".").lower() if last.is_done else "under way"


@require_safe
@for_admins
def moves(request: HttpRequest) -> HttpResponse:
    """The latest move with its balance, and those before."""
    return _page(request, Move.objects.select_related("by").first())


@require_safe
@for_admins
def one_move(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier one."""
    return _page(request, get_object_or_404(Move.objects.select_related("by"), pk=pk))


@require_safe
@for_admins
def refused(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row that did not come, as CSV."""
    move = get_object_or_404(Move, pk=pk)
    rows = MoveRefusal.objects.filter(step__move=move).order_by("pk")
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="refused-{move.pk}.csv"'
    writer = csv.writer(answer)
    writer.writerow(("Object", "Id", "Name", "Reason"))
    told = rows.values_list("step__name", "old_id", "name", "reason")
    writer.writerows(map(_safe, row) for row in told.iterator(2000))
    return answer


def _safe(cell: str) -> str:
    """No spreadsheet may take a name for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _page(request: HttpRequest, move: Move | None) -> HttpResponse:
    context: dict[str, Any] = {"move": move, "text": TEXT}
    if move:
        refusals = MoveRefusal.objects.filter(step__move=move).select_related("step")
        lines = move.report.get("lines") or _so_far(move)
        context |= {
            "lines": [{**line, "label": _label(line["name"])} for line in lines],
            "sums": move.report.get("sums", []),
            "notes": [*balance.cut(move.report), *move.notes],
            "refusals": refusals[:SHOWN],
            "refused_count": move.steps.aggregate(all=Sum("refused"))["all"] or 0,
            "others": Move.objects.exclude(pk=move.pk)[:20],
        }
    return render(request, "setup/moved_in.html", context)


def _so_far(move: Move) -> list[dict[str, Any]]:
    return [
        {"name": step.name, "org": step.wanted, "fetched": step.fetched, "created": step.created,
         "known": step.known, "refused": step.refused, "skipped": step.skipped}
        for step in move.steps.all()
    ]  # fmt: skip


def _label(name: str) -> str:
    """An object as it is called in Setup; other steps have names of their own."""
    if name == "Queue":
        return "Queues"
    try:
        return objects.get(name).label_plural.capitalize()
    except objects.UnknownName:
        return name
