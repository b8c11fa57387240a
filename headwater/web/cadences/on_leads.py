"""A cadence on a lead: started, stopped, gone on with; started on the ticked leads of a list."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from headwater.database import statements
from headwater.people.models import User
from headwater.qualify import cadences
from headwater.qualify.models import Cadence, CadenceRun
from headwater.records.models import Lead
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.leads.deeds import deed
from headwater.web.lists import bulk
from headwater.web.records import undo
from headwater.web.records.undo import undoes
from headwater.web.templatetags.words import plural


def of_lead(lead: Lead, user: User) -> dict[str, Any]:
    """What the page says of this lead's cadence, and what may be started; four queries at most."""
    found = statements.fetch(CadenceRun, NEWEST, [lead.pk])
    prefetch_related_objects(found, "cadence__steps")
    run = found[0] if found else None
    if run is not None:
        run.step_count = len(run.cadence.steps.all())
    is_free = user.can_edit and lead.is_open and not (run and run.is_running)
    return {"cadence_run": run, "cadences": choices() if is_free else []}


def choices() -> list[Cadence]:
    """What may be started."""
    return statements.fetch(Cadence, STARTABLE)


NEWEST = "WHERE t.lead_id = %s::bigint ORDER BY t.started_at DESC, t.id DESC LIMIT 1"
STARTABLE = """WHERE t.is_active
AND EXISTS (SELECT FROM qualify_cadencestep step WHERE step.cadence_id = t.id) ORDER BY t.name"""


@deed
def start(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/cadence: begin `cadence`."""
    cadence = chosen(request)
    runs = cadences.start([lead], cadence, by=user)
    if not runs:
        message = f"{lead} is closed, or on another cadence."
        raise Refused([Problem("Cadence", "INVALID_INPUT", message)])
    url = undo.offer(request, "cadence", runs=[run.pk for run in runs])
    toasts.say(request, f"{lead} is on “{cadence}” now: {runs[0].task}.", undo_url=url)


@deed
def stop(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/cadence/stop."""
    runs = cadences.stop([lead], because=f"{user.name} stopped it", by=user)
    if runs:
        url = undo.offer(request, "cadence_stop", run=runs[0].pk)
        toasts.say(request, f"“{runs[0]}” is stopped for {lead}.", undo_url=url)
    else:
        toasts.say(request, "No cadence runs here any more.")


@deed
def resume(request: HttpRequest, lead: Lead, user: User) -> None:
    """POST /leads/<pk>/cadence/resumption: the step where it stopped is due today."""
    run = CadenceRun.objects.filter(lead=lead).select_related("cadence", "lead").first()
    if run is None:
        raise Http404
    cadences.resume(run, by=user)
    toasts.say(request, f"“{run}” goes on: {run.task}.")


@require_POST
def start_all(request: HttpRequest) -> HttpResponse:
    """POST /leads/selection/cadence: begin `cadence` on the ticked leads."""
    cadence = chosen(request)

    def deed(leads: list[Lead], user: User) -> tuple[str, str]:
        runs = cadences.start(leads, cadence, by=user)
        left = len(leads) - len(runs)
        said = f"{plural(len(runs), 'lead')} on “{cadence}” now."
        said += f" {plural(left, 'lead')} not: closed, or on another one." if left else ""
        url = undo.offer(request, "cadence", runs=[run.pk for run in runs]) if runs else ""
        return said, url

    return bulk.act(request, "Lead", deed)


def chosen(request: HttpRequest) -> Cadence:
    """The cadence that a form names; 404 when there is none."""
    key = request.POST.get("cadence", "")
    is_key = key.isdecimal() and len(key) < 19
    found: Cadence | None = Cadence.objects.filter(pk=key).first() if is_key else None
    if found is None:
        raise Http404
    return found


@undoes("cadence")
def take_off(user: User, *, runs: list[int]) -> str:
    leads = Lead.objects.visible_to(user).filter(cadence_runs__in=runs)
    count = len(cadences.stop(list(leads), because="taken back", by=user))
    return f"{plural(count, 'lead')} off the cadence again."


@undoes("cadence_stop")
def go_on(user: User, *, run: int) -> str:
    leads = Lead.objects.visible_to(user)
    row = CadenceRun.objects.filter(pk=run, lead__in=leads).select_related("lead", "cadence")
    found = row.first()
    if found is None:
        return "This cadence is no longer there."
    cadences.resume(found, by=user)
    return "It goes on."
