"""Setup's pages of mail: templates with preview and test, the suppression list, hints, reports."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headwater.nurture.mailing.domain_hints import records, results
from headwater.nurture.mailing.outgoing import Outgoing
from headwater.nurture.mailing.sending import send
from headwater.nurture.models import MailSettings, MailTemplate
from headwater.people.models import User
from headwater.records import trail, undeliverable
from headwater.records.models import EmailMessage, Lead, Undeliverable
from tests.nurture.conftest import Mailbox, mailbox

__all__ = ["mailbox"]
pytestmark = pytest.mark.django_db
Make = Callable[..., Lead]
NEWS = {
    "name": "News", "key": "news", "subject": "For {{FirstName|you}}", "text": "Hi {{FirstName}}",
    "html": "<p>Hi <b>{{FirstName}}</b></p>", "is_active": "on", "is_tracked": "on",
}  # fmt: skip


@pytest.fixture
def mia(cast: SimpleNamespace, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(cast.mia)


def test_a_template_is_written_seen_and_tried(
    mia: Client, cast: SimpleNamespace, make_lead: Make, mailbox: Mailbox
) -> None:
    lead = make_lead(first_name="<i>Tom", email="tom@harbor.example", owner=cast.mia)
    mia.post(reverse("new_mail_template"), NEWS)
    template = MailTemplate.objects.get(key="news")
    page = mia.get(reverse("mail_template", args=[template.pk])).text
    assert "FirstName|there" in page and 'sandbox title="Preview"' in page
    seen = mia.post(reverse("template_preview"), NEWS | {"person": str(lead.pk)})
    assert "Hi <b></b>" in seen.text  # what a visitor typed is no HTML
    rules = seen["Content-Security-Policy"]
    assert "default-src 'none'" in rules and "frame-ancestors 'self'" in rules
    assert "script-src" not in rules and seen["X-Frame-Options"] == "SAMEORIGIN"
    mia.post(reverse("template_test", args=[template.pk]), {"person": str(lead.pk)})
    (mail,) = mailbox.mails
    assert mail["To"] == cast.mia.email and mail["Subject"].startswith("[Test] For")
    assert "News" in mia.get(reverse("mail_templates")).text


def test_templates_are_made_by_marketing_and_admins(
    cast: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    url = reverse("new_mail_template")
    for who, status in ((cast.mara, 403), (cast.mia, 200), (cast.ada, 200)):
        assert sign_in(who).get(url).status_code == status
    assert sign_in(cast.mara).post(url, NEWS).status_code == 403


def test_a_preview_for_somebody_without_leads_is_about_somebody_made_up(mia: Client) -> None:
    words = NEWS | {"text": "Hi {{Name}} of {{Company}}"}
    seen = mia.post(reverse("template_preview"), words)
    assert "Hi Tom Okafor of Harbor Cold Storage" in seen.text


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ({"html": "<script>alert(1)</script>"}, "has no place in a mail"),
        ({"html": '<img src="x" onerror="alert(1)">'}, "has no place in a mail"),
        ({"text": "Hi {{Fristname}}"}, "Did you mean FirstName?"),
        ({"text": ""}, "This field is required"),
    ],
)  # fmt: skip
def test_a_bad_template_is_refused_with_its_place(
    mia: Client, part: dict[str, str], words: str
) -> None:
    answer = mia.post(reverse("new_mail_template"), NEWS | part)
    assert answer.status_code == 422 and words in answer.text
    assert not MailTemplate.objects.filter(key="news").exists()


def test_reps_read_templates_and_change_none(mara: Client) -> None:
    assert mara.get(reverse("mail_templates")).status_code == 200
    assert mara.post(reverse("new_mail_template"), NEWS).status_code == 403


def test_the_suppression_list_is_searched_added_to_and_left(mia: Client, make_lead: Make) -> None:
    lead = make_lead(email="Tom@harbor.example")
    undeliverable.mark("gone@x.example", "550 no such user", is_hard=True, at=timezone.now())
    said = {"addresses": "tom@harbor.example, nonsense@", "reason": "Asked on the phone"}
    assert mia.post(reverse("new_suppressions"), said | {"reason": ""}).status_code == 422
    mia.post(reverse("new_suppressions"), said)
    file = SimpleUploadedFile("list.csv", b"email,name\nann@x.example,Ann\n")
    mia.post(reverse("new_suppressions"), {"file": file, "reason": "From the old system"})
    page = mia.get(reverse("suppressions")).text
    for word in ("tom@harbor.example", "ann@x.example", "gone@x.example", "550 no such user"):
        assert word in page
    assert "ann@" not in mia.get(reverse("suppressions"), {"q": "harbor"}).text
    assert trail.about(lead)[0].event == "email.suppressed"
    row = Undeliverable.objects.get(address="tom@harbor.example")
    url = reverse("release_suppression", args=[row.pk])
    assert mia.post(url, {"reason": " "}).status_code == 422
    mia.post(url, {"reason": "Asked us to write again"})
    assert not Undeliverable.objects.filter(pk=row.pk).exists()
    assert trail.about(lead)[0].because["reason"] == "Asked us to write again"


def test_a_written_reply_lifts_a_bounce_but_no_complaint() -> None:
    undeliverable.mark("a@x.example", "550", is_hard=True, at=timezone.now())
    Undeliverable.objects.create(address="b@x.example", kind="complaint", found_at=timezone.now())
    assert undeliverable.clear("A@x.example")
    assert not undeliverable.clear("b@x.example")


def test_a_provider_reports_bounces_and_complaints(
    client: Client, make_lead: Make, cast: SimpleNamespace, settings: Any
) -> None:
    settings.EMAIL_PROVIDER = "postmark"
    lead = make_lead(email="tom@harbor.example")
    (message,) = send([Outgoing(lead, "k1", subject="a", text="b", by=cast.mara)])
    assert isinstance(message, EmailMessage)
    report = {
        "RecordType": "Bounce", "Type": "HardBounce", "TypeCode": 1, "ID": 1,
        "Email": "tom@harbor.example", "MessageID": "x", "Details": "550 unknown",
        "BouncedAt": "2026-05-04T10:00:00Z", "Metadata": {"message": str(message.pk)},
    }  # fmt: skip
    url = reverse("mail_events", args=["postmark"])
    assert client.post(url, report, content_type="application/json").status_code == 403
    settings.ANYMAIL = {"WEBHOOK_SECRET": "us:secret"}
    assert client.post(url, report, content_type="application/json").status_code == 400
    proof = {"authorization": "Basic dXM6c2VjcmV0"}
    for _ in range(2):
        answer = client.post(url, report, content_type="application/json", headers=proof)
        assert answer.status_code == 200
    message.refresh_from_db()
    assert message.state == "bounced" and Undeliverable.objects.get().is_hard
    assert [each.event for each in trail.about(lead)].count("email.bounced") == 1
    spam = {"RecordType": "SpamComplaint", "Type": "SpamComplaint", "TypeCode": 512, "ID": 2,
            "Email": "tom@harbor.example", "MessageID": "x", "BouncedAt": "2026-05-05T10:00:00Z",
            "Metadata": {"message": str(message.pk)}}  # fmt: skip
    client.post(url, spam, content_type="application/json", headers=proof)
    assert Undeliverable.objects.get().kind == "complaint"
    assert client.post(reverse("mail_events", args=["mailgun"])).status_code == 404


def test_settings_are_kept_by_admins(
    cast: SimpleNamespace, sign_in: Callable[[User], Client], mara: Client
) -> None:
    url = reverse("keep_mail_settings")
    said = {"notes_opens": "on", "undo_seconds": "30", "footer": "Juniper Inc, 1 Main St"}
    assert mara.post(url, said).status_code == 403
    sign_in(cast.ada).post(url, said)
    row = MailSettings.current()
    assert (row.notes_opens, row.notes_clicks, row.undo_seconds) == (True, False, 30)


def test_hints_and_what_a_header_says(mara: Client) -> None:
    spf, _, dmarc = records("juniper.example", provider="mailgun")
    assert spf.value == "v=spf1 include:mailgun.org ~all" and dmarc.name == "_dmarc.juniper.example"
    header = "Authentication-Results: mx; dkim=pass header.i=@x; spf=softfail; dmarc=fail"
    assert [(each.check, each.verdict) for each in results(header)] == [
        ("spf", "softfail"), ("dkim", "pass"), ("dmarc", "fail"),
    ]  # fmt: skip
    page = mara.post(reverse("sending_mail"), {"headers": header}).text
    assert "SPF: softfail" in page and "_dmarc.juniper.example" in page


def test_the_page_of_setup_names_them(mara: Client) -> None:
    page = mara.get(reverse("setup")).text
    for word in ("E-mail templates", "Mail topics", "Suppression list", "Sending mail"):
        assert word in page
    assert timedelta(seconds=MailSettings.current().undo_seconds) == timedelta(seconds=10)
