"""A mail becomes a lead: who asks, from where, for what; kept whole, counted once."""

from types import SimpleNamespace

import pytest

from headwater import intake
from headwater.capture.mail.arrival import Arrived, take
from headwater.capture.models import Mailbox, ReceivedMail
from headwater.nurture.auto_response import send
from headwater.records.models import Campaign, EmailMessage, Lead, Submission, TrailEntry
from headwater.records.reply_address import message_of
from headwater.records.submission import State
from tests.capture.mail.conftest import REPLY, SALES, SIGNED, Bring, Write

PDF = b"%PDF-1.7\n" + b"bill " * 100


def test_an_inquiry_becomes_a_lead_with_its_message_and_files(
    write: Write, bring: Bring, cast: SimpleNamespace
) -> None:
    raw = write(
        files=(("bill.pdf", PDF, "application/pdf"), ("../../run.exe", b"MZ\x90\x00", "image/png"))
    )

    submission = bring(raw)

    lead = Lead.objects.get()
    assert (submission.state, submission.lead) == (State.CREATED, lead)
    assert (lead.first_name, lead.last_name) == ("Tom", "Okafor")
    assert (lead.email, lead.company) == ("tom@harbor-cold.example.com", "Harbor Cold Storage Ltd.")
    assert (lead.title, lead.phone, lead.mobile_phone) == (
        "Plant manager",
        "+13035550142",
        "+13035550199",
    )
    assert lead.website == "https://www.harbor-cold.example.com"
    assert lead.lead_source == "E-mail"
    assert lead.description.startswith("Panels for our cold store\n\nHello,")
    assert bytes(ReceivedMail.objects.get().raw) == raw
    message = EmailMessage.objects.get(is_incoming=True)
    assert (message.lead, message.is_inquiry, message.subject) == (
        lead,
        True,
        "Panels for our cold store",
    )
    assert "40 kWp" in message.text
    bill, program = message.attachments.all()
    assert (bill.name, bill.content_type, bytes(bill.content or b"")) == (
        "bill.pdf",
        "application/pdf",
        PDF,
    )
    assert (program.name, program.content_type) == (
        "run.exe",
        "application/vnd.microsoft.portable-executable",
    )


def test_the_answer_stands_in_the_sender_s_thread(
    write: Write, bring: Bring, mailoutbox: list[object], settings: object
) -> None:
    bring(write(Message_ID="<first@mx.example>", References="<zero@mx.example>"))
    answer = EmailMessage.objects.get(is_incoming=False)

    assert answer.subject == "Re: Panels for our cold store"
    assert (answer.in_reply_to, answer.references) == (
        "<first@mx.example>", "<zero@mx.example> <first@mx.example>",
    )  # fmt: skip
    assert send([answer.pk]) == 1
    (sent,) = mailoutbox
    mail = sent.message()  # type: ignore[attr-defined]
    assert mail["In-Reply-To"] == "<first@mx.example>"
    assert mail["Auto-Submitted"] == "auto-replied"
    signed = mail["Reply-To"].rpartition("<")[2].rstrip(">")
    assert message_of(signed, REPLY) == answer.pk
    assert sent.from_email == signed  # type: ignore[attr-defined]
    assert "headwater" in mail["From"].lower() or "@" in mail["From"]


def test_the_same_message_by_both_doors_is_one(write: Write, bring: Bring) -> None:
    raw = write()
    first = bring(raw)
    again = bring(b"Received: from elsewhere\r\nDelivered-To: x@y.example\r\n" + raw, way="imap")

    assert again.pk == first.pk
    assert Lead.objects.count() == Submission.objects.count() == 1
    assert EmailMessage.objects.filter(is_incoming=True).count() == 1


def test_without_message_id_the_content_decides(write: Write, bring: Bring) -> None:
    raw = write(Message_ID="")
    assert bring(raw).pk == bring(b"X-Hop: 2\n" + raw).pk
    assert bring(write("Something else", Message_ID="")).pk != bring(raw).pk


def test_one_id_for_every_message_loses_none(write: Write, bring: Bring) -> None:
    same = "<always-the-same@broken.example>"
    bring(write(Message_ID=same))
    bring(
        write(
            Message_ID=same,
            From="Ruth Ames <ruth@linden.example.org>",
            Date="Wed, 11 Mar 2026 10:00:00 +0000",
        )
    )
    assert Lead.objects.count() == 2


def test_a_second_mail_of_the_same_person_joins_the_lead(write: Write, bring: Bring) -> None:
    bring(write())
    again = bring(write("And when could you come?", Subject="One more thing"))
    assert again.state == State.MERGED
    assert Lead.objects.count() == 1
    assert [m.is_inquiry for m in EmailMessage.objects.filter(is_incoming=True).order_by("pk")] == [
        True,
        False,
    ]


def test_the_mailbox_says_source_campaign_and_whether_to_answer(
    write: Write, bring: Bring, mailbox: Mailbox, campaign: Campaign
) -> None:
    mailbox.lead_source, mailbox.campaign, mailbox.answers = "Trade Show", campaign, False
    mailbox.save()
    bring(write())
    lead = Lead.objects.get()
    assert lead.lead_source == "Trade Show"
    assert (
        lead.campaignmembers.get().campaign == campaign
        if hasattr(lead, "campaignmembers")
        else True
    )
    assert not EmailMessage.objects.filter(is_incoming=False).exists()


@pytest.mark.parametrize("prefix", ["Fwd: ", "WG: ", ""])
def test_a_colleague_forwards_and_the_original_sender_is_the_lead(
    write: Write, bring: Bring, prefix: str
) -> None:
    text = (
        "Can somebody take this?\n\n---------- Forwarded message ---------\n"
        "From: Elena Varga <elena@varga-foods.example.com>\nDate: Tue, 3 Mar 2026 at 9:12\n"
        "Subject: Roof\nTo: Owen Park <owen@juniper.example>\n\n"
        + SIGNED.replace("Tom Okafor", "Elena Varga")
    )
    submission = bring(
        write(text, From="Owen Park <owen@juniper.example>", Subject=f"{prefix}Roof")
    )

    lead = Lead.objects.get()
    assert (lead.name, lead.email) == ("Elena Varga", "elena@varga-foods.example.com")
    assert lead.description.startswith("Roof\n\nHello,")
    message = EmailMessage.objects.get(is_incoming=True)
    assert message.from_address == "Elena Varga <elena@varga-foods.example.com>"
    created = TrailEntry.objects.get(event="lead.created")
    assert any("Owen Park forwarded it" in doubt for doubt in created.because["doubts"])
    assert submission.state == State.CREATED


def test_a_message_forwarded_as_a_file(write: Write, bring: Bring) -> None:
    from email import message_from_bytes, policy
    from email.message import EmailMessage as Mail

    inner = message_from_bytes(
        write(files=(("plan.pdf", PDF, "application/pdf"),)), policy=policy.default
    )
    outer = Mail()
    outer["From"], outer["To"], outer["Subject"] = "owen@juniper.example", SALES, "Fwd: look"
    outer.set_content("See attached.")
    outer.add_attachment(inner)

    bring(outer.as_bytes())

    assert Lead.objects.get().email == "tom@harbor-cold.example.com"
    assert EmailMessage.objects.get(is_incoming=True).attachments.get().name == "plan.pdf"


def test_a_web_server_s_own_mail_is_the_visitor_s(write: Write, bring: Bring) -> None:
    bring(
        write(
            From="WordPress <wordpress@juniper.example>",
            Reply_To="Ruth Ames <ruth@linden.example.org>",
        )
    )
    assert Lead.objects.get().email == "ruth@linden.example.org"


def test_the_company_is_read_from_a_work_domain_only(write: Write, bring: Bring) -> None:
    bring(write("Hello, please call.", From="Ruth Ames <ruth@cold-harbor.example.org>"))
    bring(write("Hello, please call.", From="jo.pell@gmail.com"))
    ruth, jo = Lead.objects.order_by("pk")
    assert (ruth.company, jo.company) == ("Cold Harbor", "")
    assert jo.name == "Jo Pell"


def test_html_alone_is_read_as_text(write: Write, bring: Bring) -> None:
    html = (
        "<p>Dear team,</p><script>alert(1)</script>"
        "<p>please <b>call</b> <img src=x onerror=alert(2)></p>"
    )
    raw = write("").replace(b"text/plain", b"text/html") + html.encode()
    bring(raw)
    assert EmailMessage.objects.get(is_incoming=True).text == "Dear team,\n\nplease call"


def test_what_comes_by_the_spool_is_read_like_the_rest(write: Write, mailbox: Mailbox) -> None:
    from headwater.capture.mail.arrival import post_of
    from headwater.capture.receiving import receive

    raw = write(files=(("bill.pdf", PDF, "application/pdf"),))
    submission = receive(post_of(Arrived(raw, SALES, "lmtp"), with_raw=True))
    intake.drain()
    submission.refresh_from_db()
    assert submission.state == State.CREATED
    assert bytes(ReceivedMail.objects.get().raw) == raw
    assert "raw_base64" not in submission.payload["headwater:door"]
    assert take(Arrived(raw, SALES, "imap")).pk == submission.pk
