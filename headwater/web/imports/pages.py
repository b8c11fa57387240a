"""/imports and /imports/new: every import that one may see, and the door for the next file."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from headwater.capture import imports, tables, uploads
from headwater.catalog import objects
from headwater.records.models import ImportJob, ImportRow
from headwater.web import toasts
from headwater.web.imports import steps
from headwater.web.imports.access import importer, seen_by

PAGE = 50
State = ImportJob.State
TONES = {
    State.UPLOADED: "warn", State.CHECKING: "accent", State.CHECKED: "warn",
    State.RUNNING: "accent", State.PAUSED: "warn", State.DONE: "good", State.CANCELLED: "",
    State.FAILED: "bad", State.UNDOING: "accent", State.UNDONE: "",
}  # fmt: skip
WORDS = {
    State.UPLOADED: "Columns to agree on", State.CHECKED: "Tried out, not brought in",
    State.CHECKING: "Trying out", State.UNDOING: "Taking back",
}  # fmt: skip


def import_list(request: HttpRequest) -> HttpResponse:
    """Newest first, each with its totals as the job itself keeps them."""
    found = Paginator(seen_by(importer(request)), PAGE)
    page = found.get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": [_line(job) for job in page],
        "is_busy": any(job.is_busy for job in page),
    }
    return render(request, "imports/list.html", context)


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; what cannot be read is told at once, in plain words."""
    user = importer(request)
    problem = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if file is None:
                raise tables.Unreadable("Choose a file first.")
            name = file.name or ""
            job = imports.start(uploads.keep(name, file.chunks()), by=user, file_name=name)
        except tables.Unreadable as error:
            problem = str(error)
        else:
            return toasts.done(request, reverse("import_job", args=[job.pk]))
    context = {
        "problem": problem,
        "kinds": ",".join(uploads.KINDS),
        "largest": settings.IMPORT_LARGEST,
        "largest_words": f"{settings.IMPORT_LARGEST // 1024**2:,} MB",
        "steps": steps.of(""),
    }
    page = "imports/door.html" if request.headers.get("HX-Request") else "imports/upload.html"
    return render(request, page, context, status=422 if problem else 200)


def _line(job: ImportJob) -> dict[str, Any]:
    state = State(job.state)
    return {
        "job": job,
        "state": WORDS.get(state, state.label),
        "tone": TONES[state],
        "noun": objects.get(job.object_name).label_plural.lower(),
        "counts": [
            job.totals.get(verdict, 0) if job.totals else None
            for verdict in ImportRow.Verdict.values
        ],
    }
