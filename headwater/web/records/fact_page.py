"""One fact of one record: read, or changed in place with Undo."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import UnknownName
from headwater.people.organization import organization
from headwater.records import writing
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import asking, entry, facts, inputs, kinds, undo, words


@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, object_name: str, pk: int, name: str) -> HttpResponse:
    """GET: the fact as a small form. POST: change it, and answer the new words."""
    user = kinds.editor(request)
    record = kinds.find(object_name, pk, user)
    field = _field(object_name, name)
    if getattr(record, "is_converted", False):
        raise Http404
    value = words.typed(record, field)
    form = _form(field, request.POST if request.method == "POST" else None, value)
    context: dict[str, Any] = {
        "url": request.path, "label": words.label(field), "field": form["value"],
        "is_reference": field.is_reference,
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "records/fact_form.html", context)
    given = {field.attribute: inputs.read(field, request.POST, "value")}
    try:
        _write(request, record, field, given)
    except Refused as refused:
        form.full_clean()
        for problem in refused.problems:
            if problem.message not in form.errors.get("value", []):
                form.add_error("value", problem.message)
        return render(request, "records/fact_form.html", context, status=422)
    money = organization().currency
    record = kinds.find(object_name, pk, user)
    link = _link(record, field)
    value = words.shown(record, field, money)
    context |= {"value": value, "fact": {"link": link, "value": value, "url": request.path}}
    return render(request, "records/fact_value.html", context)


def _field(object_name: str, name: str) -> FieldDef:
    try:
        field = objects.get(object_name).field(name)
    except UnknownName:
        raise Http404 from None
    if not facts.is_fact(object_name, field):
        raise Http404
    return field


def _form(field: FieldDef, posted: Any, value: Any) -> forms.Form:
    form = forms.Form(posted, initial={"value": value})
    form.fields["value"] = inputs.form_field(field, value=value)
    form.fields["value"].help_text = ""
    return form


def _write(request: HttpRequest, record: Any, field: FieldDef, given: dict[str, Any]) -> None:
    kind = objects.of_model(record)
    user = kinds.person(request)
    done = entry.standard(kind.name, given, record)
    given = done.values
    changes = writing.difference(record, writing.fit(kind, given, is_new=False))
    if not changes:
        return
    decision = asking.refuse_edit(kind.name, record, given, user)
    before = {record.pk: undo.state(record, given)}
    because = {"typed": done.typed} if done.typed else None
    kinds.change([record], given, by=user, because=because)
    after = {record.pk: undo.state(record, given)}
    asking.report_edit(kind.name, record, decision)
    toasts.say(
        request, entry.told(words.label(field), field.attribute, done) + asking.warning(decision),
        undo_url=undo.offer(request, "change", object_name=kind.name, before=before, after=after),
    )  # fmt: skip


def _link(record: Any, field: FieldDef) -> str:
    key = getattr(record, field.attribute) if field.is_reference else None
    return kinds.page_at(field.targets[0].object_name, key) if key else ""
