"""Things to do: added, done, opened again, put off; and leads put aside until a day."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from headwater.people.models import Owner, User
from headwater.qualify.touch import local_date, require_editor, touch
from headwater.records import trail, writing
from headwater.records.models import Account, Campaign, Contact, Lead, Opportunity, Task
from headwater.records.problem import Problem, Refused

DONE = "Completed"
NOT_STARTED = "Not Started"
ANSWERS = ("Call", "Email")  # doing such a task is a human touch
MORNING = time(9)  # when a reminder rings for a day without a time

About = Lead | Contact | Account | Opportunity | Campaign


def add(
    about: About | None,
    *,
    subject: str,
    by: User,
    owner: Owner | None = None,
    due_on: date | None = None,
    due_at: datetime | None = None,
    remind_at: datetime | None = None,
    priority: str = "Normal",
    description: str = "",
    subtype: str = "Task",
    now: datetime | None = None,
) -> Task:
    """Something to do, by default for `by`; with `due_at` its day is the owner's `due_on`."""
    require_editor(by)
    if not subject.strip():
        raise Refused([Problem("Subject", "REQUIRED_FIELD_MISSING", "Say what is to be done.")])
    now = now or timezone.now()
    task = Task(
        owner_id=owner.pk if owner else by.pk, subject=subject.strip()[:255], priority=priority,
        description=description, task_subtype=subtype, remind_at=remind_at, due_at=due_at,
        due_on=local_date(by, due_at) if due_at else due_on, status=NOT_STARTED,
        created_at=now, modified_at=now, created_by=by, modified_by=by, **hanging_on(about),
    )  # fmt: skip
    with transaction.atomic():
        task.save(force_insert=True)
        trail.write([trail.entry("task.created", task, by=by, at=now)])
    return task


def hanging_on(about: About | None) -> dict[str, Any]:
    """The columns that tie an activity to what it is about, the account behind it included."""
    if about is None:
        return {}
    columns: dict[str, Any] = {str(about._meta.model_name): about}
    if isinstance(about, Contact | Opportunity):
        columns["account_id"] = about.account_id
    return columns


def complete(tasks: Sequence[Task], *, by: User, now: datetime | None = None) -> int:
    """Done. A finished call or e-mail is a human touch of its lead. Returns how many were open."""
    require_editor(by)
    now = now or timezone.now()
    tasks = [task for task in tasks if not task.is_closed]
    values = {"status": DONE, "is_closed": True, "completed_at": now}
    with transaction.atomic():
        _write(tasks, values, "task.completed", by, now)
        leads = {t.lead_id: t.lead for t in tasks if t.lead and t.task_subtype in ANSWERS}
        if leads:
            touch(list(leads.values()), by=by, at=now, because="Task done")
    return len(tasks)


def reopen(tasks: Sequence[Task], *, by: User, now: datetime | None = None) -> int:
    """Not done after all."""
    require_editor(by)
    tasks = [task for task in tasks if task.is_closed]
    values = {"status": NOT_STARTED, "is_closed": False, "completed_at": None}
    _write(tasks, values, "task.reopened", by, now or timezone.now())
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


def morning(by: User, on: date) -> datetime:
    """When a working day of `by` begins."""
    return datetime.combine(on, MORNING, ZoneInfo(by.time_zone))


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
