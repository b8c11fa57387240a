"""A conversation stays one thread: their mail, our reply from the timeline, their answer, ours."""

import re
from types import SimpleNamespace

from django.core import mail
from django.test import Client

from headwater.nurture.auto_response import send as deliver
from headwater.nurture.models import Delivery
from headwater.records.engagement import Engagement
from headwater.records.models import EmailMessage, Lead
from tests.capture.mail.conftest import Bring, Write


def replied(client: Client, page: str, words: str) -> EmailMessage:
    """Press the uppermost Reply on the lead's timeline, write, and let the worker send it."""
    found = re.search(r'data-dialog="(/mail/Lead/\d+\?answers=\d+)"', page)
    assert found
    url = found[1]
    dialog = client.get(url).text
    assert "Answer Tom Okafor" in dialog
    answers = url.rpartition("=")[2]
    said = {"answers": answers, "subject": "Re: Panels", "text": words, "once": words[:20]}
    client.post(url.partition("?")[0], said)
    message: EmailMessage = EmailMessage.objects.filter(is_incoming=False).latest("pk")
    Delivery.objects.filter(message=message).update(not_before=None)
    assert deliver([message.pk]) == 1
    return message


def test_their_mail_our_reply_their_answer_and_ours_are_one_thread(
    cast: SimpleNamespace, answered: EmailMessage, write: Write, bring: Bring, client: Client
) -> None:
    client.force_login(cast.mara)
    lead = Lead.objects.get()
    first = EmailMessage.objects.get(is_inquiry=True)
    mail.outbox.clear()
    ours = replied(client, client.get(f"/leads/{lead.pk}").text, "Does Tuesday suit you?")
    (sent,) = mail.outbox
    headers = sent.message()
    assert headers["In-Reply-To"] == first.message_id
    assert headers["References"].split() == [first.message_id]
    assert headers["Message-ID"] == ours.message_id

    Engagement.objects.bulk_create(
        Engagement(at=ours.created_at, kind=kind, lead=lead, message=ours, what=what, key=key,
                   bot_reason=why)
        for key, kind, what, why in (
            ("a", "email_open", "Re", ""), ("b", "email_open", "Re", ""),
            ("c", "email_open", "Re", "prefetch"), ("d", "email_click", "https://x.example/p", ""),
        )
    )  # fmt: skip
    bring(write("It does.", Subject="Re: Panels", In_Reply_To=ours.message_id,
                References=f"{first.message_id} {ours.message_id}"))  # fmt: skip
    assert Lead.objects.count() == 1
    theirs = EmailMessage.objects.filter(is_incoming=True).latest("pk")
    assert (theirs.lead, theirs.in_reply_to) == (lead, ours.message_id)
    page = client.get(f"/leads/{lead.pk}").text
    assert "opened twice, clicked x.example/p" in page
    last = replied(client, page, "Then at ten.")
    assert last.in_reply_to == theirs.message_id
    assert last.references.split() == [first.message_id, ours.message_id, theirs.message_id]


def test_readers_and_outsiders_have_no_reply(
    cast: SimpleNamespace, answered: EmailMessage, client: Client
) -> None:
    client.force_login(cast.rhea)
    lead = Lead.objects.get()
    assert "answers=" not in client.get(f"/leads/{lead.pk}").text
