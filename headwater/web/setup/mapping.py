"""Field mapping: where each field of a lead goes, tried at once on a real lead."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import UnknownName
from headwater.convert import mapping, proposals
from headwater.convert.example import Example, Saying, example
from headwater.convert.fitting import misfit, strangers
from headwater.convert.mapping import TARGETS, FieldMapping
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Lead, TrailEntry
from headwater.web.records import words
from headwater.web.records.sentences import say
from headwater.web.setup import mapping_rows
from headwater.web.setup.access import asker, for_admins

MOST_FOUND = 6  # leads offered for the example
MOST_TOLD = 8  # changes under the map


def page(request: HttpRequest) -> HttpResponse:
    """GET /setup/mapping[?lead=7]: the map, and beside it what one lead would become."""
    user = asker(request)
    told = TrailEntry.objects.filter(object_name="FieldMapping").select_related("by")
    context = {
        "map": mapping_rows.page(counts=user.can_configure), "targets": TARGETS,
        "may": user.can_configure, "changes": [(say(each), each.at) for each in told[:MOST_TOLD]],
        **_example(request, user),
    }  # fmt: skip
    return render(request, "setup/mapping/page.html", context)


def live_example(request: HttpRequest) -> HttpResponse:
    """GET /setup/mapping/example?lead=7 or ?q=okafor: the panel beside the map."""
    return render(request, "setup/mapping/example.html", _example(request, asker(request)))


def state() -> str:
    """“38 lines, 2 of your own”."""
    rows = FieldMapping.objects.count()
    own = FieldMapping.objects.filter(is_standard=False).count()
    return f"{rows} lines, {own} of your own" if own else f"{rows} lines"


@for_admins
def check(request: HttpRequest, name: str) -> HttpResponse:
    """GET /setup/mapping/<field>/check?object=Account&Account=Industry: would it fit, and what
    else would change."""
    source, object_name = source_of(name), request.GET.get("object", "")
    if object_name not in TARGETS:
        raise Http404
    try:
        target = objects.get(object_name).field(request.GET.get(object_name, ""))
    except UnknownName:
        return render(request, "setup/mapping/check.html", {})
    rows = FieldMapping.objects.filter(object_name=object_name, field=target.name)
    fed_by = rows.exclude(lead_field=source.name).values_list("lead_field", flat=True).first()
    why = misfit(source, target)
    context = {
        "why": why, "strangers": [] if why else strangers(source, target), "chosen": target,
        "instead_of": _label_of(fed_by) if fed_by and not why else "",
    }  # fmt: skip
    return render(request, "setup/mapping/check.html", context)


def sheet(request: HttpRequest, name: str, trouble: str = "") -> HttpResponse:
    """The dialog of one field: for each object, to which field it goes."""
    source = source_of(name)
    rows = FieldMapping.objects.filter(lead_field=source.name)
    now = {row.object_name: row.field for row in rows}
    chosen = {each: request.POST.get(each, now.get(each, "")) for each in TARGETS}
    parts = [
        {
            "object_name": each, "chosen": chosen[each],
            "options": mapping_rows.options(source, each),
            "can_make": not proposals.cannot_make(source, each) and not now.get(each),
        }
        for each in TARGETS
    ]  # fmt: skip
    context = {
        "source": source, "label": words.label(source), "kind": mapping_rows.kind_said(source),
        "parts": parts, "trouble": trouble, "back": request.GET.get("lead", ""),
    }  # fmt: skip
    return render(request, "setup/mapping/field.html", context, status=422 if trouble else 200)


def source_of(name: str) -> FieldDef:
    try:
        return objects.get("Lead").field(name)
    except UnknownName:
        raise Http404("Leads have no such field.") from None


def _label_of(name: str) -> str:
    found = objects.get("Lead").fields.get(name)
    return words.label(found) if found else name


def _example(request: HttpRequest, user: User) -> dict[str, Any]:
    """The chosen lead, or the newest, as three records; `q` finds others to choose."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    rows = Lead.objects.alive().visible_to(user)
    found = list(rows.search(text).order_by("-pk")[:MOST_FOUND]) if text else []
    number = request.GET.get("lead", "")
    key = int(number) if number.isdecimal() and len(number) < 19 else 0
    lead = rows.filter(pk=key).first() if key else None
    lead = lead or (found[0] if found else rows.order_by("-created_at").first())
    told = example(lead, mapping.lines()) if lead else None
    return {
        "text": text, "found": found, "lead": lead, "records": _records(told) if told else [],
        "stays": _stays(told) if told else [],
    }  # fmt: skip


def _records(told: Example) -> list[dict[str, Any]]:
    money = organization().currency
    return [
        {"name": name, "sayings": [_saying(each, money) for each in sayings]}
        for name, sayings in told.records.items()
    ]


def _saying(each: Saying, money: str) -> dict[str, Any]:
    return {
        "label": words.label(each.field), "value": words.said(each.field, each.value, money),
        "source": words.label(each.source) if each.source else "", "is_default": each.is_default,
    }  # fmt: skip


def _stays(told: Example) -> list[tuple[str, str]]:
    money = organization().currency
    return [(words.label(field), words.said(field, value, money)) for field, value in told.stays]
