"""One page for a record beside leads: facts, story, and what belongs to it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.catalog import objects
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Account, Contact, Submission, Task
from headwater.web.leads.answers import told_all
from headwater.web.lists import page
from headwater.web.lists.kind import ListKind
from headwater.web.records import entry, facts, kinds, timeline
from headwater.web.records.facts import Group
from headwater.web.relations.came_from import came_from

MOST_TASKS = 10
MOST_INQUIRIES = 100
WITH_ANSWERS = frozenset({"Contact", "Opportunity"})  # what their leads said is shown on them


def show(
    request: HttpRequest,
    record: Any,
    kind: ListKind,
    groups: Sequence[Group],
    *,
    leads: Sequence[Any] = (),
    with_story: Sequence[Any] = (),
    also: timeline.Also | None = None,
    template: str,
    **context: Any,
) -> HttpResponse:
    """Draw the page; `leads` are those it came from, whose story is part of its own.

    So is the story of `with_story` and of what `also` names by object and key. When only the
    timeline is asked for (`HX-Target: story`), only that is drawn.
    """
    user, asked = kinds.person(request), request.GET
    told = timeline.story(
        [record, *with_story, *leads], user, kind=asked.get("kind", ""), also=also,
        before=asked.get("before", ""), submissions=_submissions(record, leads),
    )  # fmt: skip
    if alone := timeline.answer(request, told, request.path):
        return alone
    currency = organization().currency
    context.setdefault("facts", None)
    context["facts"] = context["facts"] or facts.groups_of(
        record, groups, user, currency=currency, sent=entry.as_sent(record)
    )
    context |= _beside(record, with_story, leads, user) | page.neighbours(request, kind, record)
    context |= {"currency": currency, "story": told, "story_url": request.path}
    return render(request, template, context)


def _beside(
    record: Any, with_story: Sequence[Any], leads: Sequence[Any], user: User
) -> dict[str, Any]:
    """What stands on each such page beside its facts and its story."""
    name, about = objects.of_model(record).name, Q(pk__in=[])
    for each in (record, *with_story):
        about |= Q(**{str(each._meta.model_name): each})
    tasks = Task.objects.open().filter(about).visible_to(user).select_related("owner")
    return {
        **told_all(leads if name in WITH_ANSWERS else ()),
        "record": record, "object_name": name, "leads": leads, "can_edit": user.can_edit,
        "came_from": came_from(record, user, leads),
        "tasks": list(tasks.order_by("due_on")[:MOST_TASKS]),
    }  # fmt: skip


def _submissions(record: Any, leads: Sequence[Any]) -> list[Submission]:
    """What a person wrote in their inquiries is quoted in their story."""
    if not leads or not isinstance(record, Contact | Account):
        return []
    return list(Submission.objects.filter(lead__in=leads)[:MOST_INQUIRIES])
