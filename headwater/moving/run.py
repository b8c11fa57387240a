"""Moving in: step after step, page after page, each page whole or not at all."""

import datetime as dt
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone

from headwater.catalog import objects
from headwater.database import statements
from headwater.moving import afterwards, balance, pages, words
from headwater.moving.asking import condition, soql
from headwater.moving.course import PAGE, Course
from headwater.moving.models import Move, MoveStep
from headwater.moving.org import Org
from headwater.moving.shape import define, shape_of
from headwater.moving.steps import RECORDS, STEPS, Step
from headwater.moving.trouble import Closed, Trouble
from headwater.people.models import User
from headwater.records import trail

Report = Callable[[str, float], None]
LOCK = 0x4D4F5645
PATIENCE = 5  # seconds


def move(
    org: Org, *, url: str, by: User, report: Report, since: dt.datetime | None = None,
    page: int = PAGE,
) -> Move:  # fmt: skip
    """Bring an org in, or go on where a move from it stopped; its report is on the result.

    Raises Trouble; what came until then stays, and the same call goes on from there.
    """
    with _alone():
        course = Course(org, _begun(org, url, by, since), by, page)
        try:
            _carry_out(course, report)
        except Trouble as trouble:
            course.move.problem = str(trouble)[:500]
            course.move.save(update_fields=["problem"])
            raise
    return course.move


def _carry_out(course: Course, report: Report) -> None:
    _look(course)
    for place, step in enumerate(STEPS):
        kept, _ = MoveStep.objects.get_or_create(
            move=course.move, name=step.name, defaults={"place": place}
        )
        if not kept.is_done:
            _bring_in(course, step, kept, report)
    afterwards.settle(course, report)
    now = timezone.now()
    course.move.report = balance.drawn_up(course)
    course.move.state, course.move.ended_at, course.move.problem = Move.State.DONE, now, ""
    course.move.save()
    because = course.because("", balanced=course.move.report["balanced"])
    trail.write([trail.entry("move.ended", course.move, by=course.by, because=because)])


@contextmanager
def _alone() -> Iterator[None]:
    """Two moves at once would ask the org for the same rows."""
    for turn in range(PATIENCE):  # the one that was killed may just be letting go
        if statements.run("SELECT pg_try_advisory_lock(%s::bigint)", [LOCK])[0][0]:
            break
        if turn == PATIENCE - 1:
            raise Trouble("a move is under way already.")
        time.sleep(1)
    try:
        yield
    finally:
        if connection.is_usable():
            statements.run("SELECT pg_advisory_unlock(%s::bigint)", [LOCK])


def _begun(org: Org, url: str, by: User, since: dt.datetime | None) -> Move:
    try:
        [who] = org.rows("SELECT Id, Name FROM Organization")
    except Closed as closed:
        raise Trouble(f"the user may not read anything by the API: {closed}") from None
    open_one = Move.objects.filter(org_id=who["Id"], state=Move.State.RUNNING, url=url).first()
    if open_one:
        return open_one
    made = Move.objects.create(
        url=url, org_id=who["Id"], org_name=str(who.get("Name") or ""), by=by, since=since
    )
    trail.write([trail.entry("move.begun", made, by=by, because={"from": url})])
    return made


def _look(course: Course) -> None:
    """What there is, laid beside what there is here; missing words and fields are added."""
    for name in RECORDS:
        try:
            shape = course.shapes[name] = shape_of(course.org, objects.get(name))
        except Closed:
            continue
        if shape.added:
            names = ", ".join(each.name for each in shape.added)
            course.tell(f"New fields of {shape.kind.label_plural.lower()}: {names}.")
        define(shape)
        if shape.homeless:
            told = ", ".join(f"{name} ({why})" for name, why in shape.homeless.items())
            course.tell(f"No place here for these fields of {name}: {told}.")
    for sentence in words.take_over(course.org, course.shapes.values()):
        course.tell(sentence)


def _bring_in(course: Course, step: Step, kept: MoveStep, report: Report) -> None:
    shape = course.shapes.get(step.object_name)
    if step.is_record and shape is None:
        _skip(kept, "the org has no such object, or the user may not read it.")
        return
    fields = ", ".join(step.fields) or (shape.asked if shape else "")
    try:
        where = condition(course.move, step)
        kept.wanted = course.org.count(step.object_name, where, all_rows=step.all_rows)
        while rows := course.org.rows(
            soql(step, fields, where, kept.position, course.page), all_rows=step.all_rows
        ):
            _take(course, step, kept, rows)
            report(f"{step.name}: {kept.fetched:,} of {kept.wanted:,}",
                   min(0.99, kept.fetched / max(kept.wanted, 1)))  # fmt: skip
            if len(rows) < course.page:
                break
    except Closed as closed:
        _skip(kept, str(closed))
        return
    kept.is_done = True
    kept.save()
    report(f"{step.name}: {kept.fetched:,}", 1.0)


def _take(course: Course, step: Step, kept: MoveStep, rows: list[dict[str, Any]]) -> None:
    if step.take:
        step.take(course, kept, rows)
    else:
        pages.bring_in(course, kept, course.shapes[step.object_name], rows)


def _skip(kept: MoveStep, why: str) -> None:
    kept.skipped, kept.is_done = why[:500], True
    kept.save()
