"""A next step for many leads at once, and what is overdue on another day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.calendars import every_calendar
from headwater.people.models import User
from headwater.qualify.planning import NOT_STARTED, drop, zone_of
from headwater.qualify.touch import require_editor
from headwater.records import trail, writing
from headwater.records.models import Lead, Task
from headwater.records.problem import Problem, Refused


def next_working_day(owner_id: int, now: datetime) -> date:
    """The first day after today on which the owner's calendar opens, in their own time zone."""
    zone = zone_of(owner_id)
    tomorrow = datetime.combine(
        now.astimezone(zone).date() + timedelta(days=1), datetime.min.time()
    )
    opens = every_calendar().of(owner_id).opening(tomorrow.replace(tzinfo=zone))
    return opens.astimezone(zone).date()


def plan_each(
    leads: Sequence[Lead],
    *,
    subject: str,
    by: User,
    subtype: str = "Task",
    now: datetime | None = None,
) -> list[Task]:
    """The same to do for each of these leads' owners, on their next working day."""
    require_editor(by)
    if not subject.strip():
        raise Refused([Problem("Subject", "REQUIRED_FIELD_MISSING", "Say what is to be done.")])
    now = now or timezone.now()
    days = {key: next_working_day(key, now) for key in {lead.owner_id for lead in leads}}
    tasks = [
        Task(lead=lead, owner_id=lead.owner_id, subject=subject.strip()[:255], task_subtype=subtype,
             due_on=days[lead.owner_id], status=NOT_STARTED, created_at=now, modified_at=now,
             created_by=by, modified_by=by) for lead in leads
    ]  # fmt: skip
    with transaction.atomic():
        Task.objects.bulk_create(tasks)
        trail.write(trail.entry("task.created", task, by=by, at=now) for task in tasks)
    return tasks


def put_off(tasks: Sequence[Task], *, by: User, now: datetime | None = None) -> dict[date, int]:
    """Open tasks move to the next working day of whose they are; returns how many to which day.

    Their time of day is gone: nobody said when on that day.
    """
    require_editor(by)
    now = now or timezone.now()
    days = {key: next_working_day(key, now) for key in {task.owner_id for task in tasks}}
    counts: dict[date, int] = {}
    for task in tasks:
        counts[days[task.owner_id]] = counts.get(days[task.owner_id], 0) + 1
    move(tasks, {task.pk: {"due_on": days[task.owner_id], "due_at": None} for task in tasks},
         by=by, now=now)  # fmt: skip
    return counts


def move(
    tasks: Sequence[Task], values: dict[int, dict[str, Any]], *, by: User, now: datetime
) -> None:
    """Give each task its own day (`values` by key); told as postponed."""
    require_editor(by)
    entries = []
    for task in tasks:
        changes = writing.difference(task, values[task.pk])
        writing.place(task, values[task.pk] | {"modified_at": now, "modified_by": by})
        entries.append(trail.entry("task.postponed", task, by=by, at=now, changes=changes))
    with transaction.atomic():
        if tasks:
            writing.store(tasks, ["due_on", "due_at", "modified_at", "modified_by"])
        trail.write(entries)


def take_back(tasks: list[Task], *, by: User) -> int:
    """The steps that were planned go again, except those that somebody has done meanwhile."""
    require_editor(by)
    waiting = [task for task in tasks if not (task.is_closed or task.is_deleted)]
    with transaction.atomic():
        drop(waiting, by=by, now=timezone.now(), why=f"taken back by {by.name}")
    return len(waiting)
