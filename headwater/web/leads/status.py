"""Moving a lead along its path; what a status asks for is asked in a dialog."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.people.models import User
from headwater.qualify import statuses
from headwater.records.models import Lead
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.leads import undos
from headwater.web.leads.deeds import finished, refuse
from headwater.web.records import inputs, kinds, new_record, undo, words

MISSING = "REQUIRED_FIELD_MISSING"


@require_http_methods(["GET", "POST"])
def status(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/<pk>/status: status, and values that it asks for. GET: the dialog that asks."""
    user = kinds.editor(request)
    lead = kinds.find("Lead", pk, user, "owner")
    given = request.POST if request.method == "POST" else request.GET
    name = words.given(given, "status")
    asked = _asked(given.getlist("asked"))
    if request.method == "GET":
        return _ask(request, lead, name, asked, ())
    values = new_record.given_in(asked, request.POST)
    try:
        _move(request, lead, name, values, user)
    except Refused as refused:
        missing = [problem for problem in refused.problems if problem.code == MISSING]
        if not missing:
            return refuse(request, lead, refused)
        return _ask(request, lead, name, [*asked, *_fields(missing, asked)], refused.problems)
    return finished(request, lead)


def _move(request: HttpRequest, lead: Lead, name: str, values: dict[str, Any], user: User) -> None:
    attributes = (*undos.OF_A_MOVE, *values)
    before, clocks = undo.state(lead, attributes), undos.running_clocks([lead])
    statuses.move(lead, name, by=user, values=values)
    if values:
        kinds.judge_anew([lead], by=user)
    after = undo.state(lead, attributes)
    url = undo.offer(
        request, "status", before={lead.pk: before}, after={lead.pk: after}, clocks=clocks
    )
    toasts.say(request, f"{lead} is “{name}” now.", undo_url=url)


def _asked(attributes: Sequence[str]) -> list[FieldDef]:
    known = {field.attribute: field for field in objects.get("Lead").fields.values()}
    return [known[name] for name in dict.fromkeys(attributes) if name in known]


def _fields(problems: Sequence[Problem], asked: Sequence[FieldDef]) -> list[FieldDef]:
    kind = objects.get("Lead")
    found = [kind.field(problem.field) for problem in problems]
    return [field for field in found if field not in asked]


def _ask(
    request: HttpRequest, lead: Lead, name: str, fields: list[FieldDef], problems: Sequence[Problem]
) -> HttpResponse:
    """The dialog. The first time it only asks; what is still missing then is an error."""
    again = "asked" in request.POST
    form = new_record.build(fields, request.POST if again else None)
    if again:
        form.full_clean()
        form.errors.clear()
        inputs.blame(form, objects.get("Lead"), problems)
    context: dict[str, Any] = {
        "lead": lead, "name": name, "form": form, "fields": fields, "url": request.path,
        "rows": [form[field.attribute] for field in fields],
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        context["frame"] = "frames/dialog.html"
    answer = render(request, "leads/status.html", context, status=422 if again else 200)
    if request.headers.get("HX-Request"):
        answer.headers["HX-Retarget"] = "#dialog"
        answer.headers["HX-Reswap"] = "innerHTML"
    return answer
