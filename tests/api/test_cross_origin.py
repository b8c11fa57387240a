"""Pages of other sites call the API only where their origin is listed, and never by a cookie."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from headwater.api import cross_origin
from headwater.api.models import AllowedOrigin
from headwater.records.models import TrailEntry
from headwater.web.records.sentences import say
from tests.api.conftest import Program, V

APP = "https://app.example.com"
ALLOW = "Access-Control-Allow-Origin"
ASKING = {"Origin": APP, "Access-Control-Request-Method": "GET",
          "Access-Control-Request-Headers": "authorization"}  # fmt: skip


def test_nobody_may_until_they_are_listed(api: Program, cast: SimpleNamespace) -> None:
    assert ALLOW not in api.raw("GET", "limits", Origin=APP).headers
    before = api.client.options(f"{V}/limits", headers=ASKING)
    assert ALLOW not in before.headers and before.status_code >= 400
    cross_origin.allow(APP, by=cast.ada)
    asked = api.client.options(f"{V}/limits", headers=ASKING)
    assert (asked.status_code, asked.headers[ALLOW]) == (204, APP)
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert "PATCH" in asked.headers["Access-Control-Allow-Methods"]
    told = api.raw("GET", "limits", Origin=APP)
    assert told.headers[ALLOW] == APP and "Origin" in told.headers["Vary"]
    assert "Sforce-Limit-Info" in told.headers["Access-Control-Expose-Headers"]
    refused = Client().get(f"{V}/limits", headers={"Origin": APP})
    assert (refused.status_code, refused.headers[ALLOW]) == (401, APP)
    for other in ("https://evil.example", f"{APP}.evil.example", "null", "http://app.example.com"):
        assert ALLOW not in api.raw("GET", "limits", Origin=other).headers


@pytest.mark.parametrize(
    "path",
    ["/services/oauth2/token", "/services/Soap/u/60.0", "/services/async/60.0/job", "/api/leads",
     "/.well-known/openid-configuration", "/id/keys"],
)  # fmt: skip
def test_every_door_of_programs_hears_it(path: str, cast: SimpleNamespace) -> None:
    cross_origin.allow("https://*.example.com", by=cast.ada)
    asked = Client().options(path, headers=ASKING)
    assert (asked.status_code, asked.headers[ALLOW]) == (204, APP)
    deeper = Client().options(path, headers=ASKING | {"Origin": "https://example.com"})
    assert ALLOW not in deeper.headers


def test_pages_and_cookies_are_never_shared(api: Program, cast: SimpleNamespace) -> None:
    cross_origin.allow(APP, by=cast.ada)
    browser = Client()
    browser.force_login(cast.ada)
    for path in ("/leads", "/services/oauth2/authorize", "/setup/api-clients", "/servlet/x"):
        assert ALLOW not in browser.get(path, headers={"Origin": APP}).headers
    answer = browser.get(f"{V}/limits", headers={"Origin": APP})
    assert answer.status_code == 401
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (" https://App.Example.com/ ", APP),
        ("https://app.example.com:443", APP),
        ("https://app.example.com:8443", f"{APP}:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://app.example.com", ""),
        ("https://*", ""),
        ("https://*.com", ""),
        ("*", ""),
        ("https://app.example.com/path", ""),
        ("javascript:alert(1)", ""),
        ("null", ""),
    ],
)
def test_what_an_origin_is(text: str, kept: str) -> None:
    if kept:
        assert cross_origin.checked(text) == kept
        return
    with pytest.raises(ValidationError):
        cross_origin.checked(text)


def test_setup_keeps_the_list(cast: SimpleNamespace) -> None:
    browser = Client()
    browser.force_login(cast.ada)
    browser.post("/setup/api-clients/origins", {"origin": "nonsense"})
    assert not AllowedOrigin.objects.exists()
    browser.post("/setup/api-clients/origins", {"origin": APP})
    row: Any = AllowedOrigin.objects.get()
    assert APP in browser.get("/setup/api-clients").content.decode()
    browser.post(f"/setup/api-clients/origins/{row.pk}/removal")
    assert not cross_origin.is_allowed(APP)
    key = next(iter(browser.session["headwater.undo"]))
    browser.post(f"/undo/{key}")
    assert cross_origin.is_allowed(APP)
    rows = TrailEntry.objects.filter(event__startswith="origin.").order_by("pk")
    assert [say(each).what for each in rows][:2] == [
        f"Pages of {APP} may call the API", f"Pages of {APP} may call the API no more",
    ]  # fmt: skip
    other = Client()
    other.force_login(cast.mara)
    assert other.post("/setup/api-clients/origins", {"origin": APP}).status_code == 403


def test_an_address_with_a_line_break_is_nowhere(api: Program) -> None:
    for path in (f"{V}/sobjects/a%0Ab/describe/layouts", "/api/x%0Ay"):
        answer = api.client.get(path, headers={"Authorization": f"Bearer {api.token}"})
        assert answer.status_code in (404, 405) and "json" in answer["Content-Type"]


def test_who_looks_whether_anybody_is_here_gets_a_page(cast: SimpleNamespace) -> None:
    looked = Client().get("/", headers={"Accept": "*/*"})
    assert (looked.status_code, looked.headers["Location"]) == (302, "/sign-in")
