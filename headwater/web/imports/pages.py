"""/imports: upload, mapping, progress, the outcome of each row, the failed rows as CSV."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater import importing
from headwater.capture import failures as failed_rows
from headwater.capture import imports, mapping, tables
from headwater.jobs import enqueue
from headwater.people.models import User
from headwater.records.models import Campaign, ImportJob, Submission
from headwater.records.submission import State
from headwater.web import toasts
from headwater.web.imports import files

PAGE = 50
SAMPLES = 3
MAY = "Only marketing, managers and administrators import files."
BAD = (State.REJECTED, State.QUARANTINED, State.WAITING)


def import_list(request: HttpRequest) -> HttpResponse:
    """Every import, newest first, with its balance."""
    _must(request)
    jobs = Paginator(ImportJob.objects.select_related("created_by"), PAGE)
    page = jobs.get_page(request.GET.get("page"))
    balances = _balances([job.pk for job in page])
    rows = [(job, balances.get(job.pk, {})) for job in page]
    return render(request, "imports/list.html", {"page": page, "rows": rows})


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; what cannot be read is told at once."""
    _must(request)
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise tables.Unreadable("Choose a file first.")
            path = files.keep(file)
            job = imports.start(path, by=cast(User, request.user), file_name=file.name or "")
        except tables.Unreadable as error:
            problem = str(error)
        else:
            return redirect("import_job", job.pk)
    context = {"problem": problem, "kinds": ",".join(files.KINDS)}
    return render(request, "imports/upload.html", context, status=422 if problem else 200)


def import_job(request: HttpRequest, pk: int) -> HttpResponse:
    """The mapping while it waits for one; afterwards what became of each row."""
    job = _job(request, pk)
    if job.state == ImportJob.State.UPLOADED:
        return _mapping_page(request, job, job.mapping)
    return render(request, "imports/job.html", _outcome(request, job))


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the mapping as chosen and run; what makes no sense is told and nothing runs."""
    job = _job(request, pk)
    if job.state != ImportJob.State.UPLOADED:
        return redirect("import_job", pk)
    known = mapping.targets(job.object_name)
    chosen = {
        column: target if target in known else ""
        for place, column in enumerate(job.columns)
        for target in [request.POST.get(f"column-{place}", "")]
    }
    troubles = mapping.problems(chosen, job.object_name)
    if troubles:
        return _mapping_page(request, job, chosen, troubles)
    campaign = request.POST.get("campaign", "")
    if campaign.isdecimal():
        job.campaign = Campaign.objects.alive().filter(pk=int(campaign[:18])).first()
    job.mapping, job.state = chosen, ImportJob.State.RUNNING
    job.save(update_fields=["mapping", "campaign", "state"])
    enqueue(importing.run_job, job_id=job.pk)
    toasts.say(request, f"Running. {job.row_count:,} rows come in; you may go on with other work.")
    return toasts.done(request, reverse("import_job", args=[pk]))


def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that asks again while the import runs."""
    return render(request, "imports/progress.html", _outcome(request, _job(request, pk)))


def failures(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that did not come in, with the reason, as CSV."""
    job = _job(request, pk)
    rows = Submission.objects.filter(import_job=job, state__in=BAD).order_by("import_row")
    told = (
        (payload, reason or "Not judged yet.")
        for payload, reason in rows.values_list("payload", "reason").iterator()
    )
    response = StreamingHttpResponse(
        failed_rows.lines(list(job.columns), told), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="import-{job.pk}-failed.csv"'
    return response


def _mapping_page(
    request: HttpRequest, job: ImportJob, chosen: dict[str, str], troubles: list[str] | None = None
) -> HttpResponse:
    try:
        table = imports.table_of(job)
        sample = [row for row, _ in zip(tables.rows(table), range(SAMPLES), strict=False)]
    except tables.Unreadable as error:
        sample, troubles = [], [*(troubles or []), str(error)]
    known = sorted(mapping.targets(job.object_name).items(), key=lambda pair: pair[1])
    lines = [
        {"column": column, "chosen": chosen.get(column, ""), "examples": _examples(sample, column)}
        for column in job.columns
    ]
    context = {
        "job": job, "lines": lines, "targets": known, "troubles": troubles or [],
        "campaigns": Campaign.objects.alive().filter(is_active=True),
        "mapped_count": sum(1 for line in lines if line["chosen"]),
    }  # fmt: skip
    return render(request, "imports/mapping.html", context, status=422 if troubles else 200)


def _examples(sample: list[dict[str, Any]], column: str) -> str:
    said = [str(row[column])[:60] for row in sample if row.get(column) not in ("", None)]
    return " · ".join(dict.fromkeys(said))


def _outcome(request: HttpRequest, job: ImportJob) -> dict[str, Any]:
    rows = Submission.objects.filter(import_job=job)
    balance = rows.balance()
    state = request.GET.get("state", "")
    if state in State.values:
        rows = rows.filter(state=state)
    found = Paginator(rows.select_related("lead").order_by("import_row"), PAGE)
    return {
        "job": job,
        "balance": balance,
        "parts": [(each, balance[each.value]) for each in State if balance[each.value]],
        "failed_count": sum(balance[each.value] for each in BAD),
        "page": found.get_page(request.GET.get("page")),
        "is_running": job.state == ImportJob.State.RUNNING,
        "state": state,
    }


def _balances(keys: list[int]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    counted = (
        Submission.objects.filter(import_job__in=keys).order_by().values_list("import_job", "state")
    )
    for key, state, count in counted.annotate(Count("pk")):
        found.setdefault(key, {})[state] = count
    return found


def _must(request: HttpRequest) -> None:
    user = cast(User, request.user)
    if not (user.can_market or user.can_lead_people):
        raise PermissionDenied(MAY)


def _job(request: HttpRequest, pk: int) -> ImportJob:
    _must(request)
    job = ImportJob.objects.select_related("created_by", "campaign").filter(pk=pk).first()
    if job is None:
        raise Http404
    return job
