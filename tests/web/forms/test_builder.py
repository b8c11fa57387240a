"""Marketing makes a form, changes it, copies it; nothing that was sent is lost by it."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater import intake
from headwater.capture.models import WebForm
from headwater.catalog import custom
from headwater.nurture.models import MailTemplate
from headwater.records.models import Campaign, Lead, Submission, TrailEntry

SENT: dict[str, Any] = {
    "save": "1", "name": "Call me", "slug": "call-me", "button": "Call me", "thanks": "Soon.",
    "is_active": "on", "lead_source": "Web", "answer": "usual", "protection": "none",
    "field": ["Phone", "LastName", "Wants__c"], "required-Phone": "on",
    "label-LastName": "Your name", "help-Phone": "Where we reach you today",
    "placeholder-LastName": "Ana Lee",
}  # fmt: skip


@pytest.fixture
def mia(cast: SimpleNamespace, client: Client) -> Client:
    custom.define("Lead", "Wants", "multipicklist", choices=["Solar", "Battery"])
    client.force_login(cast.mia)
    return client


def test_marketing_makes_a_form(mia: Client, campaign: Campaign) -> None:
    page = mia.get("/forms/new").content.decode()
    assert 'id="row-field-LastName"' in page
    assert 'value="Wants__c"' in page, "own fields are offered, too"
    more = {
        "campaign": campaign.pk, "member_status": "responded", "consent": "You may call me.",
        "consent_channels": ["phone", "email"], "sites": "www.mill.example\n*.shop.example:8443",
        "hidden": ["Rating", "Industry"], "value-Rating": "Warm", "from-Industry": "trade",
    }  # fmt: skip
    answer = mia.post("/forms/new", SENT | more)
    assert answer["Location"] == "/forms/call-me/share"
    made = WebForm.objects.get()
    assert made.fields == [
        {"name": "Phone", "label": "", "required": True, "help": "Where we reach you today"},
        {"name": "LastName", "label": "Your name", "required": False, "placeholder": "Ana Lee"},
        {"name": "Wants__c", "label": "", "required": False},
    ]
    assert (made.hidden, made.taken) == ({"Rating": "Warm"}, {"Industry": "trade"})
    assert made.sites == ["https://www.mill.example", "https://*.shop.example:8443"]
    assert made.consent_channels == ["phone", "email"]
    assert TrailEntry.objects.get(event="form.created").record_id == made.pk
    visitor = Client().get("/forms/call-me").content.decode()
    assert visitor.index("Phone") < visitor.index("Your name")
    assert 'placeholder="Ana Lee"' in visitor
    assert 'aria-describedby="f-Phone-help"' in visitor


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"slug": "new"}, "is taken"),
        ({"redirect_url": "javascript:x"}, "whole address"),
        ({"field": []}, "at least one field"),
        ({"field": ["OwnerId", "Score", "Nonsense"]}, "at least one field"),
        ({"sites": "https://x.example/; script-src *"}, "is no site"),
        ({"member_status": "Responded"}, "Choose the campaign"),
        ({"hidden": "Rating"}, "give it a value"),
        ({"hidden": "Rating", "from-Rating": "a b"}, "is no parameter"),
        ({"hidden": "Rating", "from-Rating": "consent"}, "form’s own"),
        ({"hidden": "Rating", "from-Rating": "Company"}, "form’s own"),
        ({"name": ""}, "required"),
        ({"answer": "nonsense"}, "valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_kept_on_the_page(
    mia: Client, change: dict[str, Any], says: str
) -> None:
    answer = mia.post("/forms/new", SENT | change)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert 'value="Your name"' in page or "field" in change
    assert not WebForm.objects.exists()


def test_without_scripts_the_buttons_rearrange_the_page_and_keep_what_was_typed(
    mia: Client,
) -> None:
    unsaved = {name: value for name, value in SENT.items() if name != "save"}

    def order(change: dict[str, str]) -> list[str]:
        answer = mia.post("/forms/new", unsaved | change)
        assert answer.status_code == 200
        page = answer.content.decode()
        assert 'value="Your name"' in page or "drop-field" in change
        return re.findall(r'name="field" value="(\w+)"', page)

    assert order({"up-field": "LastName"}) == ["LastName", "Phone", "Wants__c"]
    assert order({"down-field": "LastName"}) == ["Phone", "Wants__c", "LastName"]
    assert order({"up-field": "Phone"}) == ["Phone", "LastName", "Wants__c"]
    assert order({"drop-field": "LastName"}) == ["Phone", "Wants__c"]
    assert order({"add": "City"}) == ["Phone", "LastName", "Wants__c", "City"]
    assert order({"add": "OwnerId"}) == ["Phone", "LastName", "Wants__c"]
    page = mia.post("/forms/new", unsaved | {"hide": "Rating"}).content.decode()
    assert 'id="row-hidden-Rating"' in page
    assert not WebForm.objects.exists()


def test_the_preview_is_the_page_of_what_is_not_kept_yet(mia: Client, form: WebForm) -> None:
    answer = mia.post("/forms/quote/preview", SENT | {"slug": "quote", "name": ""})
    page = answer.content.decode()
    assert "Where we reach you today" in page and "Mill House" not in page
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert "Get a quote" in mia.get("/forms/quote/preview").content.decode()
    assert "Company" in mia.get("/forms/new/preview").content.decode()
    form.refresh_from_db()
    assert form.fields[0]["label"] == "Your name", "a preview keeps nothing"
    assert 'name="label-City"' in mia.get("/forms/new/row?add=City").content.decode()
    assert 'name="value-Rating"' in mia.get("/forms/new/row?hide=Rating").content.decode()
    assert mia.get("/forms/new/row?add=OwnerId").status_code == 404


def test_a_change_loses_nothing_that_was_sent_before(mia: Client, form: WebForm) -> None:
    old = {"embedded": "1", "LastName": "Lee", "Email": "ana@mill.example", "Company": "Mill"}
    Client().post("/forms/quote", old)
    change = SENT | {"name": "Quote", "slug": "other", "field": ["LastName", "Email"]}
    assert mia.post("/forms/quote/edit", change)["Location"] == "/forms/quote/edit"
    form.refresh_from_db()
    assert (form.slug, form.once_asked) == ("quote", ["Company", "Description"])
    intake.drain()
    assert Lead.objects.get().company == "Mill", "asked when it was sent, so it is understood"
    late = old | {"Email": "bo@barn.example", "LastName": "Bo", "Company": "Barn", "Rating": "Hot"}
    Client().post("/forms/quote", late)
    intake.drain()
    lead = Lead.objects.get(last_name="Bo")
    assert (lead.company, lead.rating) == ("Barn", ""), "a page drawn earlier still counts"
    assert Submission.objects.filter(form="quote").count() == 2
    changed = TrailEntry.objects.get(event="form.changed").changes
    assert changed["name"] == ["Get a quote", "Quote"]


def test_the_answer_is_a_template_the_usual_one_or_none(mia: Client, form: WebForm) -> None:
    MailTemplate.objects.create(key="guide", name="The guide", subject="Hi", text="Hi")
    assert "The guide" in mia.get("/forms/quote/edit").content.decode()
    for answer, kept in (("guide", (True, "guide")), ("none", (False, "")), ("usual", (True, ""))):
        mia.post("/forms/quote/edit", SENT | {"slug": "quote", "answer": answer})
        form.refresh_from_db()
        assert (form.answers, form.auto_response) == kept


def test_a_copy_is_closed_and_goes_again_by_undo(mia: Client, form: WebForm) -> None:
    answer = mia.post("/forms/quote/copy")
    copy = WebForm.objects.exclude(pk=form.pk).get()
    assert answer["Location"] == f"/forms/{copy.slug}/edit"
    assert (copy.slug, copy.is_active, copy.fields) == ("get-a-quote", False, form.fields)
    page = mia.get("/forms").content.decode()
    undo = re.search(r'action="(/undo/[^"]+)"', page)
    assert undo
    mia.post(undo[1])
    assert WebForm.objects.get() == form


def test_only_marketing_changes_forms_and_everybody_reads_the_list(
    client: Client, form: WebForm, cast: SimpleNamespace
) -> None:
    client.force_login(cast.mara)
    for url in (
        "/forms/new",
        "/forms/quote/edit",
        "/forms/quote/preview",
        "/forms/new/row?add=City",
    ):
        assert client.get(url).status_code == 403
    assert client.post("/forms/quote/copy").status_code == 403
    for url in ("/forms", "/forms/quote/share"):
        assert client.get(url).status_code == 200
    assert Client().get("/forms/new/preview").status_code == 302


def test_the_list_counts_what_came_and_teaches_when_there_is_none(
    mia: Client, form: WebForm
) -> None:
    given = {"embedded": "1", "LastName": "Lee", "Email": "ana@mill.example"}
    Client().post("/forms/quote", given)
    Client().post("/forms/quote", given | {"Email": "bo@mill.example"})
    Client().post("/forms/quote", given | {"homepage": "http://spam.example"})
    intake.drain()
    page = " ".join(re.sub(r"<[^>]+>", " ", mia.get("/forms").content.decode()).split())
    assert re.search(r"/forms/quote 0 3 2 1 (\d+ s|now)", page), page
    WebForm.objects.all().delete()
    assert "Paste one line into your site" in mia.get("/forms").content.decode()
