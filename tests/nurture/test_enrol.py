"""Who is answered at once, who is not and why."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from headwater.nurture.enrol import enrol
from headwater.nurture.models import Delivery, MailTemplate
from headwater.records.draft import Batch
from headwater.records.models import Clock, EmailMessage, Lead, Undeliverable
from headwater.records.submission import State
from tests.steps import take

MakeLead = Callable[..., Lead]
MakeBatch = Callable[..., Batch]


@pytest.fixture
def tom(make_lead: MakeLead) -> Lead:
    return make_lead(first_name="Tom", email="tom@harbor.example")


def test_a_web_lead_is_answered_at_once(
    cast: SimpleNamespace, tom: Lead, make_batch: MakeBatch, noon: datetime
) -> None:
    Clock.objects.create(
        lead=tom, policy="Web leads", minutes=5, started_at=noon,
        due_at=noon + timedelta(minutes=5), owner=cast.mara,
    )  # fmt: skip
    take(enrol, make_batch(tom))
    message = EmailMessage.objects.get()
    assert (message.state, message.to_address) == ("waiting", "tom@harbor.example")
    assert message.subject == "My company: your inquiry has arrived"
    assert "Mara Lind will be in touch with you by Wednesday 11 March, 12:05" in message.text
    assert Delivery.objects.get().message == message
    job = ProcrastinateJob.objects.get()
    assert job.task_name == "nurture.send_auto_response"
    assert job.args == {"message_ids": [message.pk]}


def test_a_person_is_answered_once_a_day(tom: Lead, make_batch: MakeBatch, noon: datetime) -> None:
    take(enrol, make_batch(tom, tom))
    take(enrol, make_batch(tom, now=noon + timedelta(hours=3)))
    assert EmailMessage.objects.count() == ProcrastinateJob.objects.count() == 1
    take(enrol, make_batch(tom, now=noon + timedelta(days=1)))
    assert EmailMessage.objects.count() == 2


def test_a_queue_answers_in_the_name_of_all(
    cast: SimpleNamespace, make_lead: MakeLead, make_batch: MakeBatch
) -> None:
    take(enrol, make_batch(make_lead(email="tom@harbor.example", owner=cast.queue)))
    assert "One of us will be in touch" in EmailMessage.objects.get().text


def test_a_form_chooses_its_template_or_none(tom: Lead, make_batch: MakeBatch) -> None:
    MailTemplate.objects.create(key="guide", name="Guide", subject="Your guide", text="Here")
    take(enrol, make_batch(tom, evidence={"auto_response": ""}))
    take(enrol, make_batch(tom, evidence={"auto_response": "unknown"}))
    assert not EmailMessage.objects.exists()
    take(enrol, make_batch(tom, evidence={"auto_response": "guide"}))
    assert EmailMessage.objects.get().subject == "Your guide"


def test_a_template_that_is_off_sends_nothing(tom: Lead, make_batch: MakeBatch) -> None:
    MailTemplate.objects.update(is_active=False)
    take(enrol, make_batch(tom))
    assert not EmailMessage.objects.exists()


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"has_opted_out_of_email": True}, "opted out"),
        ({"email": "no-reply@harbor.example"}, "Nobody reads"),
        ({"email": "donotreply+7@harbor.example"}, "Nobody reads"),
        ({"email": "MAILER-DAEMON@harbor.example"}, "Nobody reads"),
        ({"email": "tom at harbor"}, "not a valid"),
        ({"email": "Gone@harbor.example"}, "came back"),
    ],
)
def test_who_is_not_answered_and_why(
    make_lead: MakeLead, make_batch: MakeBatch, noon: datetime, values: dict[str, object],
    problem: str,
) -> None:  # fmt: skip
    Undeliverable.objects.create(address="gone@harbor.example", found_at=noon)
    batch = make_batch(make_lead(**({"email": "tom@harbor.example"} | values)))
    take(enrol, batch)
    message = EmailMessage.objects.get()
    assert message.state == "refused" and problem in message.problem
    assert [entry.event for entry in batch.trail] == ["email.refused"]
    assert not Delivery.objects.exists() and not ProcrastinateJob.objects.exists()


def test_nothing_is_sent_to_the_quarantined_the_unreachable_and_from_other_doors(
    tom: Lead, make_lead: MakeLead, make_batch: MakeBatch
) -> None:
    spam = make_batch(tom)
    spam.drafts[0].outcome = State.QUARANTINED
    take(enrol, spam)
    take(enrol, make_batch(make_lead(email="")))
    take(enrol, make_batch(tom, is_history=True))
    for door in ("import", "api", "hand"):
        take(enrol, make_batch(tom, door=door))
    assert not EmailMessage.objects.exists()


def test_one_lead_and_two_hundred_cost_the_same_queries(
    cast: SimpleNamespace, make_lead: MakeLead, make_batch: MakeBatch
) -> None:
    def count(leads: list[Lead]) -> int:
        batch = make_batch(*leads)
        with CaptureQueriesContext(connection) as captured:
            take(enrol, batch)
        return len(captured)

    many = [
        make_lead(email=f"tom{n}@harbor.example", owner=owner)
        for owner in (cast.mara, cast.queue) for n in range(100)
    ]  # fmt: skip
    count([make_lead(email="ann@harbor.example")])
    assert count([make_lead(email="tom@harbor.example")]) == count(many) <= 12
    assert ProcrastinateJob.objects.count() == 3
