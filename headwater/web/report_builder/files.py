"""Exports: any report or list as CSV, Excel or Parquet; at once, or by a job that tells."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.http import StreamingHttpResponse as Streamed
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from headwater.criteria.errors import CriteriaError
from headwater.people.models import User
from headwater.reporting import prepared, running
from headwater.reporting.export_file import ExportFile
from headwater.reporting.files.forms import FORMS, Form
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.running import TooMuch
from headwater.web import toasts
from headwater.web.lists import sheets as list_sheets
from headwater.web.lists.export import streamed
from headwater.web.records import kinds, words
from headwater.web.report_builder.given import spec_of

prepared.makes("list")(list_sheets.of_query)


@require_POST
def exports_asked(request: HttpRequest) -> HttpResponseBase:
    """POST /exports/asked (what, asked, form): the file, or the promise that it will be told."""
    user = kinds.person(request)
    form = FORMS.get(request.POST.get("form", ""))
    if form is None:
        raise Http404
    title, what, asked = words.given(request.POST, "title")[:120], "report", {}
    try:
        if request.POST.get("what") == "list":
            what, asked = "list", _list(request)
            title = title or list_sheets.title_of(asked)
            count = list_sheets.count_of(asked, user)
        else:
            spec = spec_of(QueryDict(request.POST.get("asked", "")))
            asked, title = spec.json(), title or kind_of(spec.kind).label
            count = 0 if spec.is_grouped else running.count(spec, user)
        if count > form.at_once:
            return _later(request, what, asked, title, form)
        return streamed(prepared.MAKERS[what](asked, title, user), form)
    except (CriteriaError, TooMuch) as error:
        toasts.say(request, str(error), kind="bad")
        return toasts.done(request, request.headers.get("Referer", "/reports/library"))


def _list(request: HttpRequest) -> dict[str, Any]:
    return {"list": request.POST.get("list", ""), "query": request.POST.get("asked", "")}


def _later(
    request: HttpRequest, what: str, asked: dict[str, Any], title: str, form: Form
) -> HttpResponse:
    prepared.prepare(what, asked, title, form.key, by=kinds.person(request))
    toasts.say(request, "The file is being prepared. You are told when it is ready.")
    return toasts.done(request, prepared.PAGE)


def exports(request: HttpRequest) -> HttpResponse:
    """GET /exports: the files that one has asked for, the newest first."""
    user = kinds.person(request)
    found = list(ExportFile.objects.filter(user=user)[:50])
    context = {"files": found, "is_busy": any(file.is_busy for file in found),
               "days": prepared.KEPT.days}  # fmt: skip
    is_part = request.headers.get("HX-Target") == "files"
    name = "report_builder/files.html" if is_part else "report_builder/exports.html"
    return render(request, name, context)


def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """GET /exports/7: the bytes, for whoever asked for them and nobody else."""
    user: User = kinds.person(request)
    file = get_object_or_404(ExportFile, pk=pk, user=user, state=ExportFile.State.DONE)
    header = content_disposition_header(True, file.file_name) or ""
    return Streamed(
        prepared.content(file), content_type=FORMS[file.form].content_type,
        headers={"Content-Disposition": header, "Content-Length": str(file.size)},
    )  # fmt: skip
