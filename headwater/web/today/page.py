"""Today: the list by urgency on the left, the chosen person on the right."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from headwater.capture.mail.quoting import fresh
from headwater.people.models import Queue
from headwater.qualify.today import today as items_of
from headwater.qualify.today_item import GROUPS, TodayItem, Urgency
from headwater.records.models import EmailMessage, Lead, Task
from headwater.score import rules
from headwater.web.handoff.page import panel_of
from headwater.web.leads import pages
from headwater.web.records import kinds

FIRST = 30  # rows that are drawn at once; the rest comes when somebody scrolls there
AROUND = 20  # rows that are drawn after the chosen one
SIGNS = {
    Urgency.CLOCK: ("timer", "warn"),
    Urgency.ACCEPT: ("handshake", "accent"),
    Urgency.REPLIED: ("reply", "accent"),
    Urgency.DUE: ("calendar", ""),
    Urgency.HOT: ("flame", "hot"),
    Urgency.QUEUE: ("inbox", ""),
}


def today(request: HttpRequest) -> HttpResponse:
    """GET /: `current` and `place` say which row was chosen; when that row is gone, the row that
    has come into its place is chosen.

    A page that is opened has the first rows and asks for the panel and for the rows after them
    (`from`) when they come into sight; one that is looked at anew gets its panel with it.
    """
    user = kinds.person(request)
    found = items_of(user, timezone.now(), hot_from=rules.hot_threshold())
    items, total = found.items, found.done_count + len(found.items)
    if begin := _number(request.GET.get("from", "")):
        rest = {"groups": _groups(items, begin, len(items)), "is_rest": True}
        return render(request, "today/rows.html", rest)
    place = _chosen(items, request.GET.get("current", ""), request.GET.get("place", ""))
    chosen = None if place is None else _row(items[place], place)
    end = max(FIRST, (place or 0) + AROUND)
    context: dict[str, Any] = {
        "groups": _groups(items, 0, end), "order": _order(items), "chosen": chosen,
        "more": end if end < len(items) else 0, "done": found.done_count, "left": len(items),
        "share": round(100 * found.done_count / total) if total else 100,
    }  # fmt: skip
    if chosen is None:
        context["queues"] = Queue.objects.filter(members=user, is_active=True)
    elif "HX-Request" in request.headers:
        context |= _beside(request, chosen["item"], chosen["place"])
    else:
        context["panel_comes"] = True
    return render(request, "today/today.html", context)


def task_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /today/tasks/<pk>: a task about something else than a lead, beside the list."""
    rows = Task.objects.visible_to(kinds.person(request)).filter(pk=pk)
    task = rows.select_related("contact", "account", "opportunity", "campaign", "owner").first()
    if task is None:
        raise Http404
    context = _task(request, task, request.GET.get("place", ""))
    return render(request, "today/task_panel.html", context)


def message_panel(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /today/messages/<pk>: what a customer wrote, beside the list."""
    rows = EmailMessage.objects.alive().visible_to(kinds.person(request)).filter(pk=pk)
    message = rows.select_related("contact", "opportunity", "lead").first()
    if message is None:
        raise Http404
    context = _message(request, message, request.GET.get("place", ""))
    return render(request, "today/message_panel.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _row(item: TodayItem, place: int) -> dict[str, Any]:
    """One line; a lead's opens the lead, another one what its task is about."""
    is_lead = isinstance(item.record, Lead)
    icon, tone = SIGNS[item.urgency]
    kind, pk = item.person
    panel = (
        reverse("lead_peek", args=[pk]) if is_lead
        else reverse("handoff_panel", args=[item.handoff.pk]) if item.handoff
        else reverse("task_panel", args=[item.task.pk]) if item.task
        else reverse("message_panel", args=[item.message.pk])
    )  # fmt: skip
    return {
        "item": item, "place": place, "key": f"{kind}-{pk}", "icon": icon,
        "tone": "bad" if item.is_late else tone, "panel": f"{panel}?place={place}",
        "url": kinds.page_of(item.record) or "/", "score": item.record.score if is_lead else None,
        "company": _company(item.record), "overdue": _overdue(item.task),
    }  # fmt: skip


def _overdue(task: Any) -> int:
    """Whole days since the day it was due."""
    return max((timezone.localdate() - task.due_on).days, 0) if task and task.due_on else 0


def _company(record: Any) -> str:
    company = getattr(record, "company", "")
    if isinstance(record, Lead) and not company and record.city:
        return f"Private, {record.city}"
    return str(company)


def _chosen(items: Sequence[TodayItem], current: str, place: str) -> int | None:
    """The place of the row that is chosen; None in an empty list."""
    if not items:
        return None
    same = (at for at, item in enumerate(items) if "{}-{}".format(*item.person) == current)
    return next(same, min(_number(place), len(items) - 1))


def _groups(items: Sequence[TodayItem], begin: int, end: int) -> list[dict[str, Any]]:
    """The rows from `begin` to before `end`, by group; a group that went on has no head."""
    counts = Counter(item.urgency for item in items)
    groups: dict[Urgency, dict[str, Any]] = {}
    for place in range(begin, min(end, len(items))):
        urgency = items[place].urgency
        if urgency not in groups:
            begins_here = place == 0 or items[place - 1].urgency != urgency
            head = {"label": urgency.label, "count": counts[urgency]} if begins_here else {}
            groups[urgency] = {"urgency": urgency, "rows": [], **head}
        groups[urgency]["rows"].append(_row(items[place], place))
    return list(groups.values())


def _order(items: Sequence[TodayItem]) -> list[dict[str, Any]]:
    """How the list is ordered: every group, also those that are empty, with how many it has."""
    counts = Counter(item.urgency for item in items)
    return [{"words": GROUPS[each], "count": counts[each]} for each in Urgency]


def _beside(request: HttpRequest, item: TodayItem, place: int) -> dict[str, Any]:
    """The context of the panel: the lead anew, with all that its panel joins."""
    if item.message and not isinstance(item.record, Lead):
        return _message(request, item.message, str(place))
    if item.handoff and not isinstance(item.record, Lead):
        return panel_of(item.handoff, kinds.person(request), str(place))
    if not isinstance(item.record, Lead):
        return _task(request, item.task, str(place))
    lead = kinds.find("Lead", item.record.pk, kinds.person(request))
    return pages.panel(request, lead) | {"place": place}


def _task(request: HttpRequest, task: Any, place: str) -> dict[str, Any]:
    about = task.person or task.opportunity or task.account or task.campaign
    key = f"{about._meta.model_name}-{about.pk}" if about else f"task-{task.pk}"
    return {
        "task": task, "about": about, "about_url": kinds.page_of(about) if about else "",
        "place": place, "key": key,
        "can_edit": kinds.person(request).can_edit, "in_panel": True,
    }  # fmt: skip


def _message(request: HttpRequest, message: Any, place: str) -> dict[str, Any]:
    """A customer's mail with its files; the page of the deal, or of the person, goes on from it."""
    about = message.opportunity or message.contact or message.lead
    return {
        "message": message, "text": fresh(message.text), "about": about, "place": place,
        "about_url": kinds.page_of(about) if about else "", "key": f"contact-{message.contact_id}",
        "files": message.attachments.defer("content"), "in_panel": True,
    }  # fmt: skip
