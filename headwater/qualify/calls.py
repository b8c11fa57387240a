"""The first call and its three outcomes: dead end, call again later, clear opportunity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import answering, call_notes, follow_ups, self_moving, statuses, tasks
from headwater.qualify.logged_call import LoggedCall, Outcome
from headwater.qualify.touch import hold, local_date, require_editor, touch
from headwater.records import stages, trail
from headwater.records.models import Clock, Lead, LeadStatus, Task
from headwater.records.problem import Problem, Refused
from headwater.records.stages import Event, Group

# What a call may change on a lead, beside the values that came with it.
KEPT = (
    "status", "is_closed", "status_changed_at", "closed_reason", "first_touched_at",
    "last_activity_on", "is_unread_by_owner", "snoozed_until", "modified_at", "modified_by_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What the caller tells about one call; `values` fills fields that a status asks for."""

    outcome: Outcome
    is_reached: bool = True
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
    `LoggedCall.converts_next` is true; `is_reached=False` says that nobody answered. What was
    answered on the call sheet is told with it. Raises Refused with what is missing.
    """
    require_editor(by)
    now = now or timezone.now()
    told = Said(Outcome(outcome), **said)
    with transaction.atomic():
        hold([lead])
        _refuse(lead, told, by, now)
        before = _snapshot(lead, told)
        call = _call(lead, told, by, now)
        running = _running_clocks(lead)
        because = f"Call: {_disposition(told).lower()}"
        touch([lead], by=by, at=now, because=because, is_contact=told.is_reached)
        _set_status(lead, told, by, now)
        _wake(lead)
        finished = follow_ups.finish(lead, told.outcome, by=by, now=now)
        follow_up = _follow_up(lead, told, by, now)
        after = _snapshot(lead, told)
        logged = LoggedCall.objects.create(
            lead=lead, outcome=told.outcome, is_reached=told.is_reached, at=now, by=by,
            task=call, follow_up=follow_up,
            changes={name: [before[name], after[name]] for name in before},
            clocks=sorted(running - _running_clocks(lead)), finished=finished,
        )  # fmt: skip
        answering.tell([lead])
        call_notes.put_away(lead, told.note, by=by)
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
        call_type="Outbound", call_disposition=_disposition(told), description=told.note,
        call_duration_in_seconds=told.seconds, created_by=by, modified_by=by, created_at=now,
        modified_at=now,
    )  # fmt: skip
    task.save(force_insert=True)
    return task


def _running_clocks(lead: Lead) -> set[int]:
    """Those that the call stopped are to run again when it is taken back."""
    return set(Clock.objects.of_leads([lead.pk]).running().values_list("pk", flat=True))


def _disposition(told: Said) -> str:
    return str(told.outcome.label) if told.is_reached else "Not reached"


def _wake(lead: Lead) -> None:
    """Whoever was called is no longer put aside."""
    if lead.snoozed_until:
        lead.snoozed_until = None
        lead.save(update_fields=["snoozed_until"])


def _set_status(lead: Lead, told: Said, by: User, now: datetime) -> None:
    values = dict(told.values)
    if told.outcome == Outcome.DEAD_END:
        values["closed_reason"] = told.reason.strip()
    name = _next_status(lead, told, values)
    if name != lead.status or values:
        statuses.move(lead, name, by=by, values=values, now=now)


def _next_status(lead: Lead, told: Said, values: Mapping[str, Any]) -> str:
    """Where the call takes the lead: to an end, to qualified when all is known, or where its
    status says that a call moves it."""
    if told.outcome == Outcome.DEAD_END:
        ends = _ways(lead, Group.NOT_QUALIFIED) or _in_use(Group.NOT_QUALIFIED)
        return ends[0].name if ends else lead.status  # one that is not allowed says so itself
    if told.outcome == Outcome.CLEAR_OPPORTUNITY:
        for status in _ways(lead, Group.QUALIFIED)[:1]:
            if not statuses.missing_fields(lead, status, values):
                return status.name
    event = Event.CONNECTED if told.is_reached else Event.NOT_REACHED
    name = self_moving.target(lead, event)
    if not name and lead.is_closed:  # somebody goes on with it, so it is open again
        name = next((status.name for status in _ways(lead, Group.CONTACTED)), "")
    return name or lead.status


def _ways(lead: Lead, group: Group) -> list[LeadStatus]:
    """The statuses of a group that a lead may go to, that in which it stands first."""
    standing = stages.known().get(lead.status)
    rows = [row for row in _in_use(group) if standing is None or standing.allows(row)]
    return sorted(rows, key=lambda row: row.name != lead.status)


def _in_use(group: Group) -> list[LeadStatus]:
    return [row for row in stages.known().values() if row.is_active and row.group == group]


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
    if not told.is_reached:
        story["reached"] = False
    if told.reason:
        story["reason"] = told.reason
    if logged.follow_up:
        day = logged.follow_up.due_at or logged.follow_up.due_on
        story["again"] = trail.told(day)
    return story
