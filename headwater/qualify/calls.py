"""The first call and its three outcomes: dead end, call again later, clear opportunity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import follow_ups, statuses, tasks
from headwater.qualify.logged_call import LoggedCall, Outcome
from headwater.qualify.touch import hold, local_date, require_editor, touch
from headwater.records import trail
from headwater.records.models import Lead, LeadStatus, Task
from headwater.records.problem import Problem, Refused
from headwater.records.stages import Group

# What a call may change on a lead, beside the values that came with it.
KEPT = (
    "status", "is_closed", "status_changed_at", "closed_reason", "first_touched_at",
    "last_activity_on", "is_unread_by_owner", "snoozed_until", "modified_at", "modified_by_id",
)  # fmt: skip
REACHED = (Group.CONTACTED, Group.QUALIFIED)


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller tells about one call; `values` fills fields that a status asks for."""

    outcome: Outcome
    note: str = ""
    reason: str = ""
    call_on: date | None = None
    call_at: datetime | None = None
    seconds: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def log_call(
    lead: Lead, outcome: str, *, by: User, now: datetime | None = None, **said: Any
) -> LoggedCall:
    """Log a call with one of three outcomes; `said` takes the other fields of `Said`.

    dead_end needs `reason`, call_again needs `call_on` or `call_at`; after clear_opportunity
    `LoggedCall.converts_next` is true. Raises Refused with what is missing.
    """
    require_editor(by)
    now = now or timezone.now()
    told = Said(Outcome(outcome), **said)
    with transaction.atomic():
        hold([lead])
        _refuse(lead, told, by, now)
        before = _snapshot(lead, told)
        call = _call(lead, told, by, now)
        clocks = touch([lead], by=by, at=now, because=f"Call: {told.outcome.label.lower()}")
        _set_status(lead, told, by, now)
        _wake(lead)
        finished = follow_ups.finish(lead, told.outcome, by=by, now=now)
        follow_up = _follow_up(lead, told, by, now)
        after = _snapshot(lead, told)
        logged = LoggedCall.objects.create(
            lead=lead, outcome=told.outcome, at=now, by=by, task=call, follow_up=follow_up,
            changes={name: [before[name], after[name]] for name in before},
            clocks=[clock.pk for clock in clocks], finished=finished,
        )  # fmt: skip
        trail.write([trail.entry("call.logged", lead, by=by, at=now, because=_story(logged, told))])
    return logged


def _refuse(lead: Lead, told: Said, by: User, now: datetime) -> None:
    problems = []
    if lead.is_converted:
        message = f"{lead} is converted: log the call on the contact."
        problems.append(Problem("", "CANNOT_UPDATE_CONVERTED_LEAD", message))
    if told.outcome == Outcome.DEAD_END and not told.reason.strip():
        problems.append(Problem("ClosedReason", "REQUIRED_FIELD_MISSING", "Say why it ends here."))
    if told.outcome == Outcome.CALL_AGAIN:
        problems += _doubts_about_day(told, by, now)
    if problems:
        raise Refused(problems)


def _doubts_about_day(told: Said, by: User, now: datetime) -> list[Problem]:
    if not told.call_on and not told.call_at:
        return [Problem("DueDateOnly", "REQUIRED_FIELD_MISSING", "Say when to call again.")]
    is_past = told.call_at <= now if told.call_at else (
        told.call_on is not None and told.call_on < local_date(by, now)
    )  # fmt: skip
    if is_past:
        return [Problem("DueDateOnly", "INVALID_INPUT", "Choose a day that is still to come.")]
    return []


def _call(lead: Lead, told: Said, by: User, now: datetime) -> Task:
    """A logged call is a closed task."""
    task = Task(
        lead=lead, owner_id=by.pk, subject=f"Call with {lead}"[:255], status=tasks.DONE,
        is_closed=True, completed_at=now, due_on=local_date(by, now), task_subtype="Call",
        call_type="Outbound", call_disposition=told.outcome.label, description=told.note,
        call_duration_in_seconds=told.seconds, created_by=by, modified_by=by, created_at=now,
        modified_at=now,
    )  # fmt: skip
    task.save(force_insert=True)
    return task


def _wake(lead: Lead) -> None:
    """Whoever was called is no longer put aside."""
    if lead.snoozed_until:
        lead.snoozed_until = None
        lead.save(update_fields=["snoozed_until"])


def _set_status(lead: Lead, told: Said, by: User, now: datetime) -> None:
    values = dict(told.values)
    if told.outcome == Outcome.DEAD_END:
        values["closed_reason"] = told.reason.strip()
    name = _next_status(lead, told.outcome, values)
    if name != lead.status or values:
        statuses.move(lead, name, by=by, values=values, now=now)


def _next_status(lead: Lead, outcome: Outcome, values: Mapping[str, Any]) -> str:
    """A lead never falls back: one that is contacted or qualified stays where it is."""
    rows = list(LeadStatus.objects.filter(is_active=True))
    first = {group: next((s for s in rows if s.group == group), None) for group in Group}
    if outcome == Outcome.DEAD_END:
        return _name(first[Group.NOT_QUALIFIED], lead)
    current = next((status.group for status in rows if status.name == lead.status), "")
    qualified = first[Group.QUALIFIED]
    is_clear = outcome == Outcome.CLEAR_OPPORTUNITY and current != Group.QUALIFIED
    if is_clear and qualified and not statuses.missing_fields(lead, qualified, values):
        return qualified.name
    return lead.status if current in REACHED else _name(first[Group.CONTACTED], lead)


def _name(status: LeadStatus | None, lead: Lead) -> str:
    return status.name if status else lead.status


def _follow_up(lead: Lead, told: Said, by: User, now: datetime) -> Task | None:
    if told.outcome != Outcome.CALL_AGAIN:
        return None
    on = told.call_on or local_date(by, told.call_at or now)
    remind_at = told.call_at or tasks.morning(by, on)
    return tasks.add(
        lead, subject=f"Call {lead} again", by=by, due_on=on, due_at=told.call_at,
        remind_at=max(remind_at, now), subtype="Call", now=now,
    )  # fmt: skip


def _snapshot(lead: Lead, told: Said) -> dict[str, Any]:
    """What the call may change, JSON-able, in full: undoing puts exactly this back."""
    found = {}
    for name in (*KEPT, *told.values):
        value = statuses.value_of(lead, name)
        found[name] = value.isoformat() if hasattr(value, "isoformat") else value
    return found


def _story(logged: LoggedCall, told: Said) -> dict[str, Any]:
    story: dict[str, Any] = {"call": logged.pk, "outcome": told.outcome, "note": told.note}
    if told.reason:
        story["reason"] = told.reason
    if logged.follow_up:
        day = logged.follow_up.due_at or logged.follow_up.due_on
        story["again"] = trail.told(day)
    return story
