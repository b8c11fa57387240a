"""Calls that were planned are done when the call is made: nobody ticks the same thing off twice."""

from datetime import datetime
from typing import Any

from headwater.people.models import User
from headwater.qualify import following
from headwater.qualify.logged_call import Outcome
from headwater.qualify.touch import local_date
from headwater.records import trail
from headwater.records.models import Lead, Task

# What finishing changes on a task; undoing puts exactly these back.
KEPT = ("status", "is_closed", "completed_at", "modified_at", "modified_by_id")
COLUMNS = {column.attname: column for column in Task._meta.concrete_fields}
DONE = "Completed"


def finish(lead: Lead, outcome: Outcome, *, by: User, now: datetime) -> list[dict[str, Any]]:
    """Close the calls that were due by today, and after a dead end all of them.

    Returns what each was before, JSON-able, for `reopen`.
    """
    planned = Task.objects.open().filter(lead=lead, task_subtype="Call")
    if outcome != Outcome.DEAD_END:
        planned = planned.filter(due_on__lte=local_date(by, now))
    tasks = list(planned.select_for_update())
    kept = [
        {"id": task.pk, **{name: _told(getattr(task, name)) for name in KEPT}} for task in tasks
    ]
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(
        status=DONE, is_closed=True, completed_at=now, modified_at=now, modified_by=by
    )
    trail.write(
        trail.entry("task.completed", task, by=by, at=now, because={"words": "by this call"})
        for task in tasks
    )
    following.go_on(tasks, by=by, now=now)
    return kept


def reopen(kept: list[dict[str, Any]]) -> None:
    """Plan these calls again, as they were before."""
    tasks = Task.objects.in_bulk([row["id"] for row in kept])
    for row in kept:
        task = tasks.get(row["id"])
        if task is None:
            continue
        for name in KEPT:
            setattr(task, name, COLUMNS[name].to_python(row[name]))
        task.save(update_fields=[name.removesuffix("_id") for name in KEPT])
    following.step_back(list(tasks))


def _told(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
