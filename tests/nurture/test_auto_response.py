"""On the way to the mail server: sent once, tried again for a day, given up in plain sight."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from headwater.nurture.auto_response import claim, send, send_auto_response, send_waiting
from headwater.nurture.enrol import enrol
from headwater.nurture.mail_server import CLAIM_LASTS, PAUSES
from headwater.nurture.models import Delivery, MailTemplate
from headwater.records import trail
from headwater.records.draft import Batch
from headwater.records.models import EmailMessage, Lead, Undeliverable
from tests.nurture.conftest import Mailbox
from tests.steps import take

MakeLead = Callable[..., Lead]
Waiting = Callable[..., EmailMessage]


@pytest.fixture
def waiting(make_lead: MakeLead, make_batch: Callable[..., Batch]) -> Waiting:
    """A message that waits to be sent to a new web lead."""

    def make(email: str = "tom@harbor.example") -> EmailMessage:
        lead = make_lead(first_name="Tom", email=email)
        take(enrol, make_batch(lead))
        found: EmailMessage = EmailMessage.objects.get(lead=lead)
        return found

    return make


def later(message: EmailMessage, pause: timedelta) -> None:
    """As if that much time had passed since the last try."""
    delivery = Delivery.objects.get(message=message)
    assert delivery.again_at
    delivery.again_at -= pause
    delivery.save()


def test_the_answer_arrives(cast: SimpleNamespace, waiting: Waiting, mailbox: Mailbox) -> None:
    MailTemplate.objects.update(html="<p>Hello {{FirstName}}</p>")
    message = waiting()
    send_auto_response(message_ids=[message.pk])
    (mail,) = mailbox.mails
    assert mail["To"] == "tom@harbor.example"
    assert mail["From"] == "My company <crm@juniper.example>"
    assert mail["Reply-To"] == cast.mara.email
    assert mail["Auto-Submitted"] == "auto-replied"
    assert mail["Message-ID"] == message.message_id
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain and "Hello Tom" in plain.get_content()
    assert rich and "<p>Hello Tom</p>" in rich.get_content()
    message.refresh_from_db()
    assert message.state == "sent" and message.sent_at
    assert [entry.event for entry in trail.about(message.lead)] == ["email.sent"]
    assert Delivery.objects.get().again_at is None


def test_a_message_is_sent_once(waiting: Waiting, mailbox: Mailbox) -> None:
    message = waiting()
    assert send([message.pk, message.pk]) == 1
    assert send([message.pk]) == 0
    send_waiting(timestamp=0)
    assert len(mailbox.mails) == 1


def test_whoever_comes_second_leaves_it_alone(waiting: Waiting, mailbox: Mailbox) -> None:
    message = waiting()
    assert claim(message.pk)
    assert send([message.pk]) == 0
    later(message, CLAIM_LASTS)  # the first one died
    assert send([message.pk]) == 1
    assert mailbox.mails[0]["Message-ID"] == message.message_id


def test_a_server_that_is_away_is_asked_again(
    waiting: Waiting, mailbox: Mailbox, settings: Any
) -> None:
    messages = [waiting(), waiting("ann@harbor.example")]
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert send([message.pk for message in messages]) == 0
    first, second = Delivery.objects.order_by("message_id")
    assert (first.try_count, second.try_count) == (1, 0)  # one try told enough
    messages[0].refresh_from_db()
    assert messages[0].state == "waiting" and "cannot be reached" in messages[0].problem
    settings.EMAIL_PORT = port
    send_waiting(timestamp=0)
    assert len(mailbox.mails) == 1  # the other one's pause is not over
    later(messages[0], PAUSES[0])
    send_waiting(timestamp=0)
    assert len(mailbox.mails) == 2


def test_after_a_day_it_is_given_up_in_plain_sight(waiting: Waiting, mailbox: Mailbox) -> None:
    message = waiting()
    mailbox.to_message = "451 Try again later"
    for pause in PAUSES:
        send([message.pk])
        assert EmailMessage.objects.get().state == "waiting"
        later(message, pause)
    send([message.pk])
    message.refresh_from_db()
    assert message.state == "failed" and "451" in message.problem
    entry = trail.about(message.lead).get()
    assert entry.event == "email.failed" and "451" in entry.because["problem"]
    assert sum(PAUSES, timedelta()) > timedelta(hours=24)


def test_an_address_that_does_not_exist_is_remembered(
    cast: SimpleNamespace, waiting: Waiting, mailbox: Mailbox
) -> None:
    cast.organization.hours_between_answers = 0
    message = waiting("Gone@harbor.example")
    mailbox.to_recipient = "550 No such user"
    send([message.pk])
    message.refresh_from_db()
    assert message.state == "failed" and "550 No such user" in message.problem
    assert Undeliverable.objects.get().address == "gone@harbor.example"
    mailbox.to_recipient = "250 OK"
    assert waiting("gone@harbor.example").state == "refused"


def test_a_full_mailbox_is_tried_again(waiting: Waiting, mailbox: Mailbox) -> None:
    message = waiting()
    mailbox.to_recipient = "452 Mailbox full"
    send([message.pk])
    mailbox.to_recipient = "250 OK"
    later(message, PAUSES[0])
    assert send([message.pk]) == 1
    assert not Undeliverable.objects.exists()


def test_who_opts_out_meanwhile_gets_nothing(waiting: Waiting, mailbox: Mailbox) -> None:
    message = waiting()
    Lead.objects.update(has_opted_out_of_email=True)
    assert send([message.pk]) == 0
    message.refresh_from_db()
    assert (message.state, mailbox.mails) == ("refused", [])
    assert trail.about(message.lead).get().event == "email.refused"


def test_an_address_that_no_mail_can_have_is_final(waiting: Waiting, mailbox: Mailbox) -> None:
    message = waiting()
    EmailMessage.objects.update(to_address="tom@harbor.example\nBcc: x@y.example")
    send([message.pk])
    message.refresh_from_db()
    assert (message.state, mailbox.mails) == ("failed", [])


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_it_once(
    cast: SimpleNamespace, waiting: Waiting, mailbox: Mailbox
) -> None:
    message = waiting()
    start = threading.Barrier(4)

    def work() -> None:
        start.wait()
        try:
            send([message.pk])
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mailbox.mails) == 1


def test_the_claim_is_committed_with_its_end(waiting: Waiting) -> None:
    message = waiting()
    before: datetime = timezone.now()
    claim(message.pk)
    delivery = Delivery.objects.get()
    assert delivery.claimed_at and delivery.claimed_at >= before
    assert delivery.again_at == delivery.claimed_at + CLAIM_LASTS
