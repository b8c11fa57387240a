"""/imports/<pk>/undo: what would go and what would stay; then the whole import is taken back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from headwater.importing import deeds
from headwater.web.imports import columns, kept, undo_preview
from headwater.web.imports.access import job_of
from headwater.web.imports.running import UNDOABLE


def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog that says what happens. POST: begin."""
    job = job_of(request, pk)
    if request.method == "POST":
        return columns.deed(request, job, deeds.begin_undo)
    if job.state not in UNDOABLE:
        return redirect("import_job", pk)
    preview = undo_preview.of(job, whole="whole" in request.GET)
    context = {"job": job, "preview": preview, "kept": kept.lines(preview.kept)}
    return render(request, "imports/undo.html", context)
