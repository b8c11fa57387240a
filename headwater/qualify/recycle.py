"""Leads that stood in a status for as long as Setup lets them: they are brought back to the path.

Whoever is put aside until a later day, or whom somebody has planned to call, is left in peace.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from headwater.qualify import self_moving
from headwater.records import stages
from headwater.records.models import Lead, LeadStatus, Task

AT_ONCE = 200  # leads in one transaction


def recycling() -> list[LeadStatus]:
    """The statuses that bring their leads back, with a status to go to that is in use."""
    known = stages.known()
    return [
        status
        for status in known.values()
        if status.recycle_after_days and status.recycle_to != status.name
        and status.recycle_to in known and known[status.recycle_to].is_active
        and not (status.is_closed or known[status.recycle_to].is_closed)
    ]  # fmt: skip


def due(status: LeadStatus, now: datetime) -> QuerySet[Lead]:
    """Open leads that stood in the status for its days and that nobody has a plan for."""
    days = timedelta(days=status.recycle_after_days or 0)
    planned = Task.objects.open().filter(lead=OuterRef("pk"), due_on__gte=now.date())
    rows: QuerySet[Lead] = Lead.objects.open().filter(
        status=status.name, status_changed_at__lte=now - days
    )
    return rows.exclude(snoozed_until__gt=now).exclude(Exists(planned))


def bring_back(status: LeadStatus, now: datetime, *, but: Any = ()) -> list[Lead]:
    """Move the first of those that are due, at most AT_ONCE; returns them with their owners.

    Call it in a transaction, so that giving them away belongs to it. Two workers take different
    leads. `but` are the keys of leads that come back otherwise.
    """
    with transaction.atomic():
        rows = due(status, now).exclude(pk__in=but).order_by("status_changed_at", "pk")
        held = list(rows.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
        because = {
            "words": f"after {status.recycle_after_days} days in “{status.name}”",
            "recycled": True, "from": status.name, "days": status.recycle_after_days,
        }  # fmt: skip
        return self_moving.put(held, status.recycle_to, because=because, at=now)
