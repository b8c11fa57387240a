"""People go on: those whose time has come are claimed in portions, and moved step by step.

A portion is one transaction: killed in the middle, nothing of it has happened; after it, everything
has. Two workers never hold the same person (FOR UPDATE SKIP LOCKED).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from headwater.nurture.programs import enrolling, exits, timing
from headwater.nurture.programs.acting import Hands, act
from headwater.nurture.programs.enrolment import Enrolment, StepPass
from headwater.nurture.programs.outcome import Done, Later
from headwater.nurture.programs.program import Program, Step, StepKind, steps_of
from headwater.nurture.programs.step_words import words
from headwater.nurture.programs.ways import Way
from headwater.people.standing import moment
from headwater.records import trail

PORTION = 200  # people in one transaction
FIELDS = ["step", "due_at", "waits_for", "state", "ended_at", "problem"]


def advance(now: datetime, hands: Hands, portion: int = PORTION) -> int:
    """Move one portion of those whose time has come; returns how many, 0 when nobody waits."""
    with moment(), transaction.atomic():
        held = _claimed(now, portion)
        why = exits.found(held)
        over = [row for row in held if row.pk in why]
        enrolling.end(over, why, now=now)
        Going([row for row in held if row.pk not in why], hands, now).go()
    return len(held)


def _claimed(now: datetime, portion: int) -> list[Enrolment]:
    rows = Enrolment.objects.running().filter(due_at__lte=now, program__is_active=True)
    rows = rows.order_by("due_at", "pk").select_for_update(of=("self",), skip_locked=True)
    joined = ("lead", "program__sender", "step__template", "step__program")
    return list(rows.select_related(*joined)[:portion])


class Going:
    """One portion on its way: round after round, until everybody waits, has left or is through."""

    def __init__(self, rows: Sequence[Enrolment], hands: Hands, now: datetime) -> None:
        self.rows, self.hands, self.now = rows, hands, now
        programs = {row.program_id: row.program for row in rows}
        self.ways = _ways(list(programs.values()))
        self.passes: list[StepPass] = []
        self.passed: dict[int, set[str]] = {row.pk: set() for row in rows}
        self.left: dict[int, str] = {}

    def go(self) -> None:
        """Do what is due and keep it; a fixed number of queries for each kind of step."""
        if not self.rows:
            return
        done = StepPass.objects.filter(enrolment__in=[row.pk for row in self.rows])
        for key, step in done.values_list("enrolment_id", "step_key"):
            self.passed[key].add(step)
        due = [row for row in self.rows if row.step is not None]
        while due:
            due = self._round(due)
        self._keep()

    def _round(self, due: Sequence[Enrolment]) -> list[Enrolment]:
        """Each does one step; those who need not wait for the next one come back."""
        kinds: dict[str, list[tuple[Enrolment, Step]]] = {}
        for row in due:
            assert row.step is not None
            kinds.setdefault(row.step.kind, []).append((row, row.step))
        going: list[Enrolment] = []
        self.passes = []
        for kind, rows in kinds.items():
            outcomes = act(StepKind(kind), rows, self.hands, self.now)
            for row, step in rows:
                self._settle(row, step, outcomes[row.pk])
                if row.step is not None and row.due_at is not None and row.due_at <= self.now:
                    going.append(row)
        StepPass.objects.bulk_create(self.passes)  # at once: caps count what went out just now
        return going

    def _settle(self, row: Enrolment, step: Step, outcome: Done | Later) -> None:
        if isinstance(outcome, Later):
            row.due_at, row.waits_for = outcome.at, outcome.words[:200]
            return
        self.passes.append(_pass(row, step, outcome, self.now))
        self.passed[row.pk].add(step.key)
        row.waits_for = ""
        if outcome.outcome == "refused":
            row.problem = f"{words(step)}: {outcome.words}"[:500]
        if step.kind == StepKind.LEAVE:
            row.step, row.due_at = None, None
            self.left[row.pk] = step.text or "the program let them go"
            return
        answer = outcome.outcome if step.kind == StepKind.BRANCH else ""
        self._to(row, self.ways[row.program_id].after(step, answer, self.passed[row.pk]))

    def _to(self, row: Enrolment, step: Step | None) -> None:
        row.step = step
        row.due_at = timing.due(step, row.lead, self.now) if step else None
        if step is None:
            row.state, row.ended_at = Enrolment.State.FINISHED, self.now

    def _keep(self) -> None:
        Enrolment.objects.bulk_update(self.rows, FIELDS)
        leaving = [row for row in self.rows if row.pk in self.left]
        enrolling.end(leaving, {row.pk: ("", self.left[row.pk]) for row in leaving}, now=self.now)
        trail.write(
            trail.entry("program.finished", row.lead, by=None, at=self.now,
                        because={"program": row.program.name, "program_id": row.program_id})
            for row in self.rows if row.state == Enrolment.State.FINISHED
        )  # fmt: skip


def _ways(programs: Sequence[Program]) -> dict[int, Way]:
    found = steps_of(programs)
    for program in programs:
        for step in found[program.pk]:
            step.program = program
    return {key: Way(steps) for key, steps in found.items()}


def _pass(row: Enrolment, step: Step, done: Done, now: datetime) -> StepPass:
    return StepPass(
        enrolment=row, step_key=step.key, kind=step.kind, at=now, outcome=done.outcome,
        variant=done.variant, message_key=done.message_key, words=done.words,
        sender_id=done.sender_id,
    )  # fmt: skip
