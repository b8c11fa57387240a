"""A form inside other sites: framed, pasted, placed by its script; who may, and what is told."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater import intake
from headwater.capture import form_post
from headwater.capture.models import WebForm
from headwater.catalog import custom
from headwater.records.consent import Consent
from headwater.records.models import Lead, Submission
from headwater.records.submission import State
from headwater.web.forms import embedding, origins

PERSON = {"LastName": "Lee", "Email": "ana@mill.example", "Company": "Mill"}
HERE, ELSEWHERE = "https://www.mill.example", "https://thief.example"


def tree(client: Client, url: str = "/forms/quote.js") -> list[Any]:
    """What the script draws."""
    text = client.get(url).content.decode()
    found: dict[str, Any] = json.loads(text.split("\n")[0].split(" = ", 1)[1].rstrip(";"))
    return list(found["tree"])


def names(found: list[Any]) -> list[str]:
    """The names of all inputs of such a tree."""
    own = [found[1]["name"]] if "name" in found[1] else []
    return own + [name for each in found[2:] if isinstance(each, list) for name in names(each)]


def test_the_frame_opens_to_the_sites_that_the_form_names(client: Client, form: WebForm) -> None:
    answer = client.get("/forms/quote/frame", headers={"Referer": f"{HERE}/a?utm_source=mail"})
    assert "frame-ancestors *" in answer["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer
    assert 'name="utm_source" value="mail"' in answer.content.decode()
    assert f'name="form_page" value="{HERE}/a?utm_source=mail"' in answer.content.decode()
    form.sites = [HERE, "https://*.shop.example"]
    form.save()
    policy = client.get("/forms/quote/frame?theme=dark")["Content-Security-Policy"]
    assert f"frame-ancestors {HERE} https://*.shop.example" in policy
    assert client.get("/forms/quote")["X-Frame-Options"] == "DENY", "only the frame is for framing"
    assert "frame-ancestors 'none'" in client.get("/forms/quote")["Content-Security-Policy"]


def test_what_is_sent_from_a_frame_is_thanked_in_the_frame(client: Client, form: WebForm) -> None:
    token = form_post.new_token()
    answer = client.post("/forms/quote/frame?theme=dark", PERSON | {"form-token": token})
    assert answer["Location"] == "/forms/quote/frame/thanks?theme=dark"
    thanks = client.get(answer["Location"])
    assert b'data-theme="dark"' in thanks.content
    assert "frame-ancestors *" in thanks["Content-Security-Policy"]
    form.redirect_url = "https://www.mill.example/danke"
    form.save()
    assert 'target="_top"' in client.get("/forms/quote/frame").content.decode()
    form.is_active = False
    form.save()
    assert "closed" in client.get("/forms/quote/frame").content.decode()


def test_the_script_draws_the_same_form(client: Client, form: WebForm) -> None:
    answer = client.get("/forms/quote.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert "Set-Cookie" not in answer
    drawn = tree(client)
    assert drawn[0] == "form" and drawn[1]["action"] == "http://testserver/forms/quote"
    assert names(drawn) == ["LastName", "Email", "Company", "Description", "homepage", "form-token"]
    assert tree(client) != drawn, "a token of its own for each view"
    assert ["link", {"rel": "stylesheet", "href": "http://testserver/static/web/embed/form.css"}] \
        in drawn  # fmt: skip
    assert not any(each[0] == "link" for each in tree(client, "/forms/quote.js?plain")[2:])
    form.name, form.button = "</script><script>alert(1)</script>", "Send \u2028 <b>"
    form.save()
    text = client.get("/forms/quote.js").content.decode()
    assert "</script>" not in text.split("\n")[0] and "\u2028" not in text
    form.is_active = False
    form.save()
    assert tree(client)[0] == "p"
    assert client.get("/forms/nothing.js").status_code == 404


def test_a_script_gets_its_answer_in_json(client: Client, form: WebForm) -> None:
    asks = {"Accept": "application/json", "Origin": HERE}
    sent = PERSON | {"form-token": form_post.new_token()}
    answer = client.post("/forms/quote", sent, headers=asks)
    assert answer.json() == {"thanks": form.thanks}
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert client.post("/forms/quote", sent, headers=asks).json() == answer.json()
    assert Submission.objects.count() == 1, "the same once more is the same"
    asked = client.options("/forms/quote", headers={"Origin": HERE})
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "POST")


def test_only_named_sites_read_the_answer_and_nothing_is_lost(
    client: Client, form: WebForm
) -> None:
    form.sites = ["https://*.mill.example"]
    form.save()
    for origin, allowed in ((HERE, HERE), (ELSEWHERE, None), ("null", None)):
        sent = PERSON | {"form-token": form_post.new_token()}
        asks = {"Accept": "application/json", "Origin": origin}
        answer = client.post("/forms/quote", sent, headers=asks)
        assert answer.get("Access-Control-Allow-Origin") == allowed
        assert "Origin" in answer["Vary"]
    assert Submission.objects.count() == 3


@pytest.mark.parametrize("is_script", [True, False])
def test_what_a_visitor_left_out_is_asked_for_again_and_kept(
    client: Client, form: WebForm, is_script: bool
) -> None:
    form.consent = "You may write to me."
    form.save()
    token = form_post.new_token()
    sent = {"form-token": token, "LastName": " ", "Email": "ana", "Company": "Mill & Co",
            "utm_source": "mail"}  # fmt: skip
    headers = {"Accept": "application/json"} if is_script else {}
    answer = client.post("/forms/quote", sent, headers=headers)
    assert answer.status_code == 422
    if is_script:
        assert set(answer.json()["errors"]) == {"LastName", "Email", "consent"}
    else:
        page = answer.content.decode()
        assert "3 things are missing" in page and 'href="#f-Email"' in page
        assert "autofocus" in page and 'aria-describedby="f-Email-help f-Email-wrong"' in page
        assert 'value="Mill &amp; Co"' in page and 'name="utm_source" value="mail"' in page
    submission = Submission.objects.get()
    assert (submission.state, submission.payload["Company"]) == (State.REJECTED, ["Mill & Co"])
    assert "Your name, Email, the consent" in submission.reason
    whole = sent | {"LastName": "Lee", "Email": "ana@mill.example", "consent": "1"}
    assert client.post("/forms/quote", whole, headers=headers).status_code in (200, 302)
    intake.drain()
    assert Lead.objects.get().company == "Mill & Co"


def test_a_pasted_form_that_is_older_than_the_question_is_taken_as_it_is(
    client: Client, form: WebForm
) -> None:
    client.post("/forms/quote", {"embedded": "1", "Email": "ana@mill.example"})
    assert Submission.objects.get().state == State.WAITING


def test_values_from_the_address_go_before_fixed_ones(client: Client, form: WebForm) -> None:
    form.hidden, form.taken = {"Industry": "Retail", "Rating": "Warm"}, {"Industry": "trade"}
    form.save()
    page = client.get("/forms/quote?trade=Dairy&other=1").content.decode()
    assert 'name="trade" value="Dairy"' in page and "other" not in page
    for sent, referrer, industry in (
        ({"trade": "Dairy"}, "", "Dairy"),
        ({}, f"{HERE}/?trade=Timber", "Timber"),
        ({}, "", "Retail"),
    ):
        person = {"embedded": "1", "LastName": industry, "Email": f"{industry}@x.example"}
        client.post("/forms/quote", person | sent, headers={"Referer": referrer})
        intake.drain()
        lead = Lead.objects.get(last_name=industry)
        assert (lead.industry, lead.rating) == (industry, "Warm")


def test_consent_is_kept_with_the_words_that_the_page_showed(client: Client, form: WebForm) -> None:
    earlier = {"text": "Old words.", "channels": ["phone"], "until": "2099-01-01T00:00:00+00:00"}
    form.consent, form.consent_channels = "New words.", ["email", "message"]
    form.earlier_consents = [earlier]
    form.save()
    sent = PERSON | {"form-token": form_post.new_token(), "consent": "1"}
    client.post("/forms/quote", sent)
    intake.drain()
    assert [(row.channel, row.text, row.detail) for row in Consent.objects.all()] == [
        ("phone", "Old words.", "quote")
    ]
    WebForm.objects.update(earlier_consents=[])
    client.post("/forms/quote", sent | {"form-token": form_post.new_token(), "Company": "Barn"})
    intake.drain()
    assert set(Consent.objects.values_list("channel", "text")) == {
        ("phone", "Old words."), ("email", "New words."), ("message", "New words."),
    }  # fmt: skip


def test_the_share_page_has_everything_to_paste(
    client: Client, form: WebForm, cast: SimpleNamespace
) -> None:
    client.force_login(cast.mia)
    page = client.get("/forms/quote/share?theme=dark").content.decode()
    for text in (
        "http://testserver/forms/quote.js", "http://testserver/forms/quote/frame?theme=dark",
        "http://testserver/static/web/embed/visit.js", 'action=&quot;http://testserver/forms/quote',
        "no-referrer-when-downgrade",
    ):  # fmt: skip
        assert text in page
    assert "form-token" not in page


def test_pasted_html_is_plain_and_whole(rf: Any, form: WebForm) -> None:
    custom.define("Lead", "Wants", "multipicklist", choices=["Solar & more", "Battery"])
    form.fields = [*form.fields, {"name": "Wants__c"}, {"name": "Industry"}]
    form.taken = {"Industry": "trade"}
    html = embedding.snippet_of(rf.get("/"), form)
    assert "<script" not in html and "style=" not in html
    assert 'data-take="trade"' in html and 'name="embedded" value="1"' in html
    assert 'value="Solar &amp; more"' in html
    ids = re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', html)
    assert ids and all(f'for="{each}"' in html for each in ids)
    assert embedding.tree_of(html)[0] == "form", "it can be read again"


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("www.mill.example", "https://www.mill.example"),
        (" HTTP://Mill.example:8080/ ", "http://mill.example:8080"),
        ("*.mill.example", "https://*.mill.example"),
        ("https://mill.example/path", ""),
        ("javascript:alert(1)", ""),
        ("https://*", ""),
        ("a b", ""),
        ("https://mill.example; script-src *", ""),
    ],
)
def test_sites_are_origins(text: str, site: str) -> None:
    if site:
        assert origins.site_of(text) == site
    else:
        with pytest.raises(ValueError, match="is no site"):
            origins.site_of(text)


@pytest.mark.parametrize(
    ("origin", "is_among"),
    [
        ("https://mill.example", False),
        ("https://a.mill.example", True),
        ("https://a.b.mill.example", True),
        ("http://a.mill.example", False),
        ("https://a.mill.example.thief.example", False),
        ("https://amill.example", False),
        ("https://shop.example:8443", True),
        ("https://shop.example", False),
        ("", False),
    ],
)
def test_who_is_among_the_sites(origin: str, is_among: bool) -> None:
    sites = ["https://*.mill.example", "https://shop.example:8443"]
    assert origins.is_among(origin, sites) is is_among
