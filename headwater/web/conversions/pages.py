"""Runs that convert many leads: each from its dry run to its undoing, and the list of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from headwater.converting.how import How
from headwater.records.models import ConversionRun
from headwater.web.conversions import choosing, outcome
from headwater.web.conversions.access import run_of, seen_by
from headwater.web.records.kinds import editor

PAGE = 50
State = ConversionRun.State
DOING = {State.TRYING: "Trying out", State.RUNNING: "Converting", State.UNDOING: "Taking back"}
TONES = {
    State.TRYING: "accent", State.WAITING: "warn", State.RUNNING: "accent", State.DONE: "good",
    State.STOPPED: "warn", State.UNDOING: "accent", State.UNDONE: "",
}  # fmt: skip
WORDS = {State.WAITING: "Tried out, not started"}


def run_list(request: HttpRequest) -> HttpResponse:
    """GET /conversions/runs: newest first, each with its totals as the run itself keeps them."""
    found = Paginator(seen_by(editor(request)), PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(run) for run in page],
        "is_busy": any(run.is_busy for run in page),
    }
    return render(request, "conversions/list.html", context)


def run(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /conversions/runs/<pk>: the choices and the dry run; afterwards what became."""
    return page(request, run_of(request, pk))


def page(request: HttpRequest, run: ConversionRun, problems: Any = (), how: How | None = None
) -> HttpResponse:  # fmt: skip
    """The whole page; `problems` are why choices (`how`) were not taken over."""
    user = editor(request)
    context = going(run, request) | outcome.page_of_rows(run, request.GET, user)
    if outcome.phase(run) == outcome.PLANNED and run.by_id == user.pk:
        context |= choosing.asked(how or How.of(run.how), user) | {"problems": problems}
    return render(request, "conversions/run.html", context, status=422 if problems else 200)


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again each second; the whole page when it is over."""
    run = run_of(request, pk)
    if not request.headers.get("HX-Request"):
        return redirect("conversion_run", pk)
    if not run.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "conversions/going.html", going(run, request) | {"is_part": True})


def going(run: ConversionRun, request: HttpRequest) -> dict[str, Any]:
    """How far it is and the totals so far."""
    totals, came = outcome.totals_of(run), run.totals.get(outcome.CAME, {})
    planned = run.totals.get(outcome.PLANNED, {})
    back = run.totals.get(outcome.BACK, {})
    return {
        "run": run,
        "is_own": run.by_id == editor(request).pk,
        "is_planned": outcome.phase(run) == outcome.PLANNED,
        "doing": DOING.get(State(run.state), ""),
        "parts": outcome.parts(run, request.GET.get("ending", "")),
        "every_count": sum(totals.values()),
        "coming_count": planned.get("made", 0) + planned.get("joined", 0),
        "staying_count": planned.get("skipped", 0) + planned.get("refused", 0),
        "refused_count": sum(came.get(each, 0) for each in ("refused", "skipped")),
        "stays_count": back.get("stays", 0),
        "can_undo": run.state in (State.DONE, State.STOPPED) and run.converted_count > 0,
    }


def _line(run: ConversionRun) -> dict[str, Any]:
    state = State(run.state)
    is_started = outcome.phase(run) != outcome.PLANNED
    came = run.totals.get(outcome.CAME, {})
    return {
        "run": run, "state": WORDS.get(state, state.label), "tone": TONES[state],
        "converted": run.converted_count if is_started else None,
        "skipped": came.get("skipped", 0) if is_started else None,
        "refused": came.get("refused", 0) if is_started else None,
    }  # fmt: skip
