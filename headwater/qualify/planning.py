"""Something to do is planned: by a person, or because something before it is done."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from headwater.people.models import Owner, User
from headwater.people.user import users
from headwater.qualify.touch import local_date, require_editor
from headwater.records import trail
from headwater.records.models import Account, Campaign, Contact, Lead, Opportunity, Task
from headwater.records.problem import Problem, Refused

DONE = "Completed"
NOT_STARTED = "Not Started"
MORNING = time(9)  # when a reminder rings for a day without a time

LINKS = ("lead", "contact", "account", "opportunity", "campaign")

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


def again(
    task: Task, *, by: User | None, due_on: date, due_at: datetime | None, now: datetime
) -> Task:
    """The same to do on another day; it rings if the one before did. Saved, not told yet."""
    rings = due_at or morning_of(task.owner_id, due_on)
    return Task.objects.create(
        owner_id=task.owner_id, subject=task.subject, priority=task.priority,
        description=task.description, task_subtype=task.task_subtype, due_on=due_on, due_at=due_at,
        remind_at=rings if task.remind_at else None, status=NOT_STARTED, created_at=now,
        modified_at=now, created_by=by, modified_by=by,
        **{f"{name}_id": getattr(task, f"{name}_id") for name in LINKS},
    )  # fmt: skip


def morning(by: User, on: date) -> datetime:
    """When a working day of `by` begins."""
    return datetime.combine(on, MORNING, ZoneInfo(by.time_zone))


def morning_of(owner_id: int, on: date) -> datetime:
    """The same by the owner's key; a queue's day begins in UTC."""
    return datetime.combine(on, MORNING, zone_of(owner_id))


def zone_of(owner_id: int) -> ZoneInfo:
    """The time zone somebody lives in."""
    user = users().get(owner_id)
    return ZoneInfo(user.time_zone if user else "UTC")


def drop(tasks: list[Task], *, by: User | None, now: datetime, why: str) -> None:
    """Open tasks that are no longer wanted go; those that were done stay."""
    open_ones = [task for task in tasks if not (task.is_closed or task.is_deleted)]
    Task.objects.filter(pk__in=[task.pk for task in open_ones]).update(
        is_deleted=True, modified_at=now, modified_by=by
    )
    told = {"words": why}
    trail.write(trail.entry("task.deleted", t, by=by, at=now, because=told) for t in open_ones)
