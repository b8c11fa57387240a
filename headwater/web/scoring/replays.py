"""A draft is replayed over the leads of the last days: begun, watched, cancelled, looked into."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from headwater.records.models import Lead
from headwater.score import drafts, replaying
from headwater.score.models import ScoreReplay
from headwater.web import toasts
from headwater.web.scoring.editing import draft_url
from headwater.web.setup.access import asker, for_admins

ON_A_PAGE = 50


@for_admins
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Replay the draft over the last `days`."""
    draft = drafts.current()
    if draft is None:
        raise Http404("There is no draft any more.")
    given = request.POST.get("days", "30")
    days = int(given) if given in map(str, replaying.DAYS) else 30
    try:
        replaying.start(draft, days=days, by=asker(request))
    except replaying.NotNow as not_now:
        toasts.say(request, str(not_now), kind="bad")
    return toasts.done(request, draft_url())


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is; the whole page anew when it is over."""
    _check(request)
    replay = get_object_or_404(ScoreReplay, pk=pk)
    if not request.headers.get("HX-Request"):
        return redirect(draft_url())
    if not replay.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"replay": replay, "may": asker(request).can_configure}
    return render(request, "scoring/going.html", context)


@for_admins
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop it; nothing was written anyway."""
    try:
        replaying.cancel(get_object_or_404(ScoreReplay, pk=pk))
        toasts.say(request, "The replay is cancelled.")
    except replaying.NotNow as not_now:
        toasts.say(request, str(not_now), kind="bad")
    return toasts.done(request, draft_url())


def leads(request: HttpRequest, pk: int) -> HttpResponse:
    """The leads whose score would change, as far as the person sees them."""
    _check(request)
    replay = get_object_or_404(ScoreReplay.objects.select_related("rule_set"), pk=pk)
    moved = replay.result.get("moved", [])
    page = Paginator(moved, ON_A_PAGE).get_page(request.GET.get("page"))
    ids = [lead_id for lead_id, *_ in page]
    seen = {each.pk: each for each in Lead.objects.filter(pk__in=ids).visible_to(asker(request))}
    context = {
        "replay": replay, "page": page, "rows": _rows(page, seen), "hidden": len(ids) - len(seen),
        "all": replay.result.get("changed", 0), "kept": len(moved),
    }  # fmt: skip
    return render(request, "scoring/replay_leads.html", context)


def _check(request: HttpRequest) -> None:
    if not asker(request).sees_everything:
        raise PermissionDenied("A replay tells of all leads; you see some of them.")


def _rows(page: Any, seen: dict[int, Lead]) -> list[dict[str, Any]]:
    return [
        {"lead": seen[lead_id], "before": before, "after": after, "change": after - before,
         "cells": (was.rstrip("+"), then.rstrip("+")),
         "was": was.endswith("+"), "then": then.endswith("+")}
        for lead_id, before, after, was, then in page if lead_id in seen
    ]  # fmt: skip
