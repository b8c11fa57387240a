"""The programs with their figures, and one program as vertical steps with counts at each."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from headwater.criteria.errors import CriteriaError
from headwater.nurture.models import Enrolment, Program, Step
from headwater.nurture.programs import counting, joining, keeping
from headwater.nurture.programs.program import limits, steps_of
from headwater.nurture.programs.starters import STARTERS
from headwater.nurture.programs.starters import make as make_starter
from headwater.nurture.programs.ways import Way
from headwater.records import trail
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.nurture.access import marketer, may_change, program_of
from headwater.web.records import kinds
from headwater.web.records.sentences import say

PEOPLE = 50  # of a program on one page
CHANGES = 8
ICONS = {
    "wait": "hourglass", "email": "mail", "task": "check", "field": "pencil", "branch": "split",
    "handoff": "handshake", "leave": "log-out",
}  # fmt: skip


@require_GET
def nurture(request: HttpRequest) -> HttpResponse:
    """GET /nurture."""
    programs = list(Program.objects.order_by("-is_active", "name"))
    figures = counting.of_programs(programs)
    rows = [{"program": each, "figures": figures[each.pk]} for each in programs]
    context = {"rows": rows, "starters": STARTERS, "limits": limits(), **may_change(request)}
    return render(request, "nurture/list.html", context)


@require_GET
def program(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /nurture/<pk>: its steps from top to bottom."""
    row = program_of(pk)
    user = kinds.person(request)
    troubled = Enrolment.objects.running().filter(program=row).exclude(problem="")
    entries = list(trail.about(row).filter(object_name="Program")[:CHANGES])
    context = {
        "program": row,
        "figures": counting.of_programs([row])[row.pk],
        "lines": lines(row),
        "troubled": troubled.visible_to(user).select_related("lead")[:5],
        "newly": _newly(row),
        "changes": [
            {"said": say(each), "at": each.at, "by": each.by, "words": each.because.get("words")}
            for each in entries
        ],
        **may_change(request),
    }
    return render(request, "nurture/program.html", context)


@require_GET
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /nurture/<pk>/people?state=&step=: who is or was in it, those one may see."""
    row = program_of(pk)
    state, key = request.GET.get("state", "running"), request.GET.get("step", "")
    found = Enrolment.objects.filter(program=row).visible_to(kinds.person(request))
    if state == "troubled":
        found = found.running().exclude(problem="")
    elif state in Enrolment.State.values:
        found = found.filter(state=state)
    if key:
        found = found.filter(step__key=key)
    shown = found.select_related("lead", "step__template").order_by("due_at", "-ended_at", "pk")
    context = {
        "program": row, "rows": shown[:PEOPLE], "total": found.count(), "state": state,
        "most": PEOPLE, "states": [*Enrolment.State.choices, ("troubled", "With a refused mail")],
        **may_change(request),
    }  # fmt: skip
    return render(request, "nurture/people.html", context)


@require_POST
def running(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /nurture/<pk>/running: `on` starts it; without, it pauses."""
    user, row = marketer(request), program_of(pk)
    try:
        if "on" in request.POST:
            keeping.run(row, by=user)
            toasts.say(request, f"“{row}” is running. The first come in within a minute.")
        else:
            keeping.pause(row, by=user)
            toasts.say(request, f"“{row}” is paused. Those inside stay where they are.")
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    return toasts.done(request, reverse("nurture_program", args=[pk]))


@require_POST
def starters(request: HttpRequest) -> HttpResponse:
    """POST /nurture/starters: `starter` becomes a program to look at and change."""
    user, key = marketer(request), request.POST.get("starter", "")
    if key not in STARTERS:
        raise Http404
    row = make_starter(key, by=user)
    toasts.say(request, f"“{row}” is yours to change. It sends nothing before you start it.")
    return toasts.done(request, reverse("nurture_program", args=[row.pk]))


def lines(row: Program) -> list[dict[str, Any]]:
    """The steps in force as a page draws them: number, depth, words, figures."""
    way, found = Way(steps_of([row])[row.pk]), counting.of_steps(row)
    return [
        _line(number, depth, step, found.get(step.key, counting.AtStep()))
        for number, (depth, step) in enumerate(way.walk(), 1)
    ]


def _line(number: int, depth: int, step: Step, figures: counting.AtStep) -> dict[str, Any]:
    return {
        "number": number, "depth": depth, "step": step, "icon": ICONS[step.kind],
        "standing": figures.standing, "passed": figures.passed,
        "variants": sorted(figures.variants.items()),
    }  # fmt: skip


def _newly(row: Program) -> int | None:
    """How many would come in now; None where nobody comes in by itself."""
    if not row.criteria.strip():
        return None
    try:
        return joining.matching(row, timezone.now()).count()
    except CriteriaError:
        return None
