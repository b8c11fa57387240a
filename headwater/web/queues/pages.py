"""The pages of queues: all of them, and one with its leads, who has waited longest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.people.models import Queue, User
from headwater.people.queue import members, queues
from headwater.people.sharing import visible_owner_ids
from headwater.people.standing import moment
from headwater.people.user import users
from headwater.records.models import Clock, Lead
from headwater.route import stays
from headwater.route.alarms import span
from headwater.route.stays import QueueLook, QueueStay
from headwater.web.records.kinds import person

ON_A_PAGE = 50
LOOKS = 3  # people who looked last


@dataclass(frozen=True, slots=True)
class Line:
    """A queue among the others: how many wait, since when, who may take, who looked last."""

    queue: Queue
    count: int
    since: datetime | None
    people: list[User]
    look: QueueLook | None
    may_take: bool


@require_safe
def queue_list(request: HttpRequest) -> HttpResponse:
    """GET /queues: one's own first."""
    user = person(request)
    seen = list(_visible(user))
    looks: dict[int, QueueLook] = {}
    for look in QueueLook.objects.filter(queue__in=seen).select_related("user").order_by("at"):
        looks[look.queue_id] = look
    waiting: dict[int, list[datetime]] = {queue.pk: [] for queue in seen}
    rows = stays.waiting(list(waiting)).visible_to(user)
    for owner_id, since in rows.values_list("owner_id", "queued_at"):
        waiting[owner_id].append(since)
    with moment():
        lines = [
            Line(queue, len(waiting[queue.pk]), next(iter(waiting[queue.pk]), None),
                 _people(queue), looks.get(queue.pk), may_take(queue, user))
            for queue in seen
        ]  # fmt: skip
    lines.sort(key=lambda line: (user not in line.people, not line.count, line.queue.name))
    return render(request, "queues/index.html", {"lines": lines})


@require_safe
def queue(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /queues/<pk>: to open it is to have looked; an open page that freshens itself is not."""
    user, now = person(request), timezone.now()
    shown = find(pk, user)
    looked = list(shown.looks.select_related("user").order_by("-at")[:LOOKS])
    if not request.headers.get("HX-Request"):
        stays.look(shown, by=user, at=now)
    waiting = stays.waiting([shown.pk]).visible_to(user)
    page = Paginator(waiting, ON_A_PAGE).get_page(request.GET.get("page"))
    _add_what_was_told(list(page.object_list))
    first = waiting.first() if page.number > 1 else next(iter(page.object_list), None)
    with moment():
        context: dict[str, Any] = {
            "queue": shown, "page": page, "first": first, "looked": looked,
            "people": _people(shown), "may_take": may_take(shown, user), "alarms": _alarms(shown),
        }  # fmt: skip
    return render(request, "queues/queue.html", context)


def find(pk: int, user: User) -> Queue:
    """The queue if the person sees it; 404 for everybody else."""
    found: Queue | None = _visible(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def back_to(lead: Lead, user: User) -> Queue | None:
    """The queue that one's own lead came from, None without one that is still used."""
    if not lead.is_open or lead.owner_id != user.pk or not queues():
        return None
    found = queues().get(stays.last_queues([lead.pk]).get(lead.pk, 0))
    return found if found and found.is_active else None


def may_take(queue: Queue, user: User) -> bool:
    """Its members, and who leads people."""
    return user.can_edit and (user.can_lead_people or user.pk in members().get(queue.pk, ()))


def _visible(user: User) -> "QuerySet[Any]":
    seen = visible_owner_ids(user)
    rows: QuerySet[Any] = Queue.objects.filter(is_active=True).select_related("manager")
    return rows if seen is None else rows.filter(pk__in=seen)


def _people(queue: Queue) -> list[User]:
    known = users()
    people = [known[key] for key in members().get(queue.pk, ()) if key in known]
    return sorted((user for user in people if user.is_active), key=lambda user: user.name)


def _alarms(queue: Queue) -> list[tuple[str, str]]:
    """Who is told, and after how long."""
    manager = queue.manager.name if queue.manager else "the manager"
    told = (("members", queue.tell_members_after), (manager, queue.tell_manager_after))
    return [(whom, span(minutes)) for whom, minutes in told if minutes is not None]


def _add_what_was_told(leads: list[Any]) -> None:
    """The stay and the running clock of each lead: two queries a page."""
    stayed = {stay.lead_id: stay for stay in QueueStay.objects.waiting().filter(lead__in=leads)}
    clocks = Clock.objects.of_leads(lead.pk for lead in leads).running().order_by("-due_at")
    running = {clock.lead_id: clock for clock in clocks}
    for lead in leads:
        lead.stay, lead.running_clock = stayed.get(lead.pk), running.get(lead.pk)
