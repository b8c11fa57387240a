"""Programs on a lead: what comes next and when, coming in by hand, leaving; many at once."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from headwater.database import statements
from headwater.nurture.models import Enrolment, Program
from headwater.nurture.programs import enrolling
from headwater.nurture.programs.enrolling import Turned
from headwater.people.models import User
from headwater.records.models import Lead
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.leads.deeds import deed
from headwater.web.lists import bulk
from headwater.web.records import undo
from headwater.web.records.undo import undoes
from headwater.web.templatetags.words import plural

MOST = 4  # of a lead's programs; a side panel is not a list
OF_LEAD = f"WHERE t.lead_id = %s::bigint ORDER BY t.ended_at, t.enrolled_at DESC LIMIT {MOST}"
BY_HAND = "by hand"


def of_lead(lead: Lead, user: User) -> dict[str, Any]:
    """The lead's programs, and those it may come into; four queries at most."""
    found = statements.fetch(Enrolment, OF_LEAD, [lead.pk])
    prefetch_related_objects(found, "program", "step__template")
    inside = {row.program_id for row in found if row.is_running}
    is_free = user.can_edit and lead.is_open
    free = [each for each in choices() if each.pk not in inside] if is_free else []
    return {"enrolments": found, "programs": free}


def choices() -> list[Program]:
    """Those that take people now."""
    return statements.fetch(Program, "WHERE t.is_active ORDER BY t.name")


@deed
def enrol(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/program: into `program`."""
    program = chosen(request)
    (answer,) = enrolling.enrol(program, [lead], by=user, because=BY_HAND)
    if isinstance(answer, Turned):
        raise Refused([answer.problem])
    url = undo.offer(request, "enrolment", enrolments=[answer.pk])
    toasts.say(request, f"{lead} is in “{program}” now.", undo_url=url)


@deed
def leave(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/program/leaving: out of `enrolment`."""
    key = request.POST.get("enrolment", "")
    rows = Enrolment.objects.filter(lead=lead)
    found = rows.filter(pk=key) if key.isdecimal() and len(key) < 19 else rows.none()
    left = enrolling.leave(list(found), f"taken out by {user.name}", by=user)
    if not left:
        raise Refused([Problem("", "INVALID_INPUT", f"{lead} is in this program no more.")])
    toasts.say(request, f"{lead} has left “{left[0].program}”.")


@require_POST
def enrol_all(request: HttpRequest) -> HttpResponse:
    """POST /leads/selection/program: the ticked leads into `program`."""
    program = chosen(request)

    def deed(leads: list[Lead], user: User) -> tuple[str, str]:
        answers = enrolling.enrol(program, leads, by=user, because=BY_HAND)
        came = [answer.pk for answer in answers if isinstance(answer, Enrolment)]
        turned = [answer.words for answer in answers if isinstance(answer, Turned)]
        said = f"{plural(len(came), 'lead')} in “{program}” now."
        said += f" {plural(len(turned), 'lead')} not: {turned[0]}" if turned else ""
        return said, undo.offer(request, "enrolment", enrolments=came) if came else ""

    return bulk.act(request, "Lead", deed)


def chosen(request: HttpRequest) -> Program:
    """The program that a form names; 404 when there is none."""
    key = request.POST.get("program", "")
    is_key = key.isdecimal() and len(key) < 19
    found: Program | None = Program.objects.filter(pk=key).first() if is_key else None
    if found is None:
        raise Http404
    return found


@undoes("enrolment")
def take_out(user: User, *, enrolments: list[int]) -> str:
    rows = Enrolment.objects.filter(pk__in=enrolments).visible_to(user)
    count = len(enrolling.leave(list(rows), "taken back", by=user))
    return f"{plural(count, 'lead')} out of the program again."
