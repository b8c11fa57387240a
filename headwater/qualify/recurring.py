"""Follow-ups that come again: the next one is made when the one before is done."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import planning
from headwater.qualify.recurrence import Recurrence, Unit
from headwater.qualify.touch import require_editor
from headwater.records import trail
from headwater.records.models import Task
from headwater.records.problem import Problem, Refused

MOST = {Unit.DAY: 366, Unit.WEEK: 52, Unit.MONTH: 36}


def repeat(task: Task, rule: Recurrence, *, by: User, now: datetime | None = None) -> Recurrence:
    """Let an open task come again by `rule` (not saved yet); its day and time are the task's.

    Raises Refused when the rule never comes to a second day.
    """
    require_editor(by)
    _refuse(task, rule)
    now = now or timezone.now()
    zone = planning.zone_of(task.owner_id)
    assert task.due_on
    rule.task, rule.time_zone, rule.month_day = task, zone.key, task.due_on.day
    rule.at_time = task.due_at.astimezone(zone).time() if task.due_at else None
    with transaction.atomic():
        Recurrence.objects.filter(task=task).delete()
        rule.save(force_insert=True)
        told = {"words": rule.words}
        trail.write([trail.entry("task.repeated", task, by=by, at=now, because=told)])
    return rule


def _refuse(task: Task, rule: Recurrence) -> None:
    problems = []
    if task.is_closed or task.due_on is None:
        problems.append(_problem("Choose the first day; the others are counted from it."))
    elif rule.unit not in Unit.values or not 1 <= rule.every <= MOST[Unit(rule.unit)]:
        problems.append(_problem("Say every how many days, weeks or months."))
    elif any(not 0 <= day <= 6 for day in rule.weekdays):
        problems.append(_problem("A week has seven days."))
    elif rule.left_count == 0 or (rule.ends_on and rule.ends_on <= task.due_on):
        problems.append(_problem("It would end before it comes again."))
    if problems:
        raise Refused(problems)


def _problem(words: str) -> Problem:
    return Problem("RecurrenceType", "INVALID_INPUT", words)


def go_on(task_ids: Sequence[int], *, by: User | None, now: datetime) -> list[Task]:
    """Make the next one of each series whose open task is among these."""
    rows = Recurrence.objects.filter(task__in=task_ids, ended_at=None).order_by("pk")
    made: list[Task] = []
    with transaction.atomic():
        for rule in rows.select_for_update(of=("self",)).select_related("task__modified_by"):
            following = _next(rule, by or rule.task.modified_by, now)
            rule.previous = rule.task
            rule.task_id = following.pk if following else None
            if following is None:
                rule.ended_at = now
            else:
                made.append(following)
                rule.left_count = rule.left_count and rule.left_count - 1
            rule.save()
        told = [trail.entry("task.created", task, by=task.created_by, at=now,
                            because={"words": "it comes again"}) for task in made]  # fmt: skip
        trail.write(told)
    return made


def _next(rule: Recurrence, by: User | None, now: datetime) -> Task | None:
    task = rule.task
    assert task is not None
    done_on = (task.completed_at or now).astimezone(ZoneInfo(rule.time_zone)).date()
    on = rule.after(task.due_on or done_on, done_on)
    if on is None:
        return None
    return planning.again(task, by=by, due_on=on, due_at=rule.moment(on), now=now)


def step_back(task_ids: Sequence[int]) -> None:
    """The task before is open again: the next one goes, if nobody has touched it since."""
    rows = Recurrence.objects.filter(previous__in=task_ids).select_related("task", "previous")
    for rule in rows:
        following = rule.task
        if following is not None:
            if following.is_closed or following.modified_at != following.created_at:
                continue
            rule.left_count = None if rule.left_count is None else rule.left_count + 1
        rule.task, rule.previous, rule.ended_at = rule.previous, None, None
        rule.save()
        if following is not None:
            planning.drop([following], by=None, now=timezone.now(), why="it was not done after all")


def end(rule: Recurrence, *, by: User, now: datetime | None = None) -> None:
    """No more after the one that is open."""
    require_editor(by)
    now = now or timezone.now()
    with transaction.atomic():
        rule.ended_at = now
        rule.save(update_fields=["ended_at"])
        if rule.task:
            trail.write([trail.entry("task.repeated_no_more", rule.task, by=by, at=now)])


def end_orphans(now: datetime) -> None:
    """A series ends with its open task when that was deleted, and with the lead's life."""
    gone = Q(task=None) | Q(task__is_deleted=True) | Q(task__lead__is_deleted=True)
    Recurrence.objects.filter(gone, ended_at=None).update(ended_at=now)
