"""Queues: the leads that wait for one of several people to take the next one."""

from django.db import transaction

from headwater.people.models import Queue, QueueMember, User
from headwater.records.lead import Lead
from headwater.records.problem import Problem, Refused
from headwater.route.reassign import move


def take_next(queue: Queue, *, by: User) -> Lead | None:
    """Give `by` the lead that has waited longest in the queue; None when it is empty.

    Whom somebody else is taking at this moment is skipped, so nobody waits and nobody gets the
    same lead. Raises Refused unless `by` is a member of the queue or leads people.
    """
    _check(queue, by)
    with transaction.atomic():
        waiting = Lead.objects.open().owned_by(queue).order_by("created_at", "pk")
        lead: Lead | None = waiting.select_for_update(skip_locked=True).first()
        if lead is not None:
            move([lead], by, by=by, because={"words": f"taken from {queue.name}"})
    return lead


def waiting_count(queue: Queue) -> int:
    """How many open leads wait in the queue."""
    return int(Lead.objects.open().owned_by(queue).count())


def _check(queue: Queue, by: User) -> None:
    is_member = QueueMember.objects.filter(queue=queue, user=by).exists()
    if not by.is_active or not by.can_edit or not (is_member or by.can_lead_people):
        message = f"You are not a member of {queue.name}."
        raise Refused([Problem("OwnerId", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
