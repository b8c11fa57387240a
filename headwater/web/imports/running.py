"""/imports/<pk>: the dry run, the run and the result; how far it is; pause, go on, cancel."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from headwater.catalog import objects
from headwater.importing import deeds
from headwater.records.models import ImportJob
from headwater.web.imports import columns, created, kept, outcome, pace, steps
from headwater.web.imports.access import job_of

State = ImportJob.State
DOING = {State.CHECKING: "Trying out", State.RUNNING: "Bringing in", State.UNDOING: "Taking back"}
UNDOABLE = (State.DONE, State.CANCELLED, State.FAILED, State.PAUSED)
MOST_KEPT = 200  # on the page; the number above it is the whole truth


def import_job(request: HttpRequest, pk: int) -> HttpResponse:
    """The columns while they wait to be agreed on; afterwards how far it is and what became."""
    job = job_of(request, pk)
    if job.state == State.UPLOADED:
        return columns.page(request, job)
    context = going(job, request) | {"steps": steps.of(job.state)}
    if not job.is_busy:
        context |= outcome.page_of_rows(job, request.GET) | _result(job)
    return render(request, "imports/job.html", context)


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again each second; the whole page when it is over."""
    job = job_of(request, pk)
    if not request.headers.get("HX-Request"):
        return redirect("import_job", pk)
    if not job.is_busy:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "imports/going.html", going(job, request) | {"is_part": True})


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop after the rows that are under way; nothing is lost and nothing comes in twice."""
    return columns.deed(request, job_of(request, pk), deeds.pause)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop for good; what came in stays and can be taken back."""
    return columns.deed(request, job_of(request, pk), deeds.cancel)


def going(job: ImportJob, request: HttpRequest) -> dict[str, Any]:
    """How far it is and the totals so far."""
    totals = outcome.totals_of(job)
    return {
        "job": job,
        "is_check": outcome.is_check(job),
        "doing": DOING.get(State(job.state), ""),
        "parts": outcome.parts(job, request.GET.get("verdict", "")),
        "every_count": sum(totals.values()),
        "noun": objects.get(job.object_name).label_plural.lower(),
        "pace": pace.of(job, request.GET),
    }


def _result(job: ImportJob) -> dict[str, Any]:
    totals = outcome.totals_of(job)
    found: dict[str, Any] = {
        "created_count": totals["create"],
        "created_url": created.url_of(job),
        "failed_count": totals["error"],
        "coming_count": totals["create"] + totals["update"] + totals["merge"],
        "can_undo": job.state in UNDOABLE and bool(sum(job.totals.values())),
    }
    if job.state == State.UNDONE:
        stayed = job.kept.select_related("by")
        found |= {"kept": kept.lines(stayed[:MOST_KEPT]), "kept_count": stayed.count()}
    return found
