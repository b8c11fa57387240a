"""Leads come into a program and leave it; both in batches, a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from headwater.nurture.programs import timing
from headwater.nurture.programs.enrolment import Enrolment
from headwater.nurture.programs.program import Program, Step, steps_of
from headwater.people.models import User
from headwater.records import trail
from headwater.records.models import Lead
from headwater.records.problem import Problem

RUNNING, LEFT = Enrolment.State.RUNNING, Enrolment.State.LEFT


@dataclass(frozen=True, slots=True)
class Turned:
    """A lead that a program did not take, and why."""

    lead: Lead
    problem: Problem

    @property
    def words(self) -> str:
        return self.problem.message


def enrol(
    program: Program,
    leads: Sequence[Lead],
    *,
    by: User | None,
    because: str = "",
    now: datetime | None = None,
) -> list[Enrolment | Turned]:
    """Put these leads at the program's first step; in the order of `leads`, one answer each.

    Who is in it already, is not open, or comes to a program that does not run is turned away.
    """
    now = now or timezone.now()
    with transaction.atomic():
        # Two who enrol the same people at once: the second waits here and sees the first's rows.
        held = Program.objects.select_for_update().get(pk=program.pk)
        steps, inside = steps_of([held])[held.pk], _inside(held, leads)
        answers: dict[int, Enrolment | Turned] = {}
        for lead in leads:
            if why := _objection(held, lead, steps, inside):
                answers[lead.pk] = Turned(lead, Problem("", "INVALID_STATUS", why))
            else:
                step = _first(steps)
                answers[lead.pk] = Enrolment(
                    program=program, lead=lead, step=step, due_at=timing.due(step, lead, now),
                    enrolled_at=now, enrolled_by=by, because=because[:255],
                )  # fmt: skip
        rows = [row for row in answers.values() if isinstance(row, Enrolment)]
        Enrolment.objects.bulk_create(rows)
        trail.write(
            trail.entry("program.enrolled", row.lead, by=by, at=now, because=told(row))
            for row in rows
        )
    return [answers[lead.pk] for lead in leads]


def leave(
    enrolments: Sequence[Enrolment], because: str, *, by: User | None = None,
    now: datetime | None = None,
) -> list[Enrolment]:  # fmt: skip
    """Take people out; returns those who were still in. `because` is told on the timeline."""
    with transaction.atomic():
        rows = Enrolment.objects.running().filter(pk__in=[each.pk for each in enrolments])
        held = list(rows.select_for_update(of=("self",)).select_related("lead", "program"))
        end(held, dict.fromkeys((row.pk for row in held), ("", because)), by=by, now=now)
    return held


def end(
    held: Sequence[Enrolment],
    why: Mapping[int, tuple[str, str]],
    *,
    by: User | None = None,
    now: datetime | None = None,
) -> None:
    """End locked enrolments; `why` gives the exit and the words of each, by key."""
    now = now or timezone.now()
    for row in held:
        row.exit, row.left_because = why[row.pk]
        row.state, row.ended_at = LEFT, now
        row.due_at, row.step, row.waits_for = None, None, ""
    Enrolment.objects.bulk_update(
        held, ["exit", "left_because", "state", "ended_at", "due_at", "step", "waits_for"]
    )
    trail.write(
        [
            trail.entry(
                "program.left", row.lead, by=by, at=now,
                because={"words": row.left_because, **_named(row.program)},
            )
            for row in held
        ]
    )  # fmt: skip


def told(row: Enrolment) -> dict[str, object]:
    return {"words": row.because, **_named(row.program)}


def _named(program: Program) -> dict[str, object]:
    return {"program": program.name, "program_id": program.pk}


def _inside(program: Program, leads: Sequence[Lead]) -> set[int]:
    rows = Enrolment.objects.running().filter(program=program)
    keys = rows.filter(lead__in=[lead.pk for lead in leads])
    return set(keys.values_list("lead_id", flat=True))


def _objection(program: Program, lead: Lead, steps: Sequence[Step], inside: set[int]) -> str:
    if not program.is_active:
        return f"“{program}” is not running."
    if not steps:
        return f"“{program}” has no steps."
    if lead.pk in inside:
        return f"{lead} is in “{program}” already."
    if not lead.is_open:
        return f"{lead} is not an open lead any more."
    return ""


def _first(steps: Sequence[Step]) -> Step:
    return next(step for step in steps if step.parent_id is None)
