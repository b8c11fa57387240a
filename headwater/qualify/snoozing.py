"""Put aside until a moment or until they write; it comes back by itself."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import planning, tasks
from headwater.qualify.awaited_reply import AwaitedReply
from headwater.qualify.touch import require_editor
from headwater.records import trail, writing
from headwater.records.models import Lead, Task

NO_LONGER = timedelta(days=14)  # who has not written by then will not; a person looks again


def until_reply(lead: Lead, *, by: User, now: datetime | None = None) -> datetime:
    """Keep a lead out of Today until it writes, at most two weeks; returns that moment."""
    now = now or timezone.now()
    until = now + NO_LONGER
    tasks.snooze(lead, until, by=by, now=now)
    return until


def task_until_reply(task: Task, *, by: User, now: datetime | None = None) -> Task:
    """Put an open task off until its person writes, at most two weeks."""
    require_editor(by)
    now = now or timezone.now()
    on = (now + NO_LONGER).astimezone(planning.zone_of(task.owner_id)).date()
    with transaction.atomic():
        tasks.postpone(task, by=by, due_on=on, now=now)
        AwaitedReply.objects.update_or_create(task=task, defaults={"since": now})
    return task


def wake(leads: Sequence[Lead], *, at: datetime) -> None:
    """They wrote: what was put aside is back, whatever was agreed about the day."""
    asleep = [lead for lead in leads if lead.snoozed_until and lead.snoozed_until > at]
    because = {"words": "they replied"}
    for lead in asleep:
        lead.snoozed_until = None
    awaited = AwaitedReply.objects.filter(task__lead__in=[lead.pk for lead in leads])
    rows = list(Task.objects.open().filter(awaited_reply__in=awaited))
    with transaction.atomic():
        writing.store(asleep, ["snoozed_until"])
        for task in rows:
            task.due_on = at.astimezone(planning.zone_of(task.owner_id)).date()
            task.due_at, task.remind_at, task.reminded_at = None, at, None
        writing.store(rows, ["due_on", "due_at", "remind_at", "reminded_at"])
        awaited.delete()
        woken = [("lead.woken", lead) for lead in asleep] + [("task.woken", task) for task in rows]
        trail.write(trail.entry(e, row, by=None, at=at, because=because) for e, row in woken)


def back(
    task: Task,
    *,
    by: User,
    due_on: date | None,
    due_at: datetime | None,
    remind_at: datetime | None,
) -> None:
    """A task is no longer put aside: it has the day and time that it had before."""
    with transaction.atomic():
        AwaitedReply.objects.filter(task=task).delete()
        tasks.postpone(task, by=by, due_on=due_on, due_at=due_at, remind_at=remind_at)
