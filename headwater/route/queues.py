"""Queues: the leads that wait for one of several people to take the next one."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import Queue, QueueMember, User
from headwater.records.lead import Lead
from headwater.records.problem import Problem, Refused
from headwater.route import stays
from headwater.route.reassign import move


def take_next(queue: Queue, *, by: User) -> Lead | None:
    """Give `by` the lead that has waited longest in the queue; None when it is empty.

    Whom somebody else is taking at this moment is skipped, so nobody waits and nobody gets the
    same lead. Raises Refused unless `by` is a member of the queue or leads people.
    """
    _check([queue.pk], by, queue.name)
    with transaction.atomic():
        waiting = stays.waiting([queue.pk])
        lead: Lead | None = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if lead is not None:
            _take([lead], queue, by)
    return lead


def take(leads: Sequence[Lead], *, by: User) -> list[Lead]:
    """Give `by` these leads, as far as they still wait in a queue; returns those that they got.

    Raises Refused unless `by` is a member of all those queues or leads people.
    """
    queues = {lead.owner_id for lead in leads if lead.owner.is_queue}
    _check(queues, by, "all these queues")
    with transaction.atomic():
        rows = stays.waiting(queues).filter(pk__in=[lead.pk for lead in leads])
        taken = list(rows.select_for_update(skip_locked=True, of=("self",)))
        for queue in Queue.objects.filter(pk__in={lead.owner_id for lead in taken}):
            _take([lead for lead in taken if lead.owner_id == queue.pk], queue, by)
    return taken


def give_back(leads: Sequence[Lead], *, by: User, queue: Queue | None = None) -> int:
    """Put leads back into the queue they came from (or this one), in their old place.

    Raises Refused for a lead that is not `by`'s own (unless they lead people), and for one that
    was in no queue.
    """
    last = {} if queue else stays.last_queues([lead.pk for lead in leads])
    wanted = {lead.pk: queue.pk if queue else last.get(lead.pk) for lead in leads}
    _check_giving(leads, wanted, by)
    with transaction.atomic():
        for target in Queue.objects.filter(pk__in=set(wanted.values())):
            own = [lead for lead in leads if wanted[lead.pk] == target.pk != lead.owner_id]
            move(own, target, by=by, because={"words": f"given back to {target.name}"})
            stays.resume(own, target)
    return len(leads)


def waiting_count(queue: Queue) -> int:
    """How many open leads wait in the queue."""
    return int(Lead.objects.open().owned_by(queue).count())


def _take(leads: list[Any], queue: Queue, by: User) -> None:
    """Locked ones."""
    stays.end(leads, by=by, at=timezone.now())
    move(leads, by, by=by, because={"words": f"taken from {queue.name}"})


def _check(queues: Any, by: User, name: str) -> None:
    mine = QueueMember.objects.filter(queue__in=queues, user=by)
    is_member = set(mine.values_list("queue_id", flat=True)) >= set(queues)
    if not by.is_active or not by.can_edit or not (by.can_lead_people or is_member):
        message = f"You are not a member of {name}."
        raise Refused([Problem("OwnerId", "INSUFFICIENT_ACCESS_OR_READONLY", message)])


def _check_giving(leads: Sequence[Lead], wanted: dict[int, int | None], by: User) -> None:
    active = set(Queue.objects.filter(is_active=True).values_list("pk", flat=True))
    problems = []
    for lead in leads:
        if not by.can_edit or not (by.can_lead_people or lead.owner_id == by.pk):
            message = f"{lead} is not yours to give back."
            problems.append(Problem("OwnerId", "INSUFFICIENT_ACCESS_OR_READONLY", message))
        elif wanted[lead.pk] not in active:
            message = f"{lead} came from no queue that is still used. Choose one."
            problems.append(Problem("OwnerId", "INVALID_INPUT", message))
    if problems:
        raise Refused(problems)
