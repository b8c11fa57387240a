"""A lead's mail on its page: both ways, with files that only download, for those who may see it."""

from collections.abc import Callable
from email.message import EmailMessage as Mail
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater import intake
from headwater.capture.mail.arrival import Arrived, take
from headwater.converting import deeds
from headwater.records.models import EmailAttachment, EmailMessage, Lead, Submission

PAGE = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def asked(cast: SimpleNamespace) -> Lead:
    """Mara's lead, by a mail with a picture and a page."""
    cast.organization.default_lead_owner = cast.mara
    cast.organization.save()
    mail = Mail()
    mail["From"], mail["To"] = "Tom Okafor <tom@harbor.example.org>", "sales@juniper.example"
    mail["Subject"], mail["Message-ID"] = "Panels <b>now</b>", "<one@harbor.example.org>"
    mail.set_content("Please call me.\n\nOn Monday Mara wrote:\n> <script>alert(2)</script>")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + b"x" * 50, maintype="image", subtype="png",
                        filename="roof.png")  # fmt: skip
    mail.add_attachment(PAGE, maintype="text", subtype="html", filename='evil".html')
    take(Arrived(mail.as_bytes(), "sales@juniper.example", "lmtp"))
    intake.drain()
    lead: Lead = Lead.objects.get()
    return lead


def test_the_timeline_shows_mail_both_ways_with_its_files(asked: Lead, mara: Client) -> None:
    page = mara.get(f"/leads/{asked.pk}").content.decode()
    assert "Wrote “Panels &lt;b&gt;now&lt;/b&gt;”" in page
    assert "Please call me." in page and "Whole text" in page
    assert "<script>alert" not in page
    assert "roof.png" in page and "picture" in page
    assert "by e-mail to sales@juniper.example" in page
    outgoing = EmailMessage.objects.get(is_incoming=False)
    assert outgoing.subject in page.replace("&lt;", "<").replace("&gt;", ">")


def test_a_file_is_only_a_download(asked: Lead, mara: Client) -> None:
    roof, page = EmailAttachment.objects.order_by("place")
    for file, kind in ((roof, "image/png"), (page, "application/octet-stream")):
        answer = mara.get(f"/attachments/{file.pk}")
        assert answer.content == bytes(file.content or b"")
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]


def test_who_may_not_see_the_lead_gets_no_file(
    asked: Lead, sign_in: Callable[..., Client], cast: SimpleNamespace, client: Client
) -> None:
    file, submission = EmailAttachment.objects.first(), Submission.objects.get()
    assert file
    otto = sign_in(cast.otto)
    assert otto.get(f"/attachments/{file.pk}").status_code == 404
    assert otto.get(f"/submissions/{submission.pk}/message").status_code == 404
    assert client.get(f"/attachments/{file.pk}").status_code in (302, 404)


def test_the_whole_message_is_a_download(asked: Lead, mara: Client) -> None:
    submission = Submission.objects.get()
    answer = mara.get(f"/submissions/{submission.pk}/message")
    assert answer.content.startswith(b"From: Tom Okafor")
    assert answer["Content-Disposition"] == f'attachment; filename="message-{submission.pk}.eml"'
    assert (
        "Download the whole message" in mara.get(f"/submissions/{submission.pk}").content.decode()
    )


def test_the_bytes_of_files_are_not_read_for_a_page(
    asked: Lead, mara: Client, django_assert_max_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        mara.get(f"/leads/{asked.pk}")
    about = [each["sql"] for each in queries if "records_emailattachment" in each["sql"]]
    assert len(about) == 1
    assert '"content"' not in about[0]


def test_a_customer_s_reply_stands_on_today_with_its_words(
    asked: Lead, mara: Client, cast: SimpleNamespace
) -> None:
    deeds.convert(asked, by=cast.mara)
    mail = Mail()
    mail["From"], mail["To"] = "Tom Okafor <tom@harbor.example.org>", "sales@juniper.example"
    mail["Subject"], mail["In-Reply-To"] = "Re: Panels", "<one@harbor.example.org>"
    mail.set_content("When do you begin?")
    take(Arrived(mail.as_bytes(), "sales@juniper.example", "lmtp"))
    intake.drain()

    page = mara.get("/", headers={"HX-Request": "true"}).content.decode()
    assert "Wrote: Re: Panels" in page and "When do you begin?" in page
    message = EmailMessage.objects.latest("pk")
    panel = mara.get(f"/today/messages/{message.pk}").content.decode()
    assert "When do you begin?" in panel and f"/opportunities/{message.opportunity_id}" in panel
    contact = mara.get(f"/contacts/{message.contact_id}").content.decode()
    assert "When do you begin?" in contact
