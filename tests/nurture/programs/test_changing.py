"""Changing a program that people are in: said before, done at once, nobody lost."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from headwater.nurture.models import Enrolment, MailTemplate, Program, SendingLimits
from headwater.nurture.programs.advancing import advance
from headwater.nurture.programs.changing import Planned, consequences, planned, publish
from headwater.nurture.programs.enrolling import enrol
from headwater.nurture.programs.program import steps_of
from headwater.nurture.programs.ways import Way
from headwater.nurturing import HANDS
from headwater.records.models import EmailMessage, Lead
from headwater.records.problem import Refused
from tests.nurture.programs.conftest import MakeProgram


@pytest.fixture(autouse=True)
def never_quiet(db: None) -> None:
    SendingLimits.objects.create(
        pk=1, quiet_from="00:00", quiet_until="00:00", is_quiet_on_weekends=False
    )


def test_who_stands_at_a_step_that_goes_away_goes_on_at_the_next(
    cast: SimpleNamespace, warm_up: Program, leads: list[Lead]
) -> None:
    enrol(warm_up, leads, by=cast.mia)
    plan = planned(warm_up)
    assert consequences(warm_up, plan) == []
    assert [str(each) for each in consequences(warm_up, plan[1:])] == [
        "3 wait at step 1, which goes away: they go on at step 1 (E-mail “Case study”)."
    ]
    publish(warm_up, plan[1:], by=cast.mia)
    rows = Enrolment.objects.select_related("step")
    assert {(row.step.version, row.step.key) for row in rows} == {(2, "s2")}
    assert advance(timezone.now(), HANDS) == 3
    assert EmailMessage.objects.count() == 3


def test_who_has_done_a_step_does_not_get_it_again(
    cast: SimpleNamespace, warm_up: Program, leads: list[Lead]
) -> None:
    enrol(warm_up, leads, by=cast.mia, now=timezone.now() - timedelta(days=1))
    advance(timezone.now(), HANDS)
    first, mail, second, task = planned(warm_up)
    publish(warm_up, [first, second, mail, task], by=cast.mia)  # the mail comes later now
    advance(timezone.now() + timedelta(days=2), HANDS)
    assert EmailMessage.objects.count() == 3
    assert set(Enrolment.objects.values_list("state", flat=True)) == {"finished"}


def test_when_nothing_comes_behind_they_are_through(
    cast: SimpleNamespace, make_program: MakeProgram, leads: list[Lead]
) -> None:
    program = make_program({"kind": "task", "text": "Call"}, {"kind": "wait", "amount": 3})
    enrol(program, leads[:1], by=cast.mia)
    advance(timezone.now(), HANDS)
    plan = planned(program)[:1]
    assert [str(each) for each in consequences(program, plan)] == [
        "1 person waits at step 2, which goes away: nothing comes behind it, so they are through."
    ]
    publish(program, plan, by=cast.mia)
    assert Enrolment.objects.get().state == "finished"


def test_a_branch_is_drawn_with_its_two_ways(
    cast: SimpleNamespace, make_program: MakeProgram
) -> None:
    program = make_program()
    branch = Planned(kind="branch", criteria="Rating = 'Hot'")
    plan = [
        branch,
        Planned(kind="task", text="Call", parent=branch.key, answer="yes"),
        Planned(kind="leave", text="cold", parent=branch.key, answer="no"),
        Planned(kind="wait", amount=1),
    ]
    publish(program, plan, by=cast.mia)
    assert planned(program) == plan
    assert program.version == 1


def test_what_is_wrong_is_said_with_its_step_and_only_marketing_may(
    cast: SimpleNamespace, make_program: MakeProgram, make_lead: Callable[..., Lead]
) -> None:
    program = make_program()
    plan = [
        Planned(kind="wait"), Planned(kind="email"), Planned(kind="task"),
        Planned(kind="field", field="OwnerId", text="x"), Planned(kind="branch", criteria="Nope ="),
        Planned(kind="field", field="NumberOfEmployees", text="many"),
        Planned(kind="wait", amount=9999),
    ]  # fmt: skip
    with pytest.raises(Refused) as refused:
        publish(program, plan, by=cast.mia)
    assert [problem.field for problem in refused.value.problems] == list("1234567")
    with pytest.raises(Refused, match="marketing"):
        publish(program, [Planned(kind="wait", amount=1)], by=cast.otto)


def test_a_branch_asks_about_a_mail_that_comes_before_it(
    cast: SimpleNamespace, make_program: MakeProgram, template: MailTemplate
) -> None:
    program = make_program(
        {"kind": "branch", "criteria": "Score > 5"},
        {"kind": "email", "template": template, "parent": "s1", "answer": "yes"},
        {"kind": "branch", "did": "opened", "mail_key": "s2"},
        {"kind": "task", "text": "Call", "parent": "s3", "answer": "yes"},
    )
    plan = planned(program)
    held = publish(program, plan, by=cast.mia)
    (words,) = [str(step) for step in steps_of([held])[held.pk] if step.did]
    assert words == "Opened the e-mail before?"
    way = Way(steps_of([held])[held.pk])
    assert str(way.by_key["s3"]) == "Opened “Case study”?"
    assert planned(held) == plan
    for wrong in ([plan[0], plan[2], plan[1]], [plan[0], *plan[2:]]):  # behind it; taken out
        with pytest.raises(Refused, match="Choose the e-mail it asks about"):
            publish(program, wrong, by=cast.mia)
    plan[2].parent, plan[2].answer = "s1", "no"  # who lies here never had it
    with pytest.raises(Refused, match="Choose the e-mail it asks about"):
        publish(program, plan, by=cast.mia)
