"""What follows when something is done: the next of a series, the next step of a cadence.

Doing it here, it follows at once; what was closed through another door (the API, an import)
follows within a minute.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.people.models import User
from headwater.qualify import cadences, recurring
from headwater.qualify.cadence import CadenceRun
from headwater.qualify.recurrence import Recurrence
from headwater.records.models import Task

AT_ONCE = 500  # tasks in one run of the job; what is left comes a minute later


def go_on(tasks: Sequence[Task], *, by: User | None, now: datetime) -> None:
    """These tasks are done: plan what comes after them."""
    ids = [task.pk for task in tasks]
    if ids:
        recurring.go_on(ids, by=by, now=now)
        cadences.go_on(ids, by=by, now=now)


def step_back(task_ids: Sequence[int]) -> None:
    """These tasks are open again: what had followed goes, as long as nobody has touched it."""
    recurring.step_back(task_ids)
    cadences.step_back(task_ids)


@job("qualify.follow", cron="* * * * *")
def follow(timestamp: int) -> None:
    """The minute's run; `timestamp` is the Unix time it was meant for."""
    catch_up(timezone.now())


def catch_up(now: datetime) -> int:
    """Go on after tasks that were closed elsewhere, and stop what has no reason any more."""
    with transaction.atomic():
        done = Task.objects.filter(is_closed=True, is_deleted=False)
        series = done.filter(recurrence__in=Recurrence.objects.filter(ended_at=None))
        steps = done.filter(cadence_run__in=CadenceRun.objects.filter(state="running"))
        tasks = list(series[:AT_ONCE]) + list(steps[:AT_ONCE])
        go_on(tasks, by=None, now=now)
        recurring.end_orphans(now)
        return len(tasks) + cadences.stop_the_pointless(now)
