"""What one does with a run: choose otherwise, start, stop, undo."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from headwater.converting import runs
from headwater.records.models import ConversionRun
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.conversions import choosing, pages
from headwater.web.conversions.access import own_run, run_of
from headwater.web.conversions.outcome import NOUNS
from headwater.web.records.kinds import editor
from headwater.web.templatetags.words import plural

State = ConversionRun.State
UNDOABLE = (State.DONE, State.STOPPED, State.UNDONE)


@require_POST
def choices(request: HttpRequest, pk: int) -> HttpResponse:
    """Try the same leads out with other choices; 422 with what is wrong with these."""
    run = own_run(request, pk)
    how = choosing.answered(request.POST)
    try:
        run = runs.choose(run, how, by=editor(request))
    except Refused as refused:
        said = [problem.message for problem in refused.problems]
        return pages.page(request, run, said, how)
    if request.headers.get("HX-Request"):
        return pages.page(request, run)
    return redirect("conversion_run", pk)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Convert, or go on where it was stopped."""
    run, user = own_run(request, pk), editor(request)
    return _do(request, run, partial(runs.begin, run, by=user), _converted)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop after the leads that are under way; what is converted can be undone."""
    run, user = run_of(request, pk), editor(request)
    return _do(request, run, partial(runs.stop, run, by=user))


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what happens, and what may stay. POST: take it back."""
    run, user = run_of(request, pk), editor(request)
    if request.method == "POST":
        keep = [noun for noun in request.POST.getlist("keep") if noun in NOUNS]
        sure = bool(request.POST.get("sure"))
        deed = partial(runs.begin_undo, run, by=user, keep=keep, even_touched=sure)
        return _do(request, run, deed, _undone)
    if run.state not in UNDOABLE:
        return redirect("conversion_run", pk)
    gone = run.totals.get("undone", {}).get("gone", 0)
    context = {"run": run, "count": run.converted_count - gone, "nouns": NOUNS}
    return render(request, "conversions/undo.html", context)


def _do(
    request: HttpRequest,
    run: ConversionRun,
    deed: Callable[[], Any],
    said: Callable[[HttpRequest, ConversionRun], None] | None = None,
) -> HttpResponse:
    """Do it and show the run; what cannot be done now is told there."""
    try:
        deed()
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    else:
        run.refresh_from_db()
        if said:
            said(request, run)
    return toasts.done(request, reverse("conversion_run", args=[run.pk]))


def _converted(request: HttpRequest, run: ConversionRun) -> None:
    if run.state == State.DONE:
        url = reverse("conversion_run_undo", args=[run.pk]) if run.converted_count else ""
        toasts.say(request, f"{plural(run.converted_count, 'lead')} converted.", undo_url=url)


def _undone(request: HttpRequest, run: ConversionRun) -> None:
    if run.state == State.UNDONE:
        back = run.totals.get("undone", {})
        stays = back.get("stays", 0)
        more = f" {plural(stays, 'conversion stays,conversions stay')}." if stays else ""
        toasts.say(request, f"{plural(back.get('gone', 0), 'conversion')} undone.{more}")
