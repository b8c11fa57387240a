"""Replies, bounces and colleagues: what belongs to a conversation joins it, once and safely."""

from types import SimpleNamespace
from typing import Any

import pytest

from headwater import intake
from headwater.converting import deeds
from headwater.nurture.addresses import objection
from headwater.qualify.today import today
from headwater.qualify.today_item import Urgency
from headwater.records import reply_address
from headwater.records.models import (
    Clock,
    EmailMessage,
    Lead,
    Notification,
    Submission,
    TrailEntry,
    Undeliverable,
)
from headwater.records.submission import State
from tests.capture.mail.conftest import REPLY, Bring, Write

DSN = """From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: {to}
Subject: Undelivered Mail Returned to Sender
Message-ID: <dsn-{status}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I am sorry to have to tell you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {words}

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
Subject: Thank you

--b--
"""


def dsn(message: EmailMessage, **changes: str) -> bytes:
    said = {
        "to": "crm@juniper.example", "address": "tom@harbor-cold.example.com", "action": "failed",
        "status": "5.1.1", "words": "550 5.1.1 no such user", "message_id": message.message_id,
    } | changes  # fmt: skip
    return DSN.format(**said).encode()


def test_a_reply_joins_the_lead_and_stands_on_today(
    answered: EmailMessage, write: Write, bring: Bring, cast: SimpleNamespace, noon: Any
) -> None:
    reply = write(
        "Tuesday suits us.\n\nOn Tue, 10 Mar 2026 Juniper wrote:\n> Thank you",
        Subject="Re: Panels",
        In_Reply_To=answered.message_id,
        From="Tom Okafor <tom.private@gmail.com>",
    )

    submission = bring(reply)

    lead = Lead.objects.get()
    assert (submission.state, submission.lead) == (State.MERGED, lead)
    message = EmailMessage.objects.filter(is_incoming=True).latest("pk")
    assert (message.lead, message.is_inquiry) == (lead, False)
    assert lead.status == "Working - Contacted"  # as Setup says of a reply
    assert (
        Notification.objects.filter(user=cast.mara, text__contains="replied: Re: Panels").count()
        == 1
    )
    assert TrailEntry.objects.filter(event="email.received", record_id=lead.pk).count() == 1
    Clock.objects.all().delete()
    items = today(cast.mara, submission.received_at).items
    assert [(item.urgency, item.record) for item in items] == [(Urgency.REPLIED, lead)]
    assert bring(reply).pk == submission.pk
    assert (
        EmailMessage.objects.filter(is_incoming=False).count() == 1
    )  # replies get no automatic answer


def test_a_reply_to_the_signed_address_needs_no_header(
    answered: EmailMessage, write: Write, bring: Bring
) -> None:
    signed = reply_address.address_of(answered.pk, REPLY)
    submission = bring(
        write("Yes!", To=signed.upper(), Subject="AW: Panels", From="someone@else.example.org")
    )
    assert submission.state == State.MERGED
    assert Lead.objects.count() == 1


def test_a_made_up_address_joins_nothing(
    answered: EmailMessage, write: Write, bring: Bring
) -> None:
    signed = reply_address.address_of(answered.pk, REPLY)
    forged = signed.replace("@", "x@") if not signed.endswith("x@") else signed
    submission = bring(write("Hi", To=forged, From="Eve Doe <eve@else.example.org>", Subject="Hi"))
    assert submission.state == State.CREATED
    assert Lead.objects.count() == 2


def test_after_conversion_a_reply_joins_contact_and_opportunity(
    answered: EmailMessage, write: Write, bring: Bring, cast: SimpleNamespace
) -> None:
    lead = Lead.objects.get()
    deeds.convert(lead, by=cast.mara)
    lead.refresh_from_db()

    bring(write("One more question", In_Reply_To=answered.message_id))

    message = EmailMessage.objects.filter(is_incoming=True).latest("pk")
    assert (message.contact, message.account) == (lead.converted_contact, lead.converted_account)
    assert message.opportunity == lead.converted_opportunity
    assert Lead.objects.count() == 1
    items = [i for i in today(cast.mara, message.created_at).items if i.urgency == Urgency.REPLIED]
    assert [item.record for item in items] == [lead.converted_contact]


def test_a_reply_about_a_deleted_lead_is_not_lost(
    answered: EmailMessage, write: Write, bring: Bring
) -> None:
    Lead.objects.update(is_deleted=True)
    submission = bring(write("Hello? Are you there?", In_Reply_To=answered.message_id))
    assert submission.state == State.CREATED
    assert Lead.objects.alive().get().email == "tom@harbor-cold.example.com"


def test_what_a_colleague_answers_is_an_answer(
    answered: EmailMessage, write: Write, bring: Bring, cast: SimpleNamespace
) -> None:
    first = EmailMessage.objects.get(is_incoming=True)
    bring(
        write(
            "I will come on Tuesday.",
            From="Mara Lind <mara@juniper.example>",
            In_Reply_To=first.message_id,
        )
    )
    message = EmailMessage.objects.latest("pk")
    assert (message.is_incoming, message.created_by_id) == (False, cast.mara.pk)
    assert not Clock.objects.running().exists()
    assert Lead.objects.get().first_touched_at is not None


def test_a_hard_bounce_marks_the_address(
    answered: EmailMessage, bring: Bring, cast: SimpleNamespace
) -> None:
    submission = bring(dsn(answered))

    lead = Lead.objects.get()
    mark = Undeliverable.objects.get()
    assert (mark.address, mark.is_hard) == ("tom@harbor-cold.example.com", True)
    assert (submission.state, submission.lead) == (State.MERGED, lead)
    told = TrailEntry.objects.get(event="email.bounced")
    assert (told.because["how"], told.because["reason"]) == ("hard", "550 5.1.1 no such user")
    answered.refresh_from_db()
    assert (answered.state, answered.problem) == ("bounced", "550 5.1.1 no such user")
    assert "came back" in objection(lead, None, {mark.address})


def test_a_full_mailbox_is_soft_until_the_third_time(answered: EmailMessage, bring: Bring) -> None:
    for number in range(3):
        assert not Undeliverable.objects.final().exists()
        raw = dsn(answered, status="5.2.2", words=f"552 5.2.2 over quota ({number})")
        bring(raw.replace(b"<dsn-", b"<dsn%d-" % number))
    assert Undeliverable.objects.final().get().is_hard is False


def test_a_delay_marks_nothing(answered: EmailMessage, bring: Bring) -> None:
    bring(dsn(answered, action="delayed", status="4.4.1", words="connection timed out"))
    assert not Undeliverable.objects.exists()
    assert TrailEntry.objects.get(event="email.bounced").because["how"] == "delayed"


def test_a_bounce_in_words_alone(answered: EmailMessage, bring: Bring) -> None:
    raw = (
        "From: MAILER-DAEMON@old.example\nReturn-Path: <>\nSubject: failure notice\n"
        "Message-ID: <q@old.example>\n\nHi. This is the qmail-send program.\n"
        "<tom@harbor-cold.example.com>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
        f"--- Below this line is a copy of the message.\n\nMessage-ID: {answered.message_id}\n"
    )
    assert bring(raw.encode()).state == State.MERGED
    assert Undeliverable.objects.get().reason.startswith("Sorry, no mailbox here")


def test_nobody_marks_addresses_with_made_up_bounces(answered: EmailMessage, bring: Bring) -> None:
    submission = bring(dsn(answered, message_id="<never@sent.example>"))
    assert submission.state == State.QUARANTINED
    assert "Headwater did not send that mail" in submission.reason
    # Of a real message, the address that we wrote to is marked, not the one that was put in.
    bring(dsn(answered, address="victim@elsewhere.example.org", status="5.0.0"))
    assert Undeliverable.objects.get().address == "tom@harbor-cold.example.com"


def test_who_writes_can_be_reached_again(
    answered: EmailMessage, write: Write, bring: Bring
) -> None:
    bring(dsn(answered))
    bring(write("I am back", In_Reply_To=answered.message_id))
    assert not Undeliverable.objects.exists()


def test_an_out_of_office_note_is_told_but_is_no_reply(
    answered: EmailMessage, write: Write, bring: Bring, cast: SimpleNamespace
) -> None:
    headers = {"Auto_Submitted": "auto-replied", "In_Reply_To": answered.message_id}
    submission = bring(write("Back on Monday", Subject="Out of office", **headers))
    assert submission.state == State.QUARANTINED
    assert TrailEntry.objects.filter(event="email.answered_by_machine").count() == 1
    assert EmailMessage.objects.filter(is_incoming=True).count() == 1


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"Auto_Submitted": "auto-generated"}, "Auto-Submitted: auto-generated"),
        ({"X_Auto_Response_Suppress": "OOF, AutoReply"}, "X-Auto-Response-Suppress"),
        ({"Precedence": "bulk"}, "Precedence: bulk"),
        ({"List_Id": "News <news.shop.example>"}, "List-Id"),
        ({"List_Unsubscribe": "<mailto:x@shop.example>"}, "List-Unsubscribe"),
        ({"From": "no-reply@shop.example"}, "Nobody reads"),
        ({"From": "Shop <do-not-reply@shop.example>"}, "Nobody reads"),
        ({"Return_Path": "<>"}, "mail system"),
        ({"X_Spam_Flag": "YES"}, "spam"),
        ({"X_Spam_Status": "Yes, score=9"}, "spam"),
        ({"Authentication_Results": "mx; spf=pass; dmarc=fail header.from=x"}, "forged"),
        ({"From": "Owen Park <owen@juniper.example>"}, "Owen Park of ours"),
        ({"From": "sales@juniper.example"}, "our own address"),
        ({"Subject": "Automatic reply: Panels"}, "automatic answer"),
        ({"From": ""}, "who wrote it"),
    ],
)
def test_no_lead_is_made_of_machines(
    write: Write, bring: Bring, headers: dict[str, str], reason: str, cast: SimpleNamespace
) -> None:
    submission = bring(write(**headers))
    assert submission.state == State.QUARANTINED
    assert reason in submission.reason
    assert not Lead.objects.exists()
    assert not EmailMessage.objects.exists()
    balance = Submission.objects.balance()
    assert balance["received"] == balance["quarantined"] == 1

    from headwater.capture.releasing import release

    release([submission], by=cast.ada)  # a person knows better
    intake.drain()
    submission.refresh_from_db()
    assert submission.state == State.CREATED


def test_our_own_mail_that_comes_back_starts_no_loop(
    answered: EmailMessage, write: Write, bring: Bring
) -> None:
    submission = bring(
        write(Message_ID=answered.message_id, From="Juniper <crm@elsewhere.example>")
    )
    assert (submission.state, "our own mail" in submission.reason) == (State.QUARANTINED, True)


def test_a_group_address_is_no_newsletter(write: Write, bring: Bring) -> None:
    assert bring(write(List_Id="<sales.juniper.example>", Precedence="list")).state == State.CREATED


def test_a_flood_from_one_address_is_set_aside(write: Write, bring: Bring) -> None:
    states = [bring(write(f"Mail {n}", Subject=f"No {n}")).state for n in range(33)]
    assert states[0] == State.CREATED
    assert states[-1] == State.QUARANTINED


def test_a_complaint_ends_mail_to_that_address(
    answered: EmailMessage, bring: Bring, write: Write
) -> None:
    report = f"""From: feedback@isp.example
To: {REPLY}
Subject: FW: spam
MIME-Version: 1.0
Message-ID: <arf-1@isp.example>
Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1

--b
Content-Type: message/rfc822

Message-ID: {answered.message_id}
Subject: hello

text
--b--
""".replace("\n", "\r\n").encode()
    bring(report)
    row = Undeliverable.objects.get()
    assert (row.address, row.kind) == (answered.to_address.lower(), "complaint")
    assert TrailEntry.objects.filter(event="email.complained").count() == 1
