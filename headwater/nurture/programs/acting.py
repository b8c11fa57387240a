"""What the steps do, each kind for many people at once: one query for each table.

A step answers with `Done`, or with `Later` when it may not be done yet.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from headwater.criteria.judge import judge
from headwater.nurture.programs import mailing_step, reactions
from headwater.nurture.programs.enrolment import Enrolment
from headwater.nurture.programs.outcome import Done, Later
from headwater.nurture.programs.program import Step, StepKind
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.records import trail
from headwater.records.models import Lead, Task
from headwater.records.problem import Refused

Outcomes = dict[int, Done | Later]
At = tuple[Enrolment, Step]


@dataclass(frozen=True, slots=True)
class Hands:
    """What steps need of other rooms: giving leads to sales, and changing their fields.

    Both take leads, what to say or to change, and why; both may raise Refused.
    """

    hand_off: Callable[[Sequence[Lead], str], None]
    change: Callable[[Sequence[Lead], dict[str, Any], str], None]


def act(kind: StepKind, rows: Sequence[At], hands: Hands, now: datetime) -> Outcomes:
    """Do the steps of one kind; answers by the enrolment's key."""
    if kind == StepKind.EMAIL:
        return mailing_step.send(rows, now)
    if kind == StepKind.TASK:
        return _tasks(rows, now)
    if kind == StepKind.BRANCH:
        return _branch(rows, now)
    if kind == StepKind.FIELD:
        return _changes(rows, hands)
    if kind == StepKind.HANDOFF:
        return _handoffs(rows, hands)
    return {row.pk: Done() for row, _ in rows}  # a wait that is over; who leaves, leaves


def _tasks(rows: Sequence[At], now: datetime) -> Outcomes:
    tasks = [_task(row, step, now) for row, step in rows]
    Task.objects.bulk_create(tasks)
    trail.write(
        trail.entry("task.created", task, by=None, at=now, because={"words": f"“{row.program}”"})
        for task, (row, _) in zip(tasks, rows, strict=True)
    )
    return {row.pk: Done() for row, _ in rows}


def _task(row: Enrolment, step: Step, now: datetime) -> Task:
    owner = users().get(row.lead.owner_id)
    zone = ZoneInfo(owner.time_zone if owner else organization().time_zone)
    return Task(
        owner_id=row.lead.owner_id, lead=row.lead, subject=step.text[:255],
        due_on=(now.astimezone(zone) + timedelta(days=step.amount)).date(),
        description=f"From the program “{row.program.name}”.", created_at=now, modified_at=now,
    )  # fmt: skip


def _branch(rows: Sequence[At], now: datetime) -> Outcomes:
    by_mail = [(row, step) for row, step in rows if step.did]
    did = reactions.of([row.pk for row, _ in by_mail])
    outcomes: Outcomes = {
        row.pk: Done("yes" if step.did in did[row.pk, step.mail_key] else "no")
        for row, step in by_mail
    }
    by_criteria = [(row, step) for row, step in rows if not step.did]
    return outcomes | _by_criteria(by_criteria, now)


def _by_criteria(rows: Sequence[At], now: datetime) -> Outcomes:
    if not rows:
        return {}
    rules = sorted({step.criteria for _, step in rows})
    ids = [row.lead_id for row, _ in rows]
    said = judge(rules, "Lead", ids, zone=organization().time_zone, now=now)
    place = {rule: number for number, rule in enumerate(rules)}
    return {
        row.pk: Done("yes" if said[row.lead_id][place[step.criteria]] else "no")
        for row, step in rows
    }


def _changes(rows: Sequence[At], hands: Hands) -> Outcomes:
    def change(leads: list[Lead], step: Step) -> None:
        hands.change(leads, {step.field: step.text}, _why(step))

    return _grouped(rows, lambda step: (step.field, step.text), change)


def _handoffs(rows: Sequence[At], hands: Hands) -> Outcomes:
    def offer(leads: list[Lead], step: Step) -> None:
        hands.hand_off(leads, step.text or _why(step))

    return _grouped(rows, lambda step: step.text, offer)


def _why(step: Step) -> str:
    return f"a step of “{step.program}”"


def _grouped(
    rows: Iterable[At], alike: Callable[[Step], Any], do: Callable[[list[Lead], Step], None]
) -> Outcomes:
    """Steps that do the same are done together; what is refused is told, and people go on."""
    groups: dict[Any, list[At]] = {}
    for row, step in rows:
        groups.setdefault((step.program_id, alike(step)), []).append((row, step))
    outcomes: Outcomes = {}
    for group in groups.values():
        try:
            do([row.lead for row, _ in group], group[0][1])
            done = Done()
        except Refused as refusal:
            done = Done("refused", str(refusal)[:500])
        outcomes |= {row.pk: done for row, _ in group}
    return outcomes
