"""The editor of a program's steps: one form, nothing saved until it is; what happens to those
inside is said before.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.nurture.models import MailTemplate, Program
from headwater.nurture.programs import changing, checking
from headwater.nurture.programs.changing import Planned
from headwater.nurture.programs.program import Did, Exit, StepKind, Unit
from headwater.people.models import User
from headwater.records.problem import Problem
from headwater.web import toasts
from headwater.web.nurture import drafted
from headwater.web.nurture.access import marketer, program_of
from headwater.web.nurture.pages import ICONS


@require_http_methods(["GET", "POST"])
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /nurture/<pk>/steps: the editor. POST: `do` changes the form or saves it (`save`,
    `agreed` with what was said about those inside)."""
    user, program = marketer(request), program_of(pk)
    if request.method != "POST":
        return _page(request, program, changing.planned(program))
    plan, do = drafted.read(request.POST), request.POST.get("do", "")
    if do not in ("save", "agreed"):
        plan, focus = drafted.change(plan, do)
        return _page(request, program, plan, focus=focus)
    if problems := checking.problems(plan):
        return _page(request, program, plan, problems=problems)
    said = [str(each) for each in changing.consequences(program, plan)]
    # Somebody may have come in, or the form changed, since the consequences were read.
    if said and (do != "agreed" or request.POST.get("said") != "\n".join(said)):
        return _page(request, program, plan, said=said)
    return _saved(request, program, plan, user)


def _saved(
    request: HttpRequest, program: Program, plan: Sequence[Planned], user: User
) -> HttpResponse:
    held = changing.publish(program, plan, by=user)
    words = f"Version {held.version} of “{program}” is in force."
    words += "" if program.is_active else " It sends nothing before you start it."
    toasts.say(request, words)
    return toasts.done(request, reverse("nurture_program", args=[program.pk]))


def _page(
    request: HttpRequest,
    program: Program,
    plan: Sequence[Planned],
    *,
    problems: Sequence[Problem] = (),
    said: Sequence[str] = (),
    focus: str = "",
) -> HttpResponse:
    by_step = {each.field: each.message for each in problems}
    context: dict[str, Any] = {
        "program": program,
        "lines": drafted.shown(
            plan, by_step, focus, request.POST if request.method == "POST" else None
        ),
        "deeds": Did.choices,
        "reply_ends": Exit.REPLY.value in program.exits,
        "trouble": by_step.get("", ""),
        "problem_count": len(problems),
        "said": said,
        "said_text": "\n".join(said),
        "last": next((each.key for each in reversed(plan) if not each.parent), ""),
        "kinds": [(kind.value, kind.label, ICONS[kind.value]) for kind in StepKind],
        "units": Unit.choices,
        "templates": MailTemplate.objects.filter(is_active=True),
        "fields": sorted((f.label, name) for name, f in checking.fields().items()),
    }
    return render(request, "nurture/editor.html", context, status=422 if problems else 200)
