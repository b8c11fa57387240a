"""Giving leads to somebody else by hand; open work on them goes along."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import Owner, User
from headwater.people.sharing import visible_owner_ids
from headwater.records import trail, writing
from headwater.records.lead import Lead
from headwater.records.models import Clock, Task
from headwater.records.problem import Problem, Refused
from headwater.route import announce


def give(
    leads: Sequence[Lead], owner: Owner, *, by: User, because: dict[str, Any] | None = None
) -> int:
    """Make `owner` (a user or a queue) the owner; returns how many leads really moved.

    `leads` are ones that `by` sees. Raises Refused when `by` may not give one of them away or the
    owner is not active. The old owner's open tasks and the running clocks go along.
    """
    moving = [lead for lead in leads if lead.owner_id != owner.pk]
    _check(moving, owner, by)
    with transaction.atomic():
        move(moving, owner, by=by, because={"words": f"given by {by.name}", **(because or {})})
    return len(moving)


def move(leads: Sequence[Lead], owner: Owner, *, by: User | None, because: dict[str, Any]) -> None:
    """Write the change of owner with its Trail and tell the new owner; permission is checked.

    `by` is None for what happens by itself.
    """
    if not leads:
        return
    now, entries = timezone.now(), []
    for lead in leads:
        entries.append(
            trail.entry("lead.assigned", lead, by=by, at=now,
                        because={"owner": owner.name, **because},
                        changes={"owner_id": [lead.owner_id, owner.pk]})
        )  # fmt: skip
    take_along({lead.pk: lead.owner_id for lead in leads}, owner, at=now)
    for lead in leads:
        lead.owner, lead.is_unread_by_owner = owner, by is None or owner.pk != by.pk
        lead.modified_at, lead.modified_by = now, by
    writing.store(leads, ["owner", "is_unread_by_owner", "modified_at", "modified_by"])
    trail.write(entries)
    announce.tell_owners(leads, at=now, by=by)
    announce.send_news(leads)


def _check(leads: Sequence[Lead], owner: Owner, by: User) -> None:
    if not owner.is_active:
        message = f"{owner} is not active any more. Choose somebody else."
        raise Refused([Problem("OwnerId", "INACTIVE_OWNER_OR_USER", message)])
    if not all(_may_give(lead, by) for lead in leads):
        message = "Only its owner or somebody who leads people gives a lead to somebody else."
        raise Refused([Problem("OwnerId", "INSUFFICIENT_ACCESS_OR_READONLY", message)])


def _may_give(lead: Lead, by: User) -> bool:
    """A member of a queue sees through `visible_owner_ids` what the queue owns, and may take it."""
    if not by.can_edit:
        return False
    if by.can_lead_people:
        return True
    return lead.owner_id in (visible_owner_ids(by) or ())


def take_along(former: Mapping[int, int], owner: Owner, *, at: datetime) -> None:
    """Open work on leads follows them to `owner`; `former` says by lead whose they were."""
    Clock.objects.of_leads(former).running().hand_over(owner, at=at)
    if not owner.is_queue:  # a queue works on nothing; the tasks stay until somebody takes the lead
        theirs = Task.objects.open().filter(lead__in=former, owner__in=set(former.values()))
        theirs.update(owner=owner)
