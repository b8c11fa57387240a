"""A mail that somebody decides to send: queued once under its key, or refused in plain words."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.nurture.auto_response import send as deliver
from headwater.nurture.auto_response import send_waiting
from headwater.nurture.mailing.outgoing import Outgoing, Refused
from headwater.nurture.mailing.refusing import key_of, refusals
from headwater.nurture.mailing.sending import send
from headwater.nurture.models import Delivery, MailTemplate
from headwater.records import topic as topics
from headwater.records import trail, undeliverable
from headwater.records.consent import Source
from headwater.records.consenting import say
from headwater.records.models import EmailMessage, Lead, Topic
from tests.nurture.conftest import Mailbox

MakeLead = Callable[..., Lead]
pytestmark = pytest.mark.django_db


@pytest.fixture
def newsletter(db: None) -> Topic:
    found: Topic = Topic.objects.get(key="newsletter")
    return found


def queued(*messages: Outgoing) -> list[EmailMessage]:
    with transaction.atomic():
        answers = send(messages)
    assert all(isinstance(each, EmailMessage) for each in answers), answers
    return [each for each in answers if isinstance(each, EmailMessage)]


def test_a_mail_goes_out_in_the_name_of_the_rep(
    cast: SimpleNamespace, make_lead: MakeLead, mailbox: Mailbox
) -> None:
    lead = make_lead(first_name="Tom", email="tom@harbor.example")
    own = Outgoing(lead, "k1", subject="Hello {{FirstName}}", text="Call me.", by=cast.mara)
    (message,) = queued(own)
    assert deliver([message.pk]) == 1
    (mail,) = mailbox.mails
    assert (mail["Subject"], mail["From"]) == ("Hello Tom", f"Mara Lind <{cast.mara.email}>")
    assert mail["Message-ID"] == message.message_id
    assert "List-Unsubscribe" not in mail and "Auto-Submitted" not in mail
    assert [entry.event for entry in trail.about(lead)] == ["email.sent", "email.queued"]
    assert queued(own) == [message]
    assert deliver([message.pk]) == 0


def test_what_goes_to_many_carries_the_way_out(
    cast: SimpleNamespace, make_lead: MakeLead, mailbox: Mailbox, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://crm.example"
    template = MailTemplate.objects.create(
        key="steps", name="Steps", subject="For {{Company}}", text="Hi {{FirstName|there}}",
        html="<p>Hi {{FirstName|there}}, <a href='https://juniper.example/a?b=1&amp;c=2'>look</a></p>",
        topic=Topic.objects.get(key="inquiry"),
    )  # fmt: skip
    lead = make_lead(first_name="<b>", company="A & B", email="tom@harbor.example")
    say(lead, "email", is_given=True, source=Source.FORM)
    (message,) = queued(Outgoing(lead, "k1", template=template, program="welcome"))
    deliver([message.pk])
    (mail,) = mailbox.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/unsubscribe/" in mail["List-Unsubscribe"]
    plain, rich = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain and "No more mail about “Your inquiry”: https://" in plain.get_content()
    assert rich and "/mail/click/" in rich.get_content() and "/mail/open/" in rich.get_content()
    assert Delivery.objects.get().program == "welcome"


def test_later_means_later(make_lead: MakeLead, cast: SimpleNamespace, mailbox: Mailbox) -> None:
    at = timezone.now() + timedelta(hours=3)
    lead = make_lead(email="tom@harbor.example")
    (message,) = queued(Outgoing(lead, "k1", subject="a", text="b", by=cast.mara, at=at))
    assert deliver([message.pk]) == 0
    send_waiting(timestamp=0)
    assert mailbox.mails == []
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.update(not_before=past, again_at=past)
    send_waiting(timestamp=0)
    assert len(mailbox.mails) == 1


def test_every_reason_is_told(
    cast: SimpleNamespace, make_lead: MakeLead, newsletter: Topic
) -> None:
    undeliverable.mark("gone@x.example", "550", is_hard=True, at=timezone.now())
    topics.choose("no@x.example", [newsletter], is_given=False, source=Source.LINK)
    topics.choose("yes@x.example", [newsletter], is_given=True, source=Source.FORM)
    agreed = make_lead(email="agreed@x.example")
    say(agreed, "email", is_given=True, source=Source.FORM)
    expected = {
        make_lead(): "There is no e-mail address.",
        make_lead(email="no-reply@x.example"): "Nobody reads this mailbox.",
        make_lead(email="Gone@x.example"): "Earlier mail to this address came back.",
        make_lead(email="out@x.example", has_opted_out_of_email=True): "Has opted out of e-mail.",
        make_lead(email="OUT@x.example"): "Has opted out of e-mail.",
        make_lead(email="no@x.example"): "Does not want mail about “Newsletter”.",
        make_lead(email="silent@x.example"): "Has not agreed to mail about “Newsletter”.",
        make_lead(email="yes@x.example"): None,
        agreed: None,
    }
    found = refusals(list(expected), topic=newsletter, at=timezone.now())
    assert {lead: found.get(key_of(lead)) for lead in expected} == expected


def test_a_refusal_is_answered_and_told(
    cast: SimpleNamespace, make_lead: MakeLead, newsletter: Topic
) -> None:
    lead = make_lead(email="tom@harbor.example")
    (answer,) = send([Outgoing(lead, "k1", subject="a", text="b", topic=newsletter)])
    assert isinstance(answer, Refused) and "has not agreed" in answer.reason.lower()
    entry = trail.about(lead).get()
    assert entry.event == "email.refused" and entry.because["problem"] == answer.reason
    assert not EmailMessage.objects.exists()


def test_who_takes_the_topic_back_meanwhile_gets_nothing(
    make_lead: MakeLead, mailbox: Mailbox, newsletter: Topic
) -> None:
    topics.choose("tom@harbor.example", [newsletter], is_given=True, source=Source.LINK)
    lead = make_lead(email="tom@harbor.example")
    (message,) = queued(Outgoing(lead, "k1", subject="a", text="b", topic=newsletter))
    topics.choose("tom@harbor.example", [newsletter], is_given=False, source=Source.LINK)
    assert deliver([message.pk]) == 0
    message.refresh_from_db()
    assert message.state == "refused" and "Newsletter" in message.problem


def test_many_cost_no_more_queries_than_one(make_lead: MakeLead, newsletter: Topic) -> None:
    def asked(count: int, start: int) -> int:
        leads = [make_lead(email=f"p{start + n}@x.example") for n in range(count)]
        for lead in leads:
            topics.choose(lead.email, [newsletter], is_given=True, source=Source.LINK)
        wanted = [Outgoing(lead, f"k{lead.pk}", subject="a", text="b", topic=newsletter)
                  for lead in leads]  # fmt: skip
        with CaptureQueriesContext(
            connection,
        ) as context:
            send(wanted)
        return len(context)

    asked(1, 0)
    assert asked(1, 10) == asked(20, 100)
