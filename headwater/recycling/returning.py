"""Leads whose time has come go their way: into a program, on the phone, to whom the rule names.

Where the way is closed (no address, no consent, a program that stopped) the other channel is taken,
and where none is left the owner decides: nobody falls between two ways.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from headwater.nurture.models import Program
from headwater.nurture.programs.enrolling import Turned, enrol
from headwater.people.models import Organization, Owner
from headwater.qualify import self_moving
from headwater.records import stages, trail
from headwater.records.models import Lead, Task
from headwater.records.notification import News, tell
from headwater.recycling.models import RecycleRule, WayBack
from headwater.recycling.rule import Way
from headwater.route import reassign

AT_ONCE = 200  # leads in one transaction
CALL, DECIDE = "Call", "Task"


def bring_back(now: datetime) -> int:
    """Everybody whose time is up; returns how many. Whoever is planned for is left in peace."""
    count = 0
    while moved := _some(now):
        count += moved
    return count


def _some(now: datetime) -> int:
    planned = Task.objects.open().filter(lead=OuterRef("lead"), due_on__gte=now.date())
    rows = WayBack.objects.waiting().filter(due_at__lte=now)
    rows = rows.exclude(lead__snoozed_until__gt=now).exclude(Exists(planned))
    rows = rows.select_related("lead__owner", "rule__program", "owner").order_by("due_at", "pk")
    with transaction.atomic():
        held = list(rows.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
        groups: dict[tuple[RecycleRule, int], list[WayBack]] = defaultdict(list)
        for way in held:
            groups[way.rule, way.owner_id].append(way)
        for (rule, _), ways in groups.items():
            _reopen(rule, ways, now)
            _give(ways, now)
            _go(rule, ways, now)
        _end(held, now)
    return len(held)


def _reopen(rule: RecycleRule, ways: Sequence[WayBack], now: datetime) -> None:
    """Into the rule's status; where that is gone, a closed lead goes to the usual first one."""
    known = stages.known()
    usual = next((each.name for each in known.values() if each.is_default), "")
    status = rule.status if rule.status in known else ""
    for name, going in (
        (status, list(ways)),
        (usual, [way for way in ways if way.lead.is_closed and not status]),
    ):
        if name and going:
            because = {"words": _why(rule, going[0]), "recycled": True, "rule": rule.name}
            self_moving.put([way.lead for way in going], name, because=because, at=now)


def _give(ways: Sequence[WayBack], now: datetime) -> None:
    """To whom the way says; nobody who has left, so that it is never nowhere."""
    owner = _there(ways[0].owner)
    because = {"words": _why(ways[0].rule, ways[0])}
    going = [way.lead for way in ways if way.lead.owner_id != owner.pk]
    staying = [way for way in ways if way.lead.owner_id == owner.pk]
    reassign.move(going, owner, by=None, because=because)
    Lead.objects.filter(pk__in=[way.lead_id for way in staying]).update(is_unread_by_owner=True)
    tell(
        (
            News(f"way_back:{way.pk}", f"{way.lead} is back: {_small(way.reason)}",
                 f"/leads/{way.lead_id}", (owner.pk,), "system")
            for way in staying if way.way != Way.PROGRAM
        ),
        now,
    )  # fmt: skip


def _there(owner: Owner) -> Owner:
    return owner if owner.is_active else Organization.current().default_lead_owner or owner


def _go(rule: RecycleRule, ways: Sequence[WayBack], now: datetime) -> None:
    left = list(ways)
    if rule.way == Way.PROGRAM and rule.program:
        left = _into(rule.program, ways, now)
    if rule.way == Way.OWNER:
        for way in ways:
            way.words = f"With {way.lead.owner}"
        return
    _plan_tasks(left, now)


def _into(program: Program, ways: Sequence[WayBack], now: datetime) -> list[WayBack]:
    """Enrol whom one may write to; returns the others, who get the other channel."""
    writable = [way for way in ways if way.lead.email and not way.lead.has_opted_out_of_email]
    left = [way for way in ways if way not in writable]
    for way in left:
        way.words = "No mail may go to them"
    answers = enrol(
        program, [way.lead for way in writable], by=None, because=writable[0].reason, now=now
    ) if writable else []  # fmt: skip
    for way, answer in zip(writable, answers, strict=True):
        if isinstance(answer, Turned):
            way.words = answer.words
            left.append(way)
        else:
            way.words = f"In “{program}”"
    return left


def _plan_tasks(ways: Sequence[WayBack], now: datetime) -> None:
    """A call today where one may call; else the owner says what comes next. A queue takes none:
    whoever takes the lead from it begins there."""
    tasks = []
    for way in ways:
        task = _task(way, now)
        before = f"{way.words.rstrip('.')}: " if way.words else ""
        if way.lead.owner.is_queue:
            way.words = f"{before}waits in {way.lead.owner}"
        else:
            said = "a call" if task.task_subtype == CALL else "a decision"
            way.words = f"{before}{said} for {way.lead.owner}"
            tasks.append(task)
        way.words = way.words[0].upper() + way.words[1:500]
    Task.objects.bulk_create(tasks)
    told = {"words": "a lead came back"}
    trail.write(trail.entry("task.created", task, by=None, at=now, because=told) for task in tasks)


def _task(way: WayBack, now: datetime) -> Task:
    lead = way.lead
    may_call = bool(lead.call_number) and not lead.do_not_call
    subject = f"Call {lead}" if may_call else f"Decide what comes next for {lead}"
    return Task(
        lead=lead, owner_id=lead.owner_id, due_on=now.date(),
        subject=f"{subject}: {_small(way.reason)}"[:255],
        task_subtype=CALL if may_call else DECIDE, created_at=now, modified_at=now,
    )  # fmt: skip


def _end(ways: Sequence[WayBack], now: datetime) -> None:
    for way in ways:
        way.state, way.ended_at = WayBack.State.BACK, now
    WayBack.objects.bulk_update(ways, ["state", "ended_at", "words"])
    trail.write(
        trail.entry("lead.recycled", way.lead, by=None, at=now, because=_because(way))
        for way in ways
    )


def _because(way: WayBack) -> dict[str, Any]:
    return {
        "words": way.reason, "went": way.words, "rule": way.rule.name, "rule_id": way.rule_id,
        "way": way.way, "days": way.rule.after_days,
    }  # fmt: skip


def _why(rule: RecycleRule, way: WayBack) -> str:
    return f"back after {rule.after_days} days by “{rule}”" if rule.after_days else f"by “{rule}”"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
