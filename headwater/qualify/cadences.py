"""Leads on their way through a cadence: started, moved on step by step, stopped by themselves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from headwater.people.calendars import Calendars, every_calendar
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.people.user import users
from headwater.qualify import planning
from headwater.qualify.cadence import Cadence, CadenceRun, CadenceStep
from headwater.qualify.touch import hold, require_editor
from headwater.records import trail
from headwater.records.models import Lead, Task
from headwater.records.problem import Problem, Refused

RUNNING, FINISHED, STOPPED = CadenceRun.State
LONGEST = 366  # days to look ahead for a working day


def start(
    leads: Sequence[Lead],
    cadence: Cadence,
    *,
    by: User,
    now: datetime | None = None,
    first: Mapping[int, Task] | None = None,
) -> list[CadenceRun]:
    """Begin at the first step; leads that are closed or on another cadence are passed over.

    `first` gives tasks (by lead) that stand for the first step already. Raises Refused when the
    cadence is not in use or has no steps.
    """
    require_editor(by)
    now = now or timezone.now()
    step = cadence.steps.first() if cadence.is_active else None
    if step is None:
        message = f"“{cadence}” is not in use or has no steps."
        raise Refused([Problem("Cadence", "INVALID_INPUT", message)])
    with moment(), transaction.atomic():
        hold(leads)
        busy = set(
            CadenceRun.objects.filter(lead__in=leads, state=RUNNING).values_list("lead", flat=True)
        )
        runs = [
            CadenceRun(cadence=cadence, lead=lead, place=step.place, started_at=now, started_by=by)
            for lead in leads if lead.is_open and lead.pk not in busy
        ]  # fmt: skip
        _plan([(run, step) for run in runs], by, now, first or {})
        CadenceRun.objects.bulk_create(runs)
        _tell("cadence.started", runs, by, now)
    return runs


def first_day(cadence: Cadence, owner_id: int, now: datetime) -> date | None:
    """When the first step would come for this owner; None for a cadence without steps."""
    step = cadence.steps.first()
    return _day(step, owner_id, every_calendar(), now) if step else None


def go_on(task_ids: Sequence[int], *, by: User | None, now: datetime) -> None:
    """The steps behind these tasks are done: plan the next ones, or finish."""
    rows = CadenceRun.objects.filter(task__in=task_ids, state=RUNNING).order_by("pk")
    with moment(), transaction.atomic():
        runs = list(rows.select_for_update(of=("self",)).select_related("lead", "cadence"))
        if not runs:
            return
        steps = _steps(runs)
        ahead, done = [], []
        for run in runs:
            run.previous_id, run.task = run.task_id, None
            step = next((s for s in steps[run.cadence_id] if s.place > run.place), None)
            if step is None or not run.lead.is_open:
                _end(run, FINISHED if run.lead.is_open else STOPPED, by, now, _reason(run.lead))
                done.append(run)
            else:
                run.place = step.place
                ahead.append((run, step))
        _plan(ahead, by, now, {})
        _save(runs)
        _tell("cadence.moved", [run for run, _ in ahead], by, now)
        _tell("cadence.ended", done, by, now)


def step_back(task_ids: Sequence[int]) -> None:
    """The step before is open again: the run stands there, unless somebody has gone on since."""
    rows = CadenceRun.objects.filter(previous__in=task_ids).exclude(state=STOPPED)
    for run in rows.select_related("task", "previous", "lead"):
        following = run.task
        if following is not None and following.is_closed:
            continue
        others = CadenceRun.objects.filter(lead=run.lead, state=RUNNING).exclude(pk=run.pk)
        if run.state == FINISHED and others.exists():
            continue
        back = [step for step in _steps([run])[run.cadence_id] if step.place < run.place]
        run.place = back[-1].place if back and following is not None else run.place
        run.task, run.previous, run.state, run.ended_at = run.previous, None, RUNNING, None
        run.because = ""
        _save([run])
        if following is not None:
            planning.drop([following], by=None, now=timezone.now(), why="the step before is open")


def stop(
    leads: Sequence[Lead], *, because: str, by: User | None, now: datetime | None = None
) -> list[CadenceRun]:
    """No more steps; the open one goes. Returns the runs that this stopped."""
    now = now or timezone.now()
    rows = CadenceRun.objects.filter(lead__in=[lead.pk for lead in leads], state=RUNNING)
    with transaction.atomic():
        runs = list(rows.select_for_update(of=("self",)).select_related("lead", "task", "cadence"))
        _stop(runs, because, by, now)
    return runs


def resume(run: CadenceRun, *, by: User, now: datetime | None = None) -> CadenceRun:
    """Open a stopped run again by hand: the step that was due is due today.

    Raises Refused for a run that is not stopped, and while the lead is on another cadence.
    """
    require_editor(by)
    now = now or timezone.now()
    with transaction.atomic():
        hold([run.lead])
        others = CadenceRun.objects.filter(lead=run.lead, state=RUNNING).exists()
        steps = _steps([run])[run.cadence_id]
        step = next((each for each in steps if each.place >= run.place), None)
        if others or run.state != STOPPED or step is None or not run.lead.is_open:
            message = f"{run.lead} cannot go on with “{run.cadence}” now."
            raise Refused([Problem("Cadence", "INVALID_INPUT", message)])
        run.state, run.ended_at, run.ended_by, run.because = RUNNING, None, None, ""
        run.place = step.place
        on = now.astimezone(planning.zone_of(_doer(run))).date()
        run.task = _task(run, step, on, by, now)
        _save([run])
        _tell("cadence.resumed", [run], by, now)
    return run


def stop_the_pointless(now: datetime) -> int:
    """Stop the runs of leads that are converted, closed or deleted, or whose step was deleted."""
    pointless = (
        Q(lead__is_converted=True) | Q(lead__is_closed=True)
        | Q(lead__is_deleted=True, lead__master_record=None)  # merged ones may come back
        | Q(task=None) | Q(task__is_deleted=True)
    )  # fmt: skip
    rows = CadenceRun.objects.filter(pointless, state=RUNNING).order_by("pk")[:500]
    runs = list(rows.select_for_update(of=("self",)).select_related("lead", "task", "cadence"))
    for because in {_reason(run.lead) for run in runs}:
        _stop([run for run in runs if _reason(run.lead) == because], because, None, now)
    return len(runs)


def _reason(lead: Lead) -> str:
    if lead.is_converted:
        return "converted"
    if lead.is_deleted:
        return "deleted"
    return "closed" if lead.is_closed else "its step was taken away"


def _stop(runs: Sequence[CadenceRun], because: str, by: User | None, now: datetime) -> None:
    dropped = [run.task for run in runs if run.task]
    planning.drop(dropped, by=by, now=now, why=f"the cadence stopped: {because}")
    for run in runs:
        run.task = None
        _end(run, STOPPED, by, now, because)
    _save(runs)
    _tell("cadence.ended", runs, by, now)


def _end(run: CadenceRun, state: str, by: User | None, now: datetime, because: str) -> None:
    run.state, run.ended_at, run.ended_by = state, now, by
    run.because = because if state == STOPPED else ""


def _steps(runs: Sequence[CadenceRun]) -> dict[int, list[CadenceStep]]:
    found: dict[int, list[CadenceStep]] = {run.cadence_id: [] for run in runs}
    for step in CadenceStep.objects.filter(cadence__in=found).order_by("place"):
        found[step.cadence_id].append(step)
    return found


def _plan(
    ahead: Sequence[tuple[CadenceRun, CadenceStep]], by: User | None, now: datetime,
    first: Mapping[int, Task],
) -> None:  # fmt: skip
    calendars = every_calendar()
    tasks = []
    for run, step in ahead:
        run.task = first.get(run.lead_id)
        if run.task is None:
            on = _day(step, _doer(run), calendars, now)
            run.task = _new_task(run, step, on, by, now)
            tasks.append(run.task)
    Task.objects.bulk_create(tasks)
    trail.write(trail.entry("task.created", task, by=by, at=now) for task in tasks)


def _task(run: CadenceRun, step: CadenceStep, on: date, by: User, now: datetime) -> Task:
    task = _new_task(run, step, on, by, now)
    task.save(force_insert=True)
    trail.write([trail.entry("task.created", task, by=by, at=now)])
    return task


def _new_task(run: CadenceRun, step: CadenceStep, on: date, by: User | None, now: datetime) -> Task:
    owner = _doer(run)
    return Task(
        lead=run.lead, owner_id=owner, subject=step.subject, task_subtype=step.kind, due_on=on,
        remind_at=max(planning.morning_of(owner, on), now), created_at=now, modified_at=now,
        created_by=by, modified_by=by, status=planning.NOT_STARTED,
    )  # fmt: skip


def _doer(run: CadenceRun) -> int:
    """The lead's owner; while a queue has it, whoever started the cadence."""
    owner: int = run.lead.owner_id
    return owner if owner in users() else int(run.started_by_id)


def _day(step: CadenceStep, owner_id: int, calendars: Calendars, now: datetime) -> date:
    """So many working days on in the owner's calendar; today counts as none."""
    calendar = calendars.of(owner_id).calendar
    day, left = now.astimezone(planning.zone_of(owner_id)).date(), step.after_days
    for _ in range(LONGEST):
        works = bool(calendar.week[day.weekday()]) and day not in calendar.holidays
        if works and left == 0:
            return day
        day += timedelta(days=1)
        if bool(calendar.week[day.weekday()]) and day not in calendar.holidays and left:
            left -= 1
    return day


def _save(runs: Sequence[CadenceRun]) -> None:
    columns = ["place", "task", "previous", "state", "ended_at", "ended_by", "because"]
    CadenceRun.objects.bulk_update(runs, columns)


def _tell(event: str, runs: Sequence[CadenceRun], by: User | None, now: datetime) -> None:
    counts = {cadence: len(steps) for cadence, steps in _steps(runs).items()} if runs else {}
    entries = []
    for run in runs:
        told: dict[str, Any] = {
            "cadence": run.cadence.name, "place": run.place, "of": counts[run.cadence_id],
            "task": run.task.subject if run.task else "", "state": run.state, "words": run.because,
        }  # fmt: skip
        entries.append(trail.entry(event, run.lead, by=by, at=now, because=told))
    trail.write(entries)
