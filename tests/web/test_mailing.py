"""Writing to a person from their page, and what the reader of our mail meets without sign-in."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from headwater.nurture.auto_response import send as deliver
from headwater.nurture.mailing import links, unsubscribe_link
from headwater.nurture.mailing.outgoing import Outgoing
from headwater.nurture.mailing.sending import send
from headwater.nurture.models import Delivery, MailTemplate
from headwater.people.models import User
from headwater.records import trail
from headwater.records.consent import Source
from headwater.records.consent_link import token_of
from headwater.records.consenting import say
from headwater.records.engagement import Engagement
from headwater.records.models import EmailMessage, Lead, Topic, TopicChoice
from headwater.written import note_written

pytestmark = pytest.mark.django_db
Make = Callable[..., Lead]
READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture
def tom(make_lead: Make) -> Lead:
    return make_lead(first_name="Tom", email="tom@harbor.example")


def sent(person: Any, **more: Any) -> EmailMessage:
    said = {"subject": "Hello", "text": "Hi", "key": "k1"} | more
    (message,) = send([Outgoing(person, **said)])
    assert isinstance(message, EmailMessage)
    return message


def test_a_mail_is_written_from_the_lead_and_taken_back(mara: Client, tom: Lead) -> None:
    url = reverse("letter", args=["Lead", tom.pk])
    assert url in mara.get(reverse("lead", args=[tom.pk])).text
    page = mara.get(url).text
    assert "tom@harbor.example" in page and "Mara Lind" in page
    said = {"subject": "Hello {{FirstName}}", "text": "Call me.", "once": "abc"}
    mara.post(url, said)
    mara.post(url, said)  # pressed twice
    message = EmailMessage.objects.get()
    assert (message.subject, message.state) == ("Hello Tom", "waiting")
    assert Delivery.objects.get().not_before
    page = mara.get(reverse("lead", args=[tom.pk])).text
    assert "Sending “Hello Tom”" in page
    mara.post("/undo/" + page.split('action="/undo/')[1].split('"')[0])
    message.refresh_from_db()
    assert message.state == "undone" and deliver([message.pk]) == 0
    assert "Took “Hello Tom” back" in mara.get(reverse("lead", args=[tom.pk])).text


def test_the_lead_is_answered_once_the_mail_is_out(cast: SimpleNamespace, tom: Lead) -> None:
    message = sent(tom, by=cast.mara)
    note_written(message.pk)
    tom.refresh_from_db()
    assert tom.first_touched_at is None
    EmailMessage.objects.update(state="sent", sent_at=message.created_at)
    note_written(message.pk)
    tom.refresh_from_db()
    assert tom.first_touched_at == message.created_at


def test_a_template_fills_the_letter_and_its_topic_is_heeded(mara: Client, tom: Lead) -> None:
    MailTemplate.objects.create(
        key="news", name="News", subject="For {{Company}}", text="Hi {{FirstName}}",
        html="<p>Hi {{FirstName}}</p>", topic=Topic.objects.get(key="newsletter"),
    )  # fmt: skip
    url = reverse("letter", args=["Lead", tom.pk])
    page = mara.get(url, {"template": "news"}).text
    assert "Hi Tom" in page and "Has not agreed to mail about “Newsletter”." in page
    said = {"template": "news", "subject": "For you", "text": "Hi Tom", "once": "a"}
    answer = mara.post(url, said)
    assert answer.status_code == 422 and "Has not agreed" in answer.text
    say(tom, "email", is_given=True, source=Source.FORM)
    mara.post(url, said)
    message = EmailMessage.objects.get()
    assert (message.subject, message.html) == ("For you", "<p>Hi Tom</p>")


def test_a_mistake_is_told_with_its_place(mara: Client, tom: Lead) -> None:
    url = reverse("letter", args=["Lead", tom.pk])
    answer = mara.post(url, {"subject": "a", "text": "Hi {{Fristname}}", "once": "a"})
    assert answer.status_code == 422 and "Did you mean FirstName?" in answer.text


def test_outsiders_write_to_nobody(
    cast: SimpleNamespace, sign_in: Callable[[User], Client], tom: Lead
) -> None:
    url = reverse("letter", args=["Lead", tom.pk])
    assert sign_in(cast.otto).get(url).status_code == 404
    assert sign_in(cast.rhea).get(url).status_code == 403


def test_one_click_ends_a_topic_without_cookie_or_sign_in(tom: Lead, client: Client) -> None:
    topic = Topic.objects.get(key="inquiry")
    url = reverse("unsubscribe", args=[unsubscribe_link.token_of(sent(tom, topic=topic))])
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(url)
    assert page.status_code == 200 and "<button" in page.text
    assert not TopicChoice.objects.exists()  # scanners follow links
    for _ in range(2):
        answer = strict.post(url, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})
    assert TopicChoice.objects.get().state == "withdrawn"
    tom.refresh_from_db()
    assert not tom.has_opted_out_of_email
    assert trail.about(tom)[0].event == "topic.withdrawn"
    assert client.get("/unsubscribe/1.forged").status_code == 404


def test_without_a_topic_one_click_ends_all_mail(tom: Lead) -> None:
    url = reverse("unsubscribe", args=[unsubscribe_link.token_of(sent(tom, program="welcome"))])
    page = Client(enforce_csrf_checks=True).post(url)
    assert "gets no more e-mail from us" in page.text
    tom.refresh_from_db()
    assert tom.has_opted_out_of_email


def test_topics_are_chosen_on_the_preference_page(tom: Lead, client: Client) -> None:
    url = reverse("preferences", args=[token_of(tom)])
    assert "Newsletter" in client.get(url).text
    client.post(url, {"topic": ["newsletter"]})
    said = {row.topic.key: row.state for row in TopicChoice.objects.select_related("topic")}
    assert said == {"newsletter": "given", "inquiry": "withdrawn"}
    client.post(url, {"stop": "1"})
    assert TopicChoice.objects.get(topic__key="newsletter", state="withdrawn")


def test_opens_and_clicks_are_noted_where_consent_allows(
    tom: Lead, client: Client, settings: Any
) -> None:
    settings.PUBLIC_URL = "http://testserver"
    html = '<body><p><a href="https://juniper.example/a?b=1&amp;c=2">look</a></p></body>'
    unwatched = sent(tom, html=html)
    assert not unwatched.delivery.is_tracked
    say(tom, "email", is_given=True, source=Source.FORM)
    message = sent(tom, html=html, key="k2")
    assert message.delivery.is_tracked
    rich = links.counted(message, message.html, clicks=True, opens=True)
    address = rich.split('href="http://testserver')[1].split('"')[0]
    hidden = rich.split('href="http://testserver')[2].split('"')[0]
    pixel = rich.split('src="http://testserver')[1].split('"')[0]
    for _ in range(2):
        answer = client.get(address, headers=READER)
        assert answer["Location"] == "https://juniper.example/a?b=1&c=2"
    assert Engagement.objects.get().bot_reason == ""
    client.get(hidden)
    assert client.get(pixel)["Content-Type"] == "image/gif"
    rows = Engagement.objects.filter(message=message)
    assert {(row.kind, row.what, row.signs) for row in rows} == {
        ("email_click", "https://juniper.example/a?b=1&c=2", ""),
        ("email_click", "", "hidden"), ("email_open", "Hello", ""),
    }  # fmt: skip
    assert all(row.bot_reason for row in rows if row.what == "")
    client.get(address.replace(str(message.pk), str(unwatched.pk)))
    assert not Engagement.objects.filter(message=unwatched).exists()
