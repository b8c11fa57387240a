"""/imports/<pk>/fields/new: a column that nothing takes becomes a field of the organization's."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from headwater.capture import column_looks, tables
from headwater.catalog.custom import TYPES
from headwater.records.models import ImportJob
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.imports.access import job_of
from headwater.web.imports.columns import OPEN
from headwater.web.records.kinds import person


class NewField(forms.Form):
    """Its label and its type, both guessed from the column."""

    label = forms.CharField(max_length=80, label="Label")
    type = forms.ChoiceField(
        choices=[(name, label) for label, name in TYPES.items()], label="Type",
        help_text="Guessed from the values. It cannot be changed later.",
    )  # fmt: skip


def new_field(request: HttpRequest, pk: int) -> HttpResponse:
    """The dialog with what is guessed; POST makes the field and gives it the column."""
    job = job_of(request, pk)
    if not person(request).can_configure:
        raise PermissionDenied("Only administrators add fields. Ask one, or leave the column out.")
    if job.state not in OPEN:
        return redirect("import_job", pk)
    look = _look(request, job)
    guessed = {"label": look.name[:80], "type": look.type}
    form = NewField(request.POST or None, initial=guessed, auto_id="dialog_%s")
    if request.method == "POST" and form.is_valid() and _made(request, job, look.name, form):
        return toasts.done(request, reverse("import_columns", args=[pk]))
    context = {"job": job, "form": form, "column": look.name, "examples": look.examples}
    return render(request, "imports/field.html", context, status=422 if form.is_bound else 200)


def _look(request: HttpRequest, job: ImportJob) -> Any:
    place = request.GET.get("column", "")
    try:
        looks = column_looks.columns_of(job)
    except tables.Unreadable as error:
        raise Http404(str(error)) from None
    if not place.isdecimal() or len(place) > 6 or int(place) >= len(looks):
        raise Http404
    return looks[int(place)]


def _made(request: HttpRequest, job: ImportJob, column: str, form: NewField) -> bool:
    said = form.cleaned_data
    try:
        field = column_looks.define_field(
            job, column, by=person(request), label=said["label"], type=said["type"]
        )
    except (ValueError, Refused) as error:
        form.add_error("label", str(error))
        return False
    toasts.say(request, f"“{column}” becomes the new field {field.label}.")
    return True
