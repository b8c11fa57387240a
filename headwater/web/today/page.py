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
from headwater.web.leads import pages, sight
from headwater.web.records import kinds

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
    has come into its place is chosen."""
    user = kinds.person(request)
    found = items_of(user, timezone.now(), hot_from=rules.hot_threshold())
    rows = [_row(item, place) for place, item in enumerate(found.items)]
    chosen = _chosen(rows, request.GET.get("current", ""), request.GET.get("place", ""))
    total = found.done_count + len(rows)
    context: dict[str, Any] = {
        "groups": _groups(rows), "order": _order(rows), "chosen": chosen,
        "done": found.done_count, "left": len(rows),
        "share": round(100 * found.done_count / total) if total else 100,
    }  # fmt: skip
    if chosen:
        context |= _beside(request, chosen["item"], chosen["place"])
    else:
        context["queues"] = Queue.objects.filter(members=user, is_active=True)
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


def _chosen(rows: Sequence[dict[str, Any]], current: str, place: str) -> dict[str, Any] | None:
    if not rows:
        return None
    same = next((row for row in rows if row["key"] == current), None)
    near = min(int(place), len(rows) - 1) if place.isdecimal() and len(place) < 5 else 0
    return same or rows[near]


def _groups(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    groups: dict[Urgency, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["item"].urgency, []).append(row)
    return [{"label": urgency.label, "rows": lines} for urgency, lines in groups.items()]


def _order(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """How the list is ordered: every group, also those that are empty, with how many it has."""
    counts = Counter(row["item"].urgency for row in rows)
    return [{"words": GROUPS[each], "count": counts[each]} for each in Urgency]


def _beside(request: HttpRequest, item: TodayItem, place: int) -> dict[str, Any]:
    """The context of the panel: the lead anew, with all that its panel joins."""
    if item.message and not isinstance(item.record, Lead):
        return _message(request, item.message, str(place))
    if item.handoff and not isinstance(item.record, Lead):
        return panel_of(item.handoff, kinds.person(request), str(place))
    if not isinstance(item.record, Lead):
        return _task(request, item.task, str(place))
    lead = kinds.find("Lead", item.record.pk, kinds.person(request), *sight.JOINED)
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
