"""A dialog that creates a record, made of field names; the catalog checks what is typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from headwater.catalog import objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.people.models import User
from headwater.records import trail, writing
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.direct import advice
from headwater.web.records import asking, entry, inputs, kinds, undo

WIDE = frozenset({"textarea", "multipicklist"})
Maker = Callable[[dict[str, Any], User], Any]


def dialog(
    request: HttpRequest,
    object_name: str,
    attributes: Sequence[str],
    *,
    initial: Mapping[str, Any] | None = None,
    foot: str = "",
    make: Maker | None = None,
    template: str = "records/new_record.html",
    **context: Any,
) -> HttpResponse:
    """GET: the form. POST: create the record (by `make(values, user)`, else as the catalog says)
    and go to its page, with Undo, unless a duplicate rule asks first.

    Required custom fields are added by themselves; `initial` maps attributes to values.
    """
    user = kinds.editor(request)
    fields = _fields(object_name, attributes)
    posted = request.POST if request.method == "POST" else None
    form = build(fields, posted, initial)
    asked = None
    if posted is not None:
        try:
            done = _save(request, object_name, given_in(fields, posted), user, make)
            if isinstance(done, HttpResponse):
                return done
            asked = done
        except Refused as refused:
            _show_problems(form, object_name, refused)
    context |= {
        "form": form, "kind": objects.get(object_name), "url": request.get_full_path(),
        "advice_url": advice.url_for(object_name), "foot": foot, "asked": asked,
        "rows": [(form[f.attribute], "wide" if f.type in WIDE else "") for f in fields],
    }  # fmt: skip
    return render(request, template, context, status=200 if posted is None else 422)


def _save(
    request: HttpRequest, object_name: str, given: dict[str, Any], user: User, make: Maker | None
) -> HttpResponse | dict[str, Any]:
    """The answer once it is saved, or what a duplicate rule asks before; raises Refused."""
    decision = asking.decision_about(object_name, given, user)
    asked = asking.question(request, object_name, decision, user)
    if asked:
        return asked
    record = make(given, user) if make else _create(object_name, given, user)
    asking.answered(request, record, decision, user)
    return created(request, record)


def _show_problems(form: forms.Form, object_name: str, refused: Refused) -> None:
    """The catalog's words instead of Django's."""
    form.full_clean()
    form.errors.clear()
    inputs.blame(form, objects.get(object_name), refused.problems)


def created(request: HttpRequest, record: Any) -> HttpResponse:
    """Say so, with Undo, and show the record."""
    name = objects.of_model(record).name
    undo_url = undo.offer(request, "create", object_name=name, keys=[record.pk])
    typed = entry.in_a_line(name, {"typed": entry.as_sent(record)}, "typed as")
    said = f"{record} is created{'; ' if typed else ''}{typed}."
    toasts.say(request, said, undo_url=undo_url)
    return toasts.done(request, kinds.page_of(record) or "/")


def build(
    fields: Sequence[FieldDef], posted: QueryDict | None, initial: Mapping[str, Any] | None = None
) -> forms.Form:
    """A form with one input for each field, named by its attribute."""
    lists = picklists.lists()
    form = forms.Form(posted, initial=dict(initial or {}), use_required_attribute=False)
    for field in fields:
        form.fields[field.attribute] = inputs.form_field(field, lists=lists)
        if field.default is not None and field.attribute not in form.initial:
            form.initial[field.attribute] = field.default
    return form


def given_in(fields: Sequence[FieldDef], posted: QueryDict) -> dict[str, Any]:
    """What was typed, by attribute, ready for `writing.create` or the journey."""
    return {field.attribute: inputs.read(field, posted, field.attribute) for field in fields}


def _fields(object_name: str, attributes: Sequence[str]) -> list[FieldDef]:
    by_attribute = {field.attribute: field for field in objects.get(object_name).fields.values()}
    fields = [by_attribute[name] for name in attributes if name in by_attribute]
    wanted = [f for f in by_attribute.values() if f.is_custom and f.is_required and f not in fields]
    return fields + wanted


def _create(object_name: str, given: dict[str, Any], user: User) -> Any:
    # An empty box is not a value: defaults and the owner may still come.
    done = entry.standard(object_name, {k: v for k, v in given.items() if v != ""})
    record = writing.create(object_name, done.values, by=user)
    if done.typed:
        event = f"{object_name.lower()}.tidied"
        trail.write([trail.entry(event, record, by=user, because={"typed": done.typed})])
    kinds.judge_anew([record], by=user)
    return record
