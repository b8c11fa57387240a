"""People go through a program: each step once, in its time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.nurture.models import Enrolment, MailTemplate, Program, SendingLimits, StepPass
from headwater.nurture.programs import reactions
from headwater.nurture.programs.advancing import advance
from headwater.nurture.programs.enrolling import enrol
from headwater.nurturing import HANDS
from headwater.records import trail
from headwater.records.models import (
    Consent,
    EmailMessage,
    Engagement,
    Event,
    Handoff,
    Lead,
    Task,
)
from tests.nurture.programs.conftest import MakeProgram

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def never_quiet(db: None) -> None:
    SendingLimits.objects.create(
        pk=1, quiet_from="00:00", quiet_until="00:00", is_quiet_on_weekends=False
    )


def go(now: datetime) -> int:
    count = 0
    while moved := advance(now, HANDS):
        count += moved
    return count


def of(lead: Lead) -> Enrolment:
    return Enrolment.objects.get(lead=lead)


def test_three_people_wait_are_written_to_wait_and_get_a_task(
    cast: SimpleNamespace, warm_up: Program, leads: list[Lead]
) -> None:
    now = timezone.now()
    enrol(warm_up, leads, by=cast.mia, now=now)
    assert go(now) == 0
    assert go(now + DAY) == 3
    mails = EmailMessage.objects.order_by("pk")
    assert [mail.subject for mail in mails] == ["How Harbor saved a third"] * 3
    assert {mail.key for mail in mails} == {f"program:{of(lead).pk}:s2" for lead in leads}
    assert go(now + DAY) == 0
    assert go(now + 3 * DAY) == 3
    assert [task.subject for task in Task.objects.all()] == ["Call them"] * 3
    assert {of(lead).state for lead in leads} == {"finished"}
    assert StepPass.objects.count() == 12
    assert trail.about(leads[0]).filter(event="program.finished").exists()


def test_whom_something_happens_to_leaves(
    cast: SimpleNamespace, warm_up: Program, make_lead: Callable[..., Lead]
) -> None:
    now = timezone.now()
    replied, met, converted, opted_out, bounced, closed = some = [
        make_lead(last_name=name, email=f"{name}@harbor.example") for name in "abcdef"
    ]
    enrol(warm_up, some, by=cast.mia, now=now - DAY)
    EmailMessage.objects.create(key="in", lead=replied, is_incoming=True, state="received")
    Event.objects.create(lead=met, owner=cast.mara, subject="Demo")
    Lead.objects.filter(pk=converted.pk).update(is_converted=True)
    Consent.objects.create(
        object_name="Lead", record_id=opted_out.pk, lead=opted_out, channel="email",
        state="withdrawn", source="link",
    )  # fmt: skip
    Lead.objects.filter(pk=opted_out.pk).update(has_opted_out_of_email=True)
    EmailMessage.objects.create(key="out", lead=bounced, state="bounced")
    Lead.objects.filter(pk=closed.pk).update(is_closed=True)
    go(now + DAY)
    assert [(of(lead).exit, of(lead).left_because) for lead in some] == [
        ("reply", "replied"), ("meeting", "a meeting was agreed"), ("conversion", "was converted"),
        ("unsubscribe", "unsubscribed"), ("bounce", "mail to them came back"), ("", "was closed"),
    ]  # fmt: skip
    assert not EmailMessage.objects.filter(key__startswith="program:").exists()


def test_a_branch_goes_two_ways_and_comes_together_again(
    cast: SimpleNamespace, make_program: MakeProgram, make_lead: Callable[..., Lead]
) -> None:
    program = make_program(
        {"kind": "branch", "criteria": "Industry = 'Solar'"},
        {"kind": "field", "field": "Rating", "text": "Hot", "parent": "s1", "answer": "yes"},
        {"kind": "leave", "text": "not our market", "parent": "s1", "answer": "no"},
        {"kind": "handoff", "text": "warm now"},
    )
    ours, other = make_lead(industry="Solar"), make_lead(industry="Fish")
    enrol(program, [ours, other], by=cast.mia)
    go(timezone.now() + DAY)
    ours.refresh_from_db()
    assert (ours.rating, of(ours).state) == ("Hot", "finished")
    assert Handoff.objects.filter(lead=ours).exists()
    assert (of(other).state, of(other).left_because) == ("left", "not our market")
    assert list(of(ours).passes.values_list("step_key", "outcome")) == [
        ("s1", "yes"), ("s2", "done"), ("s4", "done"),
    ]  # fmt: skip


def test_a_refused_mail_is_shown_with_its_reason_and_people_go_on(
    cast: SimpleNamespace, make_program: MakeProgram, template: MailTemplate,
    make_lead: Callable[..., Lead],
) -> None:  # fmt: skip
    program = make_program({"kind": "email", "template": template}, {"kind": "wait", "amount": 1})
    lead = make_lead(email="no@harbor.example", has_opted_out_of_email=True)
    enrol(program, [lead], by=cast.mia)
    go(timezone.now())
    row = of(lead)
    assert row.problem == "E-mail “Case study”: Has opted out of e-mail."
    assert row.step and row.step.key == "s2"
    assert row.passes.get().outcome == "refused"


def test_caps_of_a_person_and_of_a_sender_make_the_next_mail_wait(
    cast: SimpleNamespace, make_program: MakeProgram, template: MailTemplate, leads: list[Lead]
) -> None:
    SendingLimits.objects.update(person_mails=1, person_days=7, mailbox_mails=2)
    mails = [{"kind": "email", "template": template}, {"kind": "email", "template": template}]
    program = make_program(*mails)
    now = timezone.now()
    enrol(program, leads, by=cast.mia, now=now)
    go(now)
    assert EmailMessage.objects.count() == 2
    assert of(leads[0]).waits_for == "1 mails in 7 days are enough for one person"
    assert of(leads[0]).due_at == now + 7 * DAY
    assert of(leads[2]).waits_for == "2 mails a day are enough for one sender"
    go(now + DAY)
    assert EmailMessage.objects.count() == 3


def test_half_of_the_people_get_the_other_subject(
    cast: SimpleNamespace, make_program: MakeProgram, template: MailTemplate,
    make_lead: Callable[..., Lead],
) -> None:  # fmt: skip
    program = make_program({"kind": "email", "template": template, "text": "A third less?"})
    some = [make_lead(email=f"p{number}@harbor.example") for number in range(6)]
    enrol(program, some, by=cast.mia)
    go(timezone.now())
    subjects = list(EmailMessage.objects.values_list("subject", flat=True))
    assert (subjects.count("A third less?"), len(subjects)) == (3, 6)
    assert all(
        each.variant == each.enrolment.variant
        for each in StepPass.objects.select_related("enrolment")
    )


def test_many_cost_as_many_queries_as_one(
    cast: SimpleNamespace, make_program: MakeProgram, template: MailTemplate,
    make_lead: Callable[..., Lead], django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    program = make_program(
        {"kind": "branch", "criteria": "Industry = 'Solar'"},
        {"kind": "email", "template": template},
        {"kind": "task", "text": "Call"},
    )
    counts = []
    for size in (1, 1, 30):
        some = [make_lead(email=f"q{size}{each}@harbor.example") for each in range(size)]
        enrol(program, some, by=None)
        with django_assert_max_num_queries(60) as counted:
            assert go(timezone.now()) == size
        counts.append(len(counted))
    assert counts[1] == counts[2]


def test_ways_part_by_what_was_done_with_a_mail(
    cast: SimpleNamespace, make_program: MakeProgram, template: MailTemplate, leads: list[Lead],
    make_lead: Callable[..., Lead],
) -> None:  # fmt: skip
    """Opened by a person, only by a machine, clicked, answered, nothing."""
    program = make_program(
        {"kind": "email", "template": template},
        {"kind": "wait", "amount": 3},
        {"kind": "branch", "did": "opened", "mail_key": "s1"},
        {"kind": "branch", "did": "clicked", "mail_key": "s1", "parent": "s3", "answer": "yes"},
        {"kind": "branch", "did": "replied", "mail_key": "s1", "parent": "s4", "answer": "no"},
        exits=[],
    )
    people = [*leads, make_lead(last_name="Novak", email="novak@harbor.example"),
              make_lead(last_name="Nemo", email="nemo@harbor.example")]  # fmt: skip
    now = timezone.now()
    enrol(program, people, by=cast.mia, now=now)
    go(now)
    mails = [EmailMessage.objects.get(lead=lead) for lead in people]
    EmailMessage.objects.create(
        lead=people[3], key="answer", is_incoming=True, in_reply_to=mails[3].message_id
    )
    Engagement.objects.bulk_create(
        Engagement(at=now, kind=kind, lead=mail.lead, message=mail, key=f"e{n}", bot_reason=why)
        for n, (mail, kind, why) in enumerate((
            (mails[0], "email_open", ""), (mails[1], "email_open", "prefetch"),
            (mails[2], "email_click", ""),
        ))
    )  # fmt: skip
    go(now + 3 * DAY)
    told = {
        lead.last_name: dict(
            StepPass.objects.filter(enrolment__lead=lead, kind="branch")
            .values_list("step_key", "outcome")
        ) for lead in people
    }  # fmt: skip
    assert told == {
        "Okafor": {"s3": "yes", "s4": "no", "s5": "no"}, "Meyer": {"s3": "no"},
        "Silva": {"s3": "yes", "s4": "yes"}, "Novak": {"s3": "yes", "s4": "no", "s5": "yes"},
        "Nemo": {"s3": "no"},
    }  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        reactions.of([1, 2, 3])
    assert len(asked) == 1
