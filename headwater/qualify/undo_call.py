"""Taking a logged call back, completely, as long as nobody built on it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.qualify import follow_ups
from headwater.qualify.logged_call import LoggedCall
from headwater.qualify.restart import restart
from headwater.qualify.statuses import value_of
from headwater.qualify.touch import hold, require_editor
from headwater.records import trail, writing
from headwater.records.models import Lead, Task
from headwater.records.problem import Problem, Refused

AUDIT = ("modified_at", "modified_by_id")


def undo_call(logged: LoggedCall, *, by: User, now: datetime | None = None) -> Lead:
    """The lead, its clocks and tasks as they were before the call; the Trail keeps both stories.

    Raises Refused when it is undone already or somebody changed since what the call had changed.
    """
    require_editor(by)
    now = now or timezone.now()
    with transaction.atomic():
        lead: Lead = logged.lead
        hold([lead])
        logged.refresh_from_db()
        if problems := _objections(logged, lead):
            raise Refused([Problem("", "CANNOT_UNDO", problem) for problem in problems])
        _put_back(logged, lead)
        Task.objects.filter(pk__in=[logged.task_id, logged.follow_up_id]).delete()
        follow_ups.reopen(logged.finished)
        restarted_count = restart(logged.clocks, by=by)
        logged.task = logged.follow_up = None
        logged.undone_at, logged.undone_by = now, by
        logged.save(update_fields=["undone_at", "undone_by"])
        trail.write([_story(logged, lead, restarted_count, by, now)])
    return lead


def _objections(logged: LoggedCall, lead: Lead) -> list[str]:
    if logged.undone_at:
        return ["This call has been undone already."]
    if LoggedCall.objects.filter(lead=lead, undone_at=None, pk__gt=logged.pk).exists():
        return ["Another call was logged since; undo that one first."]
    if lead.is_converted:
        return [f"{lead} was converted since; undo the conversion first."]
    found = [
        f"{name.removesuffix('_id').replace('_', ' ').capitalize()} was changed since."
        for name, (_, after) in logged.changes.items()
        if name not in AUDIT and _value(name, after) != value_of(lead, name)
    ]
    follow_up = logged.follow_up
    if follow_up and (follow_up.is_closed or follow_up.modified_at != logged.at):
        found.append("The follow-up was changed since.")
    if logged.task and logged.task.modified_at != logged.at:
        found.append("The call's note was changed since.")
    return found


def _put_back(logged: LoggedCall, lead: Lead) -> None:
    values = {name: _value(name, before) for name, (before, _) in logged.changes.items()}
    writing.place(lead, values)
    columns = {"custom" if name.endswith("__c") else name.removesuffix("_id") for name in values}
    lead.save(update_fields=sorted(columns))


def _value(name: str, kept: Any) -> Any:
    if name.endswith("__c") or kept is None:
        return kept
    column = next(field for field in Lead._meta.concrete_fields if field.attname == name)
    return column.to_python(kept)


def _story(
    logged: LoggedCall, lead: Lead, restarted_count: int, by: User, now: datetime
) -> trail.TrailEntry:
    changes = {
        name: [trail.told(after), trail.told(before)]
        for name, (before, after) in logged.changes.items()
        if before != after and name not in AUDIT
    }
    because = {"call": logged.pk, "outcome": logged.outcome, "clocks": restarted_count}
    return trail.entry("call.undone", lead, by=by, at=now, because=because, changes=changes)
