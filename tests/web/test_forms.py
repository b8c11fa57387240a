"""Our own forms: a visitor fills one in, and a colleague sees what became of it."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater import intake
from headwater.capture import form_post, spool
from headwater.capture.models import WebForm
from headwater.capture.receiving import Post, receive
from headwater.catalog import custom
from headwater.nurture.models import MailTemplate
from headwater.records.models import Campaign, CampaignMember, EmailMessage, Lead, Submission
from headwater.records.submission import Door, State
from headwater.web.forms import posting

PERSON = {
    "FirstName": "Ana", "LastName": "Lee", "Company": "Mill House",
    "Email": "ana@mill.example.org", "consent": "1",
}  # fmt: skip


@pytest.fixture
def form(cast: SimpleNamespace, campaign: Campaign) -> WebForm:
    custom.define("Lead", "Wants", "multipicklist", choices=["Solar", "Battery"])
    fields = [
        {"name": "FirstName"}, {"name": "LastName", "label": "Your name", "required": True},
        {"name": "Company"}, {"name": "Email", "required": True}, {"name": "Wants__c"},
        {"name": "Industry"}, {"name": "DoNotCall"}, {"name": "Description"},
    ]  # fmt: skip
    return WebForm.objects.create(
        slug="quote", name="Get a quote", fields=fields, campaign=campaign,
        hidden={"Rating": "Warm"}, member_status="Responded", consent="You may write to me.",
        thanks="We call you today.",
    )  # fmt: skip


@pytest.fixture
def token(form: WebForm, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token of a page that has been open for a moment."""
    given = form_post.new_token()
    monkeypatch.setattr(form_post, "FASTEST", form_post.FASTEST * 0)
    return given


def test_a_visitor_sends_the_form_and_becomes_a_lead(
    client: Client, form: WebForm, token: str
) -> None:
    page = client.get("/forms/quote?utm_source=spring&x=1").content.decode()
    assert "Your name" in page and 'name="utm_source" value="spring"' in page
    assert page.count("<script") == page.count("proof-of-work.js") == 1

    sent = PERSON | {"form-token": token, "utm_source": "spring", "Wants__c": ["Solar", "Battery"]}
    response = client.post("/forms/quote", sent)
    assert (response.status_code, response["Location"]) == (302, "/forms/quote/thanks")
    assert "We call you today." in client.get("/forms/quote/thanks").content.decode()

    intake.drain()
    lead = Lead.objects.get()
    assert (lead.name, lead.lead_source, lead.rating) == ("Ana Lee", "Web", "Warm")
    assert lead.custom == {"Wants__c": "Solar;Battery"}
    assert CampaignMember.objects.get().status == "Responded"
    assert Submission.objects.get().payload["utm_source"] == ["spring"]


def test_every_input_has_a_label(client: Client, form: WebForm) -> None:
    page = client.get("/forms/quote").content.decode()
    for name in re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', page):
        assert f'for="{name}"' in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"homepage": "http://spam.example.com"}, "people do not see"),
        ({"form-token": ""}, "not sent from the page"),
        ({"form-token": "forged:1:x"}, "not ours"),
        ({"form-token": "", "embedded": "1", "consent": ""}, "consent"),
    ],
)
def test_what_looks_wrong_is_set_aside_and_thanked(
    client: Client, form: WebForm, token: str, change: dict[str, str], says: str
) -> None:
    response = client.post("/forms/quote", PERSON | {"form-token": token} | change)
    assert response["Location"] == "/forms/quote/thanks"
    submission = Submission.objects.get()
    assert submission.state == State.QUARANTINED
    assert says in submission.reason


def test_faster_than_a_person_is_set_aside(
    client: Client, form: WebForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A busy machine may be slower than a person.
    monkeypatch.setattr(form_post, "FASTEST", form_post.FASTEST * 600)
    page = client.get("/forms/quote").content.decode()
    found = re.search(r'name="form-token" value="([^"]+)"', page)
    assert found
    client.post("/forms/quote", PERSON | {"form-token": found[1]})
    assert "faster than a person" in Submission.objects.get().reason


def test_a_double_click_is_one_submission_and_a_correction_another(
    client: Client, form: WebForm, token: str
) -> None:
    for email in ("ana@mill.example.org", "ana@mill.example.org", "ana.lee@mill.example.org"):
        client.post("/forms/quote", PERSON | {"form-token": token, "Email": email})
    assert Submission.objects.count() == 2


def test_a_redirect_goes_where_the_form_says(client: Client, form: WebForm, token: str) -> None:
    form.redirect_url = "https://shop.example.com/danke"
    form.save()
    policy = client.get("/forms/quote").headers["Content-Security-Policy"]
    assert "https://shop.example.com" in policy
    response = client.post("/forms/quote", PERSON | {"form-token": token, "retURL": "https://evil"})
    assert response["Location"] == "https://shop.example.com/danke"


def test_a_closed_form_says_so_and_loses_nothing(client: Client, form: WebForm, token: str) -> None:
    WebForm.objects.update(is_active=False)
    assert client.get("/forms/quote").status_code == 410
    client.post("/forms/quote", PERSON | {"form-token": token})
    assert "switched off" in Submission.objects.get().reason
    assert client.get("/forms/nothing").status_code == 404
    assert client.post("/forms/nothing", PERSON).status_code == 404
    assert Submission.objects.count() == 2


@pytest.fixture
def state(settings: Any, tmp_path: Path) -> Path:
    settings.STATE = tmp_path
    return tmp_path


def test_while_the_database_is_away_posts_wait_in_the_spool(
    client: Client, form: WebForm, token: str, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(post: Any) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(posting, "receive", away)
        response = client.post("/forms/quote", PERSON | {"form-token": token})
    assert response["Location"] == "/forms/quote/thanks"
    assert Submission.objects.count() == 0
    kept = list(spool.folder().glob("*.json"))
    again = kept[0].read_text()
    assert spool.bring_in() == 1
    kept[0].write_text(again)  # killed after the commit, before the file was removed
    assert spool.bring_in() == 1
    assert Submission.objects.get().payload["LastName"] == ["Lee"]


def test_the_list_of_forms_and_what_was_sent(
    client: Client, form: WebForm, token: str, cast: SimpleNamespace
) -> None:
    client.post("/forms/quote", PERSON | {"form-token": token})
    client.post("/forms/quote", PERSON | {"homepage": "x"})
    intake.drain()
    client.force_login(cast.mia)
    assert "Get a quote" in client.get("/forms").content.decode()
    page = client.get("/submissions?form=quote").content.decode()
    assert "Ana Lee" in page and "people do not see" in page
    odd = Submission.objects.get(state=State.QUARANTINED)
    assert "Let in" in client.get(f"/submissions/{odd.pk}").content.decode()
    client.post(f"/submissions/{odd.pk}/release")
    intake.drain()
    odd.refresh_from_db()
    assert odd.state == State.MERGED
    for query in ("state=nonsense", "day=2026-99-99", "door=form&state=created&page=9", "import=x"):
        assert client.get(f"/submissions?{query}").status_code == 200


def test_an_outsider_finds_nothing_of_it(
    client: Client, form: WebForm, token: str, cast: SimpleNamespace
) -> None:
    cast.organization.default_lead_owner = cast.mara
    cast.organization.save()
    client.post("/forms/quote", PERSON | {"form-token": token})
    intake.drain()
    submission = Submission.objects.get()
    for user, status in ((cast.mara, 200), (cast.otto, 404), (cast.mia, 200)):
        client.force_login(user)
        assert client.get(f"/submissions/{submission.pk}").status_code == status
        assert ("Ana Lee" in client.get("/submissions").content.decode()) == (status == 200)
        may_release = user == cast.mia
        released = client.post(f"/submissions/{submission.pk}/release")
        assert released.status_code == (302 if may_release else 403)


@pytest.mark.parametrize(("answers", "count"), [(True, 1), (False, 0)])
def test_the_visitor_is_answered_unless_the_form_says_no(
    client: Client, form: WebForm, token: str, answers: bool, count: int
) -> None:
    WebForm.objects.update(answers=answers)
    MailTemplate.objects.get_or_create(
        key="auto_response", defaults={"subject": "Hi", "text": "Hi"}
    )
    client.post("/forms/quote", PERSON | {"form-token": token})
    intake.drain()
    assert EmailMessage.objects.count() == count


def test_pages_ask_the_same_number_of_questions_for_few_and_many(
    client: Client, form: WebForm, cast: SimpleNamespace
) -> None:
    client.force_login(cast.mia)

    def asked(url: str) -> int:
        with CaptureQueriesContext(connection) as questions:
            assert client.get(url).status_code == 200
        return len(questions)

    urls = ("/forms", "/submissions")
    receive(Post(Door.FORM, {"LastName": ["First"]}, form="quote"))
    intake.drain()
    asked(urls[0])
    few = [asked(url) for url in urls]
    for number in range(30):
        WebForm.objects.create(slug=f"form-{number}", name="Form", campaign=form.campaign)
        payload = {"LastName": [f"P{number}"], "Email": [f"p{number}@mill.example.org"]}
        receive(Post(Door.FORM, payload, form="quote"))
    intake.drain()
    assert [asked(url) for url in urls] == few
