"""A call whose follow-up is the first step of a cadence."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import cadences, calls, planning
from headwater.qualify.cadence import Cadence
from headwater.qualify.logged_call import LoggedCall, Outcome
from headwater.qualify.touch import local_date
from headwater.records.models import Lead, Task
from headwater.records.problem import Problem, Refused


def log_call(
    lead: Lead,
    cadence: Cadence,
    *,
    by: User,
    note: str = "",
    is_reached: bool = True,
    now: datetime | None = None,
) -> LoggedCall:
    """Log a call and start `cadence`; undoing the call takes both back.

    Raises Refused as `calls.log_call` and `cadences.start` do, and for a lead that is on another
    cadence.
    """
    now = now or timezone.now()
    step = cadence.steps.first()
    on = cadences.first_day(cadence, lead.owner_id, now) or local_date(by, now)
    with transaction.atomic():
        logged = calls.log_call(
            lead, Outcome.CALL_AGAIN, by=by, now=now, note=note, is_reached=is_reached,
            call_on=max(on, local_date(by, now)),
        )  # fmt: skip
        follow_up = logged.follow_up
        if step is not None and follow_up is not None:
            # The same moment as the call's: its undo asks whether anybody touched it since.
            follow_up.subject, follow_up.task_subtype = step.subject, step.kind
            Task.objects.filter(pk=follow_up.pk).update(
                subject=step.subject, task_subtype=step.kind,
                remind_at=max(planning.morning_of(follow_up.owner_id, on), now),
            )  # fmt: skip
        first = {lead.pk: follow_up} if follow_up else None
        if not cadences.start([lead], cadence, by=by, now=now, first=first):
            message = f"{lead} is on another cadence already."
            raise Refused([Problem("Cadence", "INVALID_INPUT", message)])
    return logged
