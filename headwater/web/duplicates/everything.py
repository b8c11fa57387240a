"""Looking through everything: start, watch, cancel, and what the last run found."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.match.models import MatchRun
from headwater.people.models import User
from headwater.web import toasts
from headwater.web.records import kinds

MOST_RUNS = 10
TEACH = (
    "Every lead, contact and account is compared with every other that resembles it, every Monday "
    "at three in the morning, or now. Pairs go to the queue; nothing is merged by itself."
)


def may_look(user: User) -> bool:
    """Who looks after the whole base: marketing and administrators."""
    return user.can_market


def latest() -> MatchRun | None:
    return MatchRun.latest()


def runs(request: HttpRequest) -> HttpResponse:
    """GET /duplicates/runs: the last runs, the next one. POST: begin one now."""
    from headwater.match.base import deeds  # DuckDB: only for who comes here

    user = kinds.person(request)
    if request.method == "POST":
        return _start(request, user)
    found = list(MatchRun.objects.select_related("by").order_by("-pk")[:MOST_RUNS])
    over = [run for run in found if not run.is_busy]
    context = {
        "run": found[0] if found else None, "last": over[0] if over else None,
        "earlier": over[1:], "totals": summary(over[0]) if over else [],
        "next_at": deeds.next_at(), "may_look": may_look(user),
        "teach": TEACH,
    }  # fmt: skip
    return render(request, "duplicates/runs.html", context)


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /duplicates/runs/<pk>/progress: how far it is; the whole page when it is over."""
    run = get_object_or_404(MatchRun, pk=pk)
    if not request.headers.get("HX-Request"):
        return redirect("match_runs")
    if not run.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {"run": run, "may_look": may_look(kinds.person(request))}
    return render(request, "duplicates/going.html", context)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /duplicates/runs/<pk>/cancel: stop; nothing is written before the end."""
    from headwater.match.base import deeds

    user = _steward(kinds.editor(request))
    try:
        deeds.cancel(get_object_or_404(MatchRun, pk=pk), by=user)
        toasts.say(request, "It stops; the queue stays as it is.")
    except deeds.NotNow as not_now:
        toasts.say(request, str(not_now), kind="bad")
    return toasts.done(request, reverse("match_runs"))


def _start(request: HttpRequest, user: User) -> HttpResponse:
    from headwater.match.base import deeds

    try:
        deeds.start(by=_steward(kinds.editor(request)))
    except deeds.NotNow as not_now:
        toasts.say(request, str(not_now), kind="bad")
    return toasts.done(request, reverse("match_runs"))


def _steward(user: User) -> User:
    if not may_look(user):
        raise PermissionDenied("Marketing and administrators look through everything.")
    return user


def summary(run: MatchRun) -> list[tuple[str, Any]]:
    """The totals of a run as words and numbers."""
    words = {"persons": "People", "companies": "Companies", "certain": "Certain",
             "likely": "Likely", "possible": "Possible", "groups": "Groups"}  # fmt: skip
    return [(word, run.totals.get(key, 0)) for key, word in words.items()]
