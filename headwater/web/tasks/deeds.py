"""Deeds on tasks: done, open again, later, repeated, ended; one and many."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headwater.people.models import User
from headwater.qualify import recurring, snoozing
from headwater.qualify import tasks as deeds
from headwater.qualify.models import Recurrence
from headwater.qualify.recurrence import DAYS, Unit
from headwater.records.models import Task
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.leads import quick_times
from headwater.web.lists import bulk
from headwater.web.records import kinds, undo, words
from headwater.web.records.undo import undoes
from headwater.web.tasks.times import REPLY
from headwater.web.templatetags.words import plural


@require_POST
def completion(request: HttpRequest) -> HttpResponse:
    """POST /tasks/selection/completion: the ticked tasks are done."""

    def deed(tasks: list[Task], user: User) -> tuple[str, str]:
        done = [task.pk for task in tasks if not task.is_closed]
        count = deeds.complete(tasks, by=user)
        url = undo.offer(request, "completions", tasks=done) if count else ""
        return f"{plural(count, 'task')} done.", url

    return bulk.act(request, "Task", deed)


@require_POST
def delay(request: HttpRequest) -> HttpResponse:
    """POST /tasks/selection/delay: `again` (of `times`) or again_at, for all that are ticked."""

    def deed(tasks: list[Task], user: User) -> tuple[str, str]:
        return _put_off(request, [task for task in tasks if not task.is_closed], user)

    return bulk.act(request, "Task", deed)


@require_POST
def delay_one(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /tasks/<pk>/delay: the same for one."""
    user = kinds.editor(request)
    task = find(pk, user)
    try:
        said, url = _put_off(request, [] if task.is_closed else [task], user)
        toasts.say(request, said, undo_url=url)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    return toasts.done(request, reverse("tasks"))


def repetition(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog. POST /tasks/<pk>/repetition: how it comes again; `end` lets it end."""
    user = kinds.editor(request)
    task = find(pk, user)
    rule = Recurrence.objects.filter(task=task, ended_at=None).first()
    trouble = ""
    if request.method == "POST":
        try:
            toasts.say(request, _repeat(request, task, rule, user))
            return _stay(request, task)
        except Refused as refused:
            trouble = str(refused)
    context = {
        "task": task, "rule": rule, "units": Unit.choices, "trouble": trouble,
        "shown": rule or Recurrence(unit=Unit.WEEK),
        "days": list(enumerate(DAYS)), "given": request.POST, "chosen": _days(request, rule),
    }  # fmt: skip
    return render(request, "tasks/repetition.html", context, status=422 if trouble else 200)


def _repeat(request: HttpRequest, task: Task, rule: Recurrence | None, user: User) -> str:
    if "end" in request.POST and rule:
        recurring.end(rule, by=user)
        return f"“{task}” comes no more after this one."
    rule = recurring.repeat(task, rule_of(request), by=user)
    return f"“{task}” comes again: {rule}."


def rule_of(request: HttpRequest) -> Recurrence:
    """The rule that a form describes: every, unit, weekday (many), ends (on, times), from_done."""
    given = request.POST
    every, times = given.get("every", "1"), given.get("times", "")
    ends_on: date | None = None
    if given.get("ends") == "on":
        try:
            ends_on = date.fromisoformat(given.get("ends_on", ""))
        except ValueError:
            raise Refused([_trouble("Say on which day it ends.")]) from None
    if given.get("ends") == "times" and not (times.isdecimal() and 1 <= int(times[:5]) <= 999):
        raise Refused([_trouble("Say how many times it comes.")])
    unit = given.get("unit", "")
    return Recurrence(
        unit="week" if unit == "workday" else unit,
        every=int(every) if every.isdecimal() and len(every) < 4 else 0,
        weekdays=[0, 1, 2, 3, 4] if unit == "workday"
        else _days(request, None) if unit == "week" else [],
        counts_from_done="from_done" in given, ends_on=ends_on,
        left_count=int(times) - 1 if given.get("ends") == "times" else None,
    )  # fmt: skip


def _trouble(message: str) -> Problem:
    return Problem("RecurrenceType", "INVALID_INPUT", message)


def _days(request: HttpRequest, rule: Recurrence | None) -> list[int]:
    if rule and request.method != "POST":
        return list(rule.weekdays)
    return sorted({int(day) for day in request.POST.getlist("weekday") if day in "0123456"})


def find(pk: int, user: User) -> Task:
    """A task that the person may see; 404 for everybody else."""
    rows = Task.objects.alive().visible_to(user).select_related("lead", "contact")
    task: Task = get_object_or_404(rows, pk=pk)
    return task


def _stay(request: HttpRequest, task: Task) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return toasts.changed(request)
    return toasts.done(request, reverse("lead", args=[task.lead_id]) if task.lead_id else "/tasks")


def _put_off(request: HttpRequest, tasks: list[Task], user: User) -> tuple[str, str]:
    if not tasks:
        return "Only open tasks are put off.", ""
    key, now = request.POST.get("again", ""), timezone.now()
    before = {task.pk: _times(task) for task in tasks}
    if key == REPLY:
        for task in tasks:
            snoozing.task_until_reply(task, by=user, now=now)
        until = "the reply, at most two weeks"
    else:
        at = quick_times.at(key, now) or words.moment(request.POST.get("again_at"))
        if at is None or at <= now:
            raise Refused([Problem("DueDate", "INVALID_INPUT", "Choose a moment still to come.")])
        for task in tasks:
            deeds.postpone(task, by=user, due_at=at, now=now)
        until = words.day(at)
    url = undo.offer(request, "delay", tasks=before)
    what = str(tasks[0]) if len(tasks) == 1 else plural(len(tasks), "task")
    return f"{what}: put off until {until}.", url


def _times(task: Task) -> list[Any]:
    given = (task.due_on, task.due_at, task.remind_at)
    return [value.isoformat() if value else None for value in given]


@undoes("completions")
def open_again(user: User, *, tasks: list[int]) -> str:
    rows = Task.objects.alive().visible_to(user).filter(pk__in=tasks)
    count = deeds.reopen(list(rows), by=user)
    return f"{plural(count, 'task')} open again."


@undoes("delay")
def put_back(user: User, *, tasks: dict[str, list[Any]]) -> str:
    for task in Task.objects.open().visible_to(user).filter(pk__in=list(tasks)):
        on, at, remind = tasks[str(task.pk)]
        snoozing.back(task, by=user, due_on=date.fromisoformat(on) if on else None,
                      due_at=_moment(at), remind_at=_moment(remind))  # fmt: skip
    return "Undone."


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
