"""Setup's API clients: a secret is shown once and changes, a client is shut out."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from oauth2_provider.models import get_application_model

from headwater.api import client_terms, redirects, sign_in
from headwater.records.models import TrailEntry
from headwater.web.records.sentences import say


@pytest.fixture
def browser(cast: SimpleNamespace) -> Client:
    browser = Client()
    browser.force_login(cast.ada)
    return browser


def _said(cast: SimpleNamespace, **more: Any) -> dict[str, Any]:
    return {"name": "Warehouse", "user": cast.mara.pk, "right": "read", "stays": "on",
            "kind": "confidential", "per_day": "5000",
            "redirect_uris": "https://warehouse.example/back"} | more  # fmt: skip


def test_a_client_s_life(browser: Client, cast: SimpleNamespace) -> None:
    assert browser.post("/setup/api-clients/new", _said(cast)).status_code in (200, 204, 302)
    client = get_application_model().objects.get()
    terms = client_terms.of(client)
    assert (client.user, terms.scopes, terms.per_day) == (cast.mara, "read refresh_token", 5000)
    page = browser.get("/setup/api-clients").content.decode()
    secret = re.search(r"CLIENT_SECRET=(\w+)", page)
    assert secret
    assert "CLIENT_SECRET" not in browser.get("/setup/api-clients").content.decode(), "once"
    here = f"/setup/api-clients/{client.pk}"
    assert "https://warehouse.example/back" in browser.get(here).content.decode()
    browser.post(here, _said(cast, right="api"))
    browser.post(f"{here}/secret")
    fresh = re.search(r"CLIENT_SECRET=(\w+)", browser.get("/setup/api-clients").content.decode())
    assert fresh
    assert fresh[1] != secret[1]
    terms = client_terms.ClientTerms.objects.get()
    assert terms.scopes == "api refresh_token"
    assert terms.is_old_secret(secret[1])
    browser.post(f"{here}/revocation")
    assert sign_in.client_by_id(client.client_id) is None
    assert "revoked" in browser.get("/setup/api-clients").content.decode()
    rows = TrailEntry.objects.filter(event__startswith="api_client").order_by("pk")
    assert [say(each).what for each in rows] == [
        "API client “Warehouse” added", "API client changed",
        "API client “Warehouse” got a new secret; the old one holds 7 days more",
        "API client “Warehouse” revoked: it gets in no more",
    ]  # fmt: skip
    assert {each.by for each in rows} == {cast.ada}


def test_what_makes_no_sense_is_refused(browser: Client, cast: SimpleNamespace) -> None:
    for wrong in ({"redirect_uris": "http://elsewhere.example/x"}, {"certificate": "abc"},
                  {"user": "0"}, {"per_day": "0"}, {"name": ""}):  # fmt: skip
        answer = browser.post("/setup/api-clients/new", _said(cast, **wrong))
        assert answer.status_code == 422, wrong
    for wrong_address in ("javascript:alert(1)", "https://", "x", "https://a.example/#f",
                          "https://a;b.example/"):  # fmt: skip
        with pytest.raises(ValueError, match="“"):
            redirects.cleaned(wrong_address)
    assert redirects.cleaned("http://localhost:1717/a  my.app://x") == (
        "http://localhost:1717/a\nmy.app://x"
    )


def test_only_admins_look_after_clients(cast: SimpleNamespace) -> None:
    browser = Client()
    browser.force_login(cast.mara)
    assert browser.get("/setup/api-clients").status_code == 403
