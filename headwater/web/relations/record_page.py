"""One page for a record beside leads: facts, story, and what belongs to it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.catalog import objects
from headwater.people.organization import organization
from headwater.records.models import Task
from headwater.web.leads.answers import told_all
from headwater.web.lists import page
from headwater.web.lists.kind import ListKind
from headwater.web.records import entry, facts, kinds, timeline
from headwater.web.records.facts import Group

MOST_TASKS = 10
WITH_ANSWERS = frozenset({"Contact", "Opportunity"})  # what their leads said is shown on them


def show(
    request: HttpRequest,
    record: Any,
    kind: ListKind,
    groups: Sequence[Group],
    *,
    leads: Sequence[Any] = (),
    template: str,
    **context: Any,
) -> HttpResponse:
    """Draw the page; `leads` are those it came from, whose story is part of its own.

    When only the timeline is asked for (`HX-Target: story`), only that is drawn.
    """
    user = kinds.person(request)
    told = timeline.story([record, *leads], user, kind=request.GET.get("kind", ""))
    if request.headers.get("HX-Target") == "story":
        return render(request, "records/story.html", {"story": told, "story_url": request.path})
    currency = organization().currency
    about = {str(record._meta.model_name): record}
    tasks = Task.objects.open().filter(**about).visible_to(user).select_related("owner")
    context |= told_all(leads if objects.of_model(record).name in WITH_ANSWERS else ())
    context |= {
        "record": record, "object_name": objects.of_model(record).name, "leads": leads,
        "currency": currency, "can_edit": user.can_edit,
        "facts": facts.groups_of(
            record, groups, user, currency=currency, sent=entry.as_sent(record)
        ),
        "story": told, "story_url": request.path,
        "tasks": list(tasks.order_by("due_on")[:MOST_TASKS]),
    }  # fmt: skip
    return render(request, template, context | page.neighbours(request, kind, record))
