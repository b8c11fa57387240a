"""Things to do: added, done, opened again, put off; and leads put aside until a day."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import following
from headwater.qualify.planning import DONE, NOT_STARTED, add, hanging_on, morning
from headwater.qualify.touch import local_date, require_editor, touch
from headwater.records import trail, writing
from headwater.records.models import Lead, Task
from headwater.records.problem import Problem, Refused

__all__ = ["DONE", "NOT_STARTED", "add", "complete", "hanging_on", "morning", "postpone", "reopen",
           "snooze", "wake"]  # fmt: skip

ANSWERS = ("Call", "Email")  # doing such a task is a human touch


def complete(tasks: Sequence[Task], *, by: User, now: datetime | None = None) -> int:
    """Done. A finished call or e-mail is a human touch of its lead, and what follows is planned.

    Returns how many were open.
    """
    require_editor(by)
    now = now or timezone.now()
    tasks = [task for task in tasks if not task.is_closed]
    values = {"status": DONE, "is_closed": True, "completed_at": now}
    with transaction.atomic():
        _write(tasks, values, "task.completed", by, now)
        leads = {t.lead_id: t.lead for t in tasks if t.lead and t.task_subtype in ANSWERS}
        if leads:
            touch(list(leads.values()), by=by, at=now, because="Task done")
        following.go_on(tasks, by=by, now=now)
    return len(tasks)


def reopen(tasks: Sequence[Task], *, by: User, now: datetime | None = None) -> int:
    """Not done after all; what was made because it was done goes again, if nobody touched it."""
    require_editor(by)
    tasks = [task for task in tasks if task.is_closed]
    values = {"status": NOT_STARTED, "is_closed": False, "completed_at": None}
    with transaction.atomic():
        _write(tasks, values, "task.reopened", by, now or timezone.now())
        following.step_back([task.pk for task in tasks])
    return len(tasks)


def postpone(
    task: Task,
    *,
    by: User,
    due_on: date | None = None,
    due_at: datetime | None = None,
    remind_at: datetime | None = None,
    now: datetime | None = None,
) -> Task:
    """Give an open task another day or time; its reminder moves along and rings again."""
    require_editor(by)
    due_on = local_date(by, due_at) if due_at else due_on
    if not remind_at and task.remind_at and due_on:
        remind_at = due_at or morning(by, due_on)
    values = {
        "due_on": due_on, "due_at": due_at, "remind_at": remind_at, "reminded_at": None,
    }  # fmt: skip
    _write([task], values, "task.postponed", by, now or timezone.now())
    return task


def snooze(lead: Lead, until: datetime, *, by: User, now: datetime | None = None) -> None:
    """Keep a lead out of Today until that moment."""
    if until <= (now or timezone.now()):
        message = "Choose a moment that is still to come."
        raise Refused([Problem("SnoozedUntil", "INVALID_INPUT", message)])
    _set_snooze(lead, until, "lead.snoozed", by, now)


def wake(lead: Lead, *, by: User, now: datetime | None = None) -> None:
    """Show a snoozed lead again at once."""
    _set_snooze(lead, None, "lead.woken", by, now)


def _set_snooze(
    lead: Lead, until: datetime | None, event: str, by: User, now: datetime | None
) -> None:
    require_editor(by)
    changes = writing.difference(lead, {"snoozed_until": until})
    lead.snoozed_until = until
    with transaction.atomic():
        lead.save(update_fields=["snoozed_until"])
        trail.write([trail.entry(event, lead, by=by, at=now, changes=changes)])


def _write(
    tasks: Sequence[Task], values: dict[str, Any], event: str, by: User, now: datetime
) -> None:
    entries = []
    for task in tasks:
        changes = writing.difference(task, values)
        writing.place(task, {**values, "modified_at": now, "modified_by": by})
        entries.append(trail.entry(event, task, by=by, at=now, changes=changes))
    with transaction.atomic():
        if tasks:
            writing.store(tasks, [*values, "modified_at", "modified_by"])
        trail.write(entries)
