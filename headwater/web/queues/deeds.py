"""Taking leads out of a queue and giving them back."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from headwater.people.models import Queue, User
from headwater.records.models import Lead
from headwater.records.problem import Refused
from headwater.route import queues
from headwater.web import toasts
from headwater.web.lists.bulk import ticked
from headwater.web.queues.pages import find
from headwater.web.records import kinds, undo
from headwater.web.records.undo import undoes
from headwater.web.templatetags.words import plural


@require_POST
def take_next(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /queues/<pk>/next: the lead that has waited longest is yours, and opens."""
    user = kinds.editor(request)
    queue = find(pk, user)
    try:
        lead = queues.take_next(queue, by=user)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return toasts.done(request, reverse("queue", args=[pk]))
    if lead is None:
        toasts.say(request, f"Nobody waits in {queue}.")
        return toasts.done(request, reverse("queue", args=[pk]))
    toasts.say(request, f"{lead} is yours.", undo_url=_offer(request, [lead], queue))
    return toasts.done(request, reverse("lead", args=[lead.pk]))


@require_POST
def taking(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /queues/<pk>/taking: the ticked leads are yours, as far as nobody was quicker."""
    user = kinds.editor(request)
    queue = find(pk, user)
    chosen = [lead for lead in _chosen(request, user) if lead.owner_id == queue.pk]
    try:
        taken = queues.take(chosen, by=user)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return toasts.done(request, reverse("queue", args=[pk]))
    if not taken:
        toasts.say(request, "Somebody else was quicker, or nothing was ticked.", kind="bad")
        return toasts.done(request, reverse("queue", args=[pk]))
    said = f"{taken[0]} is yours." if len(taken) == 1 else f"{len(taken)} leads are yours."
    toasts.say(request, said, undo_url=_offer(request, taken, queue))
    is_one = len(taken) == 1
    url = reverse("lead", args=[taken[0].pk]) if is_one else reverse("queue", args=[pk])
    return toasts.done(request, url)


@require_POST
def giving_back(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /leads/<pk>/queue: back into the queue that it came from, in its old place."""
    user = kinds.editor(request)
    lead = kinds.find("Lead", pk, user, "owner")
    was = lead.owner_id
    try:
        queues.give_back([lead], by=user)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return toasts.done(request, reverse("lead", args=[pk]))
    url = undo.offer(request, "owner", owners={pk: was}, now=lead.owner_id)
    toasts.say(request, f"{lead} waits in {lead.owner} again.", undo_url=url)
    return toasts.done(request, reverse("queue", args=[lead.owner_id]))


def _chosen(request: HttpRequest, user: User) -> list[Any]:
    """The one whose button was pressed, else the ticked ones."""
    only = request.POST.get("only", "")
    return (
        kinds.find_all("Lead", [int(only)], user) if only.isdecimal() else ticked(request, "Lead")
    )


def _offer(request: HttpRequest, taken: Sequence[Any], queue: Queue) -> str:
    keys = [lead.pk for lead in taken]
    return undo.offer(request, "taking", keys=keys, queue=queue.pk)


@undoes("taking")
def _put_back(user: User, *, keys: list[int], queue: int) -> str:
    """Whoever took them still has them: back into their old place."""
    leads = list(Lead.objects.visible_to(user).filter(pk__in=keys, owner=user.pk))
    target = Queue.objects.filter(pk=queue, is_active=True).first()
    if not leads or target is None:
        return "Nothing is left to give back."
    queues.give_back(leads, by=user, queue=target)
    return f"{plural(len(leads), 'lead')} back in {target}."
