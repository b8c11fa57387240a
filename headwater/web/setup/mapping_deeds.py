"""Drawing lines, taking them out, making a field on the other side; each with Undo."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from headwater.catalog import objects
from headwater.catalog.models import CustomField
from headwater.catalog.objects import UnknownName
from headwater.convert import mapping, proposals
from headwater.convert.mapping import TARGETS, Change, FieldMapping
from headwater.people.models import User
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.setup import mapping as pages
from headwater.web.setup.access import asker, for_admins
from headwater.web.templatetags.words import plural


@require_http_methods(["GET", "POST"])
@for_admins
def field(request: HttpRequest, name: str) -> HttpResponse:
    """GET: where the field goes. POST /setup/mapping/<field> (Account=…, Contact=…): change it."""
    if request.method == "GET":
        return pages.sheet(request, name)
    try:
        changes = _draw(request, name)
    except Refused as refused:
        return pages.sheet(request, name, str(refused))
    said = f"{plural(len(changes), 'line')} changed." if changes else "Nothing was changed."
    return _answer(request, said, changes)


@require_POST
@for_admins
def made(request: HttpRequest, name: str) -> HttpResponse:
    """POST /setup/mapping/<field>/fields (object=Contact): make the field there, and map it."""
    object_name = request.POST.get("object", "")
    try:
        changes, new = proposals.make_there(name, object_name, by=asker(request))
    except UnknownName:
        raise Http404 from None
    except (Refused, ValueError) as refused:
        toasts.say(request, str(refused), kind="bad")
        return _back(request)
    said = f"{object_name} has a field {new.label} now, and it is fed."
    return _answer(request, said, changes, made=new.pk)


@require_POST
@for_admins
def accept(request: HttpRequest) -> HttpResponse:
    """POST /setup/mapping/proposals (line=Roof__c:Account:Roof__c, several): draw these lines."""
    offered = {
        f"{each.source.name}:{each.object_name}:{each.target.name}": each
        for each in proposals.proposals(mapping.lines())
    }
    chosen = [offered[line] for line in request.POST.getlist("line") if line in offered]
    wanted = [(each.object_name, each.target.name, each.source.name) for each in chosen]
    changes = mapping.feed(wanted, by=asker(request))
    return _answer(request, f"{plural(len(changes), 'line')} added.", changes)


@undo.undoes("mapping")
def _take_back(user: User, changes: Sequence[Sequence[str]], made: int = 0) -> str:
    if not user.can_configure:
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", "Only an admin does that.")])
    before = [Change(*each) for each in changes]
    field = CustomField.objects.filter(pk=made).first() if made else None
    if field is None:
        mapping.take_back(before, by=user)
        return "Undone."
    is_gone = proposals.unmake(field, before, by=user)
    return "Undone." if is_gone else "The line is gone; the field stays, a record uses it already."


def _draw(request: HttpRequest, name: str) -> list[Change]:
    """What the dialog asks for, in one go; raises Refused with everything that does not fit."""
    source = pages.source_of(name)
    rows = FieldMapping.objects.filter(lead_field=source.name)
    now = {row.object_name: row.field for row in rows}
    changes: list[Change] = []
    problems: list[Problem] = []
    with transaction.atomic():
        for object_name in TARGETS:
            asked = request.POST.get(object_name, now.get(object_name, ""))
            if asked == now.get(object_name, ""):
                continue
            try:
                changes += _one(source.name, object_name, asked, now, asker(request))
            except Refused as refused:
                problems += refused.problems
        if problems:
            raise Refused(problems)
    return changes


def _one(name: str, object_name: str, asked: str, now: dict[str, str], user: User) -> list[Change]:
    if not asked:
        return mapping.unmap(object_name, now[object_name], by=user)
    if asked not in objects.get(object_name).fields:
        raise Refused([Problem(asked[:40], "INVALID_FIELD", f"{object_name} has no such field.")])
    return mapping.map_field(name, object_name, asked, by=user)


def _answer(
    request: HttpRequest, said: str, changes: Sequence[Change], **remembered: Any
) -> HttpResponse:
    lines = [astuple(each) for each in changes]
    url = undo.offer(request, "mapping", changes=lines, **remembered) if lines else ""
    toasts.say(request, said, undo_url=url)
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    lead = request.POST.get("lead", "")
    return toasts.done(
        request, reverse("field_mapping") + (f"?lead={lead}" if lead.isdecimal() else "")
    )
