"""A program is made, named, started and stopped; who may, and what is wrong."""

from datetime import datetime

from django.db import transaction

from headwater.criteria.compile import template
from headwater.criteria.errors import CriteriaError
from headwater.nurture.programs.changing import require_marketing
from headwater.nurture.programs.program import Exit, Program, SendingLimits
from headwater.people.models import User
from headwater.records import trail
from headwater.records.problem import Problem, Refused

INVALID = "INVALID_INPUT"
LONGEST = 80  # characters of a name; mails remember it


def save(program: Program, *, by: User, now: datetime | None = None) -> Program:
    """Keep a new or changed program (its steps are changed by `changing`). Raises Refused."""
    require_marketing(by)
    if problems := _problems(program):
        raise Refused(problems)
    is_new = program.pk is None
    if is_new:
        program.created_by = by
    with transaction.atomic():
        program.save()
        event = "program.created" if is_new else "program.changed"
        trail.write([trail.entry(event, program, by=by, at=now)])
    return program


def run(program: Program, *, by: User, now: datetime | None = None) -> None:
    """Start it, or start it again: those inside go on where they stood. Raises Refused."""
    require_marketing(by)
    if not program.steps.filter(version=program.version).exists():
        raise Refused([Problem("", INVALID, "Add a step first: this program would do nothing.")])
    _turn(program, True, by, now)


def pause(program: Program, *, by: User, now: datetime | None = None) -> None:
    """Nobody comes in, nobody moves; those inside stay where they are. Raises Refused."""
    require_marketing(by)
    _turn(program, False, by, now)


def save_limits(row: SendingLimits, *, by: User) -> SendingLimits:
    """Keep the limits that hold for all programs. Raises Refused."""
    require_marketing(by)
    row.pk = 1
    with transaction.atomic():
        row.save()
        trail.write([trail.entry("program.limits_changed", row, by=by)])
    return row


def _turn(program: Program, is_active: bool, by: User, now: datetime | None) -> None:
    with transaction.atomic():
        Program.objects.filter(pk=program.pk).update(is_active=is_active)
        event = "program.started" if is_active else "program.paused"
        trail.write([trail.entry(event, program, by=by, at=now)])
    program.is_active = is_active


def _problems(program: Program) -> list[Problem]:
    found = []
    if not program.name.strip():
        found.append(Problem("name", "REQUIRED_FIELD_MISSING", "Give the program a name."))
    elif len(program.name) > LONGEST:
        found.append(Problem("name", INVALID, f"At most {LONGEST} characters, please."))
    elif Program.objects.filter(name__iexact=program.name).exclude(pk=program.pk).exists():
        found.append(Problem("name", INVALID, "There is a program of this name already."))
    if set(program.exits) - set(Exit.values):
        found.append(Problem("exits", INVALID, "There is no such way out."))
    if program.criteria.strip():
        try:
            template(program.criteria, "Lead")
        except CriteriaError as error:
            found.append(Problem("criteria", INVALID, str(error)))
    return found
