"""The plain way of a status: who stood in it for its days goes on, to whom the status names.

A rule goes before: whoever waits for a way back of their own is left to it.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils import timezone

from headwater.people.models import Organization, Owner
from headwater.qualify import recycle
from headwater.records.models import Lead, LeadStatus
from headwater.records.notification import News, tell
from headwater.recycling.models import WayBack
from headwater.route import reassign


def run(now: datetime) -> int:
    """Bring back every lead whose time in its status is up; returns how many."""
    count = 0
    for status in recycle.recycling():
        while moved := _some(status, now):
            count += moved
    return count


def _some(status: LeadStatus, now: datetime) -> int:
    with transaction.atomic():
        waiting = WayBack.objects.waiting().values("lead")
        leads = recycle.bring_back(status, now, but=waiting)
        because = {"words": f"back after {status.recycle_after_days} days in “{status.name}”"}
        leads.sort(key=lambda lead: lead.owner_id)
        for owner_id, group in groupby(leads, key=lambda lead: lead.owner_id):
            _give(list(group), _taker(status, owner_id), because)
    return len(leads)


def _taker(status: LeadStatus, owner_id: int) -> Owner:
    """Who is named, else who has had it; nobody who has left, so that it is never nowhere."""
    wanted = status.recycle_owner_id or owner_id
    found = Owner.objects.filter(pk=wanted, is_active=True).first()
    found = found or Organization.current().default_lead_owner
    return found or Owner.objects.get(pk=owner_id)


def _give(leads: Sequence[Lead], owner: Owner, because: dict[str, str]) -> None:
    """To somebody else as any lead is given; whoever keeps one is told that it is theirs again."""
    going = [lead for lead in leads if lead.owner_id != owner.pk]
    reassign.move(going, owner, by=None, because=because)
    staying = [lead for lead in leads if lead.owner_id == owner.pk and lead not in going]
    Lead.objects.filter(pk__in=[lead.pk for lead in staying]).update(is_unread_by_owner=True)
    tell(
        (
            News(f"recycled:{lead.pk}:{lead.status_changed_at.isoformat()}",
                 f"{lead} is {because['words']}", f"/leads/{lead.pk}", (owner.pk,), "system")
            for lead in staying
        ),
        timezone.now(),
    )  # fmt: skip
