"""/imports/<pk>/columns: how the file is read, what each column becomes, what holds for every row.

Each change is kept at once, so that nothing is lost by a reload; it is judged when the file is
tried or brought in.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.capture import habits, imports, mapping, tables
from headwater.importing import deeds
from headwater.people.models import Owner, User
from headwater.records.models import Campaign, CampaignMemberStatus, ImportJob
from headwater.web import toasts
from headwater.web.imports import choices, looks, steps
from headwater.web.imports.access import job_of
from headwater.web.imports.targets import DATES, NUMBERS, Targets
from headwater.web.records.kinds import person

State = ImportJob.State
OPEN = (State.UPLOADED, State.CHECKED)  # nothing has been brought in yet
SURE = (("same name", "sure"), ("another word", "likely"), ("its values", "guess"))
SHORT = {habits.BECAUSE_FILE: "as you chose last time", habits.BECAUSE_NAME: "as you chose before"}
MOST_CAMPAIGNS = 200
DATE_ORDERS = (
    ("DMY", "Day first: 31.12.2026"), ("MDY", "Month first: 12/31/2026"),
    ("YMD", "Year first: 2026-12-31"), ("", "As your organization writes dates"),
)  # fmt: skip
DECIMAL_MARKS = (
    (".", "1,234.56"), (",", "1.234,56"), ("", "As your organization writes numbers"),
)  # fmt: skip


def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the page. POST: keep what was chosen; htmx gets what is still missing."""
    job = job_of(request, pk)
    if job.state not in OPEN:
        return redirect("import_job", pk)
    if request.method != "POST":
        return page(request, job)
    _keep(request, job)
    if not request.headers.get("HX-Request"):
        return redirect("import_columns", pk)
    return render(request, "imports/ready.html", _context(job, person(request)) | {"is_part": True})


@require_POST
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file in another way: encoding, delimiter, sheet, object, dates, numbers."""
    job = job_of(request, pk)
    if job.state not in OPEN:
        return redirect("import_job", pk)
    _keep(request, job)
    try:
        job = imports.set_reading(job, **choices.reading(job, request.POST))
    except tables.Unreadable as error:
        return page(request, job, [str(error)])
    except UnicodeError:
        return page(request, job, ["The file cannot be read with these letters; choose others."])
    if not request.headers.get("HX-Request"):
        return redirect("import_columns", pk)
    return page(request, job)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Try every row without bringing anything in."""
    return _agreed(request, pk, deeds.begin_check)


@require_POST
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the rows in as chosen, or go on where it was paused or stopped."""
    job = job_of(request, pk)
    if job.state in (State.PAUSED, State.FAILED):
        return deed(request, job, deeds.resume)
    if job.state == State.CHECKED and "known" not in request.POST:
        return deed(request, job, deeds.begin)
    return _agreed(request, pk, deeds.begin)


def deed(request: HttpRequest, job: ImportJob, what: Any) -> HttpResponse:
    """Do it and show the import; what cannot be done now is told there."""
    try:
        what(job, by=person(request))
    except deeds.NotNow as error:
        toasts.say(request, str(error), kind="bad")
    return toasts.done(request, reverse("import_job", args=[job.pk]))


def page(request: HttpRequest, job: ImportJob, troubles: list[str] | None = None) -> HttpResponse:
    """The page, or its form alone for htmx; `troubles` are why nothing has begun."""
    context = _context(job, person(request)) | {"said": troubles or []}
    name = "mapper" if request.headers.get("HX-Request") else "columns"
    return render(request, f"imports/{name}.html", context, status=422 if troubles else 200)


def _agreed(request: HttpRequest, pk: int, what: Any) -> HttpResponse:
    job = job_of(request, pk)
    if job.state not in OPEN:
        return redirect("import_job", pk)
    chosen = choices.posted(job, request.POST, Targets(job.object_name))
    troubles = imports.agree(
        job, mapping=chosen.mapping, known=chosen.known, owner_id=chosen.owner_id,
        campaign_id=chosen.campaign_id, member_status=chosen.member_status,
    )  # fmt: skip
    if troubles:
        _keep(request, job)
        return page(request, job, troubles)
    return deed(request, job, what)


def _keep(request: HttpRequest, job: ImportJob) -> None:
    choices.keep(job, choices.posted(job, request.POST, Targets(job.object_name)))


def _context(job: ImportJob, user: User) -> dict[str, Any]:
    targets = Targets(job.object_name)
    lines, unreadable = _lines(job, targets)
    chosen = [name for name in job.mapping.values() if name]
    types = {targets.type_of(name) for name in chosen}
    return {
        "job": job, "steps": steps.of(State.UPLOADED), "lines": lines, "options": targets.options,
        "taken": [line for line in lines if line["chosen"]],
        "left_out": [line for line in lines if not line["chosen"]],
        "troubles": unreadable or mapping.problems(job.mapping, job.object_name),
        "is_remembered": habits.BECAUSE_FILE in job.guessed.values(),
        "reading": _reading(job, has_dates=bool(types & DATES), has_numbers=bool(types & NUMBERS)),
        "every": _every_row(job), "may_define": user.can_configure,
    }  # fmt: skip


def _lines(job: ImportJob, targets: Targets) -> tuple[list[dict[str, Any]], list[str]]:
    """A line for each column; and why the file cannot be read, if it cannot."""
    try:
        found = looks.columns_of(job)
    except tables.Unreadable as error:
        return [], [str(error)]
    lines = [
        {
            "place": place, "name": look.name, "chosen": targets.words_of(look.target),
            "because": SHORT.get(look.because, look.because) if look.target else "",
            "sure": _sure(look.because),
            "examples": look.examples, "type": look.type,
            "filled": look.filled / look.looked if look.looked else None,
        }
        for place, look in enumerate(found)
    ]  # fmt: skip
    return lines, []


def _sure(because: str) -> str:
    """How sure a guess is, in a word; '' for what a person has said."""
    return next((word for start, word in SURE if because.startswith(start)), "")


def _reading(job: ImportJob, *, has_dates: bool, has_numbers: bool) -> dict[str, Any]:
    is_text = job.kind == ImportJob.Kind.CSV
    sheets = looks.sheets_of(job)
    return {
        "objects": imports.IMPORTABLE,
        "encodings": imports.ENCODINGS.items() if is_text else (),
        "delimiters": imports.DELIMITERS.items() if is_text else (),
        "sheets": sheets if len(sheets) > 1 else (),
        "date_orders": DATE_ORDERS if has_dates or job.date_order else (),
        "decimal_marks": DECIMAL_MARKS if has_numbers or job.decimal_mark else (),
    }


def _every_row(job: ImportJob) -> dict[str, Any]:
    is_lead = job.object_name == "Lead"
    statuses = CampaignMemberStatus.objects.filter(campaign=job.campaign_id)
    return {
        "known": ImportJob.Known.choices if is_lead else (),
        "owners": Owner.objects.filter(is_active=True).order_by("kind", "name"),
        "campaigns": Campaign.objects.alive().filter(is_active=True)[:MOST_CAMPAIGNS]
        if is_lead
        else (),
        "statuses": statuses if is_lead and job.campaign_id else (),
    }
