"""Leads come into a program and leave it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from headwater.nurture.models import Enrolment, Program
from headwater.nurture.programs.enrolling import Turned, enrol, leave
from headwater.records import trail
from headwater.records.models import Lead


def test_leads_come_in_at_the_first_step_and_leave_with_a_reason(
    cast: SimpleNamespace, warm_up: Program, leads: list[Lead], noon: datetime
) -> None:
    rows = enrol(warm_up, leads, by=cast.mia, because="from the fair", now=noon)
    first = rows[0]
    assert isinstance(first, Enrolment)
    assert first.step and first.step.key == "s1"
    assert first.due_at == noon + timedelta(days=1)
    assert [row.variant for row in rows if isinstance(row, Enrolment)].count("A") in (1, 2)

    left = leave([first], "asked us to stop calling", by=cast.mara, now=noon)
    assert [row.lead_id for row in left] == [leads[0].pk]
    gone = Enrolment.objects.get(pk=first.pk)
    assert (gone.state, gone.step, gone.due_at) == ("left", None, None)
    told = [entry.event for entry in trail.about(leads[0])]
    assert told == ["program.left", "program.enrolled"]
    assert leave([first], "again", by=cast.mara) == []


def test_nobody_is_in_twice_and_closed_ones_stay_out(
    cast: SimpleNamespace, warm_up: Program, leads: list[Lead], make_lead: Callable[..., Lead]
) -> None:
    enrol(warm_up, leads[:1], by=cast.mia)
    answers = enrol(warm_up, [leads[0], make_lead(is_closed=True)], by=cast.mia)
    assert [answer.words for answer in answers if isinstance(answer, Turned)] == [
        "Okafor is in “Warm up” already.", "Okafor is not an open lead any more.",
    ]  # fmt: skip
    Program.objects.update(is_active=False)
    (answer,) = enrol(warm_up, leads[1:2], by=None)
    assert isinstance(answer, Turned) and answer.words == "“Warm up” is not running."


def test_many_cost_as_many_queries_as_one(
    cast: SimpleNamespace, warm_up: Program, make_lead: Callable[..., Lead],
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    enrol(warm_up, [make_lead()], by=None)  # what is kept in memory is read
    for count in (1, 20):
        some = [make_lead(last_name=f"L{each}") for each in range(count)]
        with django_assert_num_queries(7):
            enrol(warm_up, some, by=None)
