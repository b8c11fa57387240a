"""Changing a program: its steps become another version, and what happens to those inside is said
before anything is saved.
"""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from headwater.nurture.mail_template import MailTemplate
from headwater.nurture.programs import checking
from headwater.nurture.programs.enrolment import Enrolment, StepPass
from headwater.nurture.programs.program import Program, Step, steps_of
from headwater.nurture.programs.step_words import words
from headwater.nurture.programs.ways import Way
from headwater.people.models import User
from headwater.records import trail
from headwater.records.problem import Problem, Refused


def new_key() -> str:
    return uuid4().hex[:8]


@dataclass(slots=True)
class Planned:
    """A step as somebody wants it: `key` names the one it was, or is a new one; `parent` is the
    key of the branch on whose `answer` it lies. They stand in their order."""

    kind: str
    key: str = dataclasses.field(default_factory=new_key)
    parent: str = ""
    answer: str = ""
    amount: int = 0
    unit: str = "days"
    is_until_working: bool = False
    template: MailTemplate | None = None
    criteria: str = ""
    did: str = ""
    mail_key: str = ""
    field: str = ""
    text: str = ""


SAME = tuple(
    each.name for each in dataclasses.fields(Planned) if each.name not in ("key", "parent")
)


@dataclass(frozen=True, slots=True)
class Consequence:
    """What the change means for those who stand at one step."""

    count: int
    words: str

    def __str__(self) -> str:
        return self.words


def planned(program: Program) -> list[Planned]:
    """The steps in force, ready to be changed."""
    steps = Way(steps_of([program])[program.pk])
    keys = {step.pk: step.key for step in steps.steps}
    return [
        Planned(key=step.key, parent=keys.get(step.parent_id or 0, ""),
                **{name: getattr(step, name) for name in SAME})
        for _, step in steps.walk()
    ]  # fmt: skip


def consequences(program: Program, plan: Sequence[Planned]) -> list[Consequence]:
    """What would happen to those inside, step by step; empty when nothing would."""
    old, new = Way(steps_of([program])[program.pk]), Way(_drawn(program, plan))
    before = {step.key: number for number, (_, step) in enumerate(old.walk(), 1)}
    after = {step.key: number for number, (_, step) in enumerate(new.walk(), 1)}
    rows = Enrolment.objects.running().filter(program=program).exclude(step=None)
    counts = dict(rows.values("step__key").annotate(n=Count("pk")).values_list("step__key", "n"))
    found = []
    for _, step in old.walk():
        if not (count := counts.get(step.key, 0)):
            continue
        target = target_of(step, old, new)
        if step.key not in after:
            found.append(Consequence(count, _moved(count, before[step.key], target, after)))
        elif said := _changed(step, new.by_key[step.key]):
            found.append(Consequence(count, _stays(count, before[step.key], step, said)))
    return found


def publish(
    program: Program, plan: Sequence[Planned], *, by: User, now: datetime | None = None
) -> Program:
    """Put these steps in force as the next version, and move those inside. Raises Refused."""
    now = now or timezone.now()
    require_marketing(by)
    if problems := checking.problems(plan):
        raise Refused(problems)
    with transaction.atomic():
        held = Program.objects.select_for_update().get(pk=program.pk)
        told = [str(each) for each in consequences(held, plan)]
        put_in_force(held, plan, now=now)
        because = {"version": held.version, "words": "; ".join(told)}
        trail.write([trail.entry("program.changed", held, by=by, at=now, because=because)])
    program.version = held.version
    return held


def put_in_force(program: Program, plan: Sequence[Planned], *, now: datetime | None = None) -> None:
    """Make whole steps the next version, inside a transaction that holds the program."""
    old = Way(steps_of([program])[program.pk])
    # A program without steps yet gets its first version, not its second.
    program.version += 1 if old.steps else 0
    _move(program, old, Way(_saved(program, plan)), now or timezone.now())
    program.save(update_fields=["version"])


def target_of(step: Step, old: Way, new: Way) -> Step | None:
    """Where somebody who stands at `step` goes on: there, else at the next one that is left."""
    found: Step | None = step
    while found is not None and found.key not in new.by_key:
        found = old.after(found)
    return new.by_key[found.key] if found else None


def require_marketing(by: User) -> None:
    """Raises Refused for somebody who may not change programs."""
    if not by.can_market:
        message = "Programs are changed by marketing and admins."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])


def _move(program: Program, old: Way, new: Way, now: datetime) -> None:
    """Everybody inside stands at a step of the new version; one statement for each old step."""
    rows = Enrolment.objects.running().filter(program=program)
    for step in old.steps:
        target = target_of(step, old, new)
        standing = rows.filter(step=step)
        if target is None:
            standing.update(
                step=None, due_at=None, waits_for="", state=Enrolment.State.FINISHED, ended_at=now
            )
        elif target.key == step.key:
            standing.update(step=target)
        else:
            standing.update(step=target, due_at=now, waits_for="")
    _past(rows, new, now)


def _past(rows: "QuerySet[Enrolment]", new: Way, now: datetime) -> None:
    """Who has done the step already on which they would stand now goes on behind it."""
    held = list(rows.exclude(step=None).select_related("step"))
    passed: dict[int, set[str]] = {}
    done = StepPass.objects.filter(enrolment__in=[row.pk for row in held])
    for key, step_key in done.values_list("enrolment_id", "step_key"):
        passed.setdefault(key, set()).add(step_key)
    moved = []
    for row in held:
        if row.step is None or row.step.key not in passed.get(row.pk, ()):
            continue
        moved.append(row)
        row.step = new.after(new.by_key[row.step.key], "", passed[row.pk])
        row.due_at = now if row.step else None
        if row.step is None:
            row.state, row.ended_at = Enrolment.State.FINISHED, now
    Enrolment.objects.bulk_update(moved, ["step", "due_at", "state", "ended_at"])


def _drawn(program: Program, plan: Sequence[Planned]) -> list[Step]:
    """The steps as they would be, not saved: negative keys tell them apart."""
    made: dict[str, Step] = {}
    for place, each in enumerate(plan, 1):
        parent = made.get(each.parent)
        made[each.key] = Step(
            pk=-place, program=program, version=program.version, key=each.key, place=place,
            parent_id=parent.pk if parent else None,
            **{name: getattr(each, name) for name in SAME},
        )  # fmt: skip
    return list(made.values())


def _saved(program: Program, plan: Sequence[Planned]) -> list[Step]:
    """The same as rows; those below a branch come after it, so a level at a time."""
    drawn = _drawn(program, plan)
    of_drawn = {step.pk: step for step in drawn}
    for level in _levels(drawn):
        for step in level:
            step.parent = of_drawn[step.parent_id] if step.parent_id else None
        for step in level:
            step.pk = None
        Step.objects.bulk_create(level)
    return drawn


def _levels(steps: Iterable[Step]) -> Iterator[list[Step]]:
    left, above = list(steps), set[int | None]({None})
    while left:
        level = [step for step in left if step.parent_id in above]
        above = {step.pk for step in level}
        left = [step for step in left if step.pk not in above]
        yield level


def _moved(count: int, number: int, target: Step | None, numbers: dict[str, int]) -> str:
    begin = f"{_people(count)} at step {number}, which goes away: "
    if target is None:
        return begin + "nothing comes behind it, so they are through."
    return begin + f"they go on at step {numbers[target.key]} ({words(target)})."


def _changed(step: Step, then: Step) -> str:
    return words(then) if words(step) != words(then) else ""


def _stays(count: int, number: int, step: Step, said: str) -> str:
    tail = " Their time stays as it is." if step.kind == "wait" else ""
    return f"{_people(count)} at step {number}: it will be “{said}”.{tail}"


def _people(count: int) -> str:
    return "1 person waits" if count == 1 else f"{count:,} wait"
