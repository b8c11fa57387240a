"""The frame of every page: the story of a rep, the gate, and what no file may contain."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.template import engines
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import headwater.web
from headwater.people.models import User
from headwater.records.models import Lead
from headwater.web import gate, shell, toasts

ROOM = Path(headwater.web.__file__).parent
TEMPLATES = sorted(ROOM.glob("templates/**/*.html"))
STYLES = sorted(ROOM.glob("static/web/**/*.css"))
SCRIPTS = sorted(ROOM.glob("static/web/**/*.js"))


def test_the_frame_says_who_i_am_and_where(mara: Client) -> None:
    page = mara.get("/more").content.decode()
    assert "Mara Lind" in page
    assert '<a class="skip" href="#main">' in page
    assert '<main class="work" id="main" tabindex="-1">' in page
    assert "<title>More · Headwater</title>" in page
    assert 'aria-label="Main"' in page


def test_a_place_appears_with_its_page_and_its_count() -> None:
    assert shell.Place("no_such_page", "Nowhere", "x", 1).url == ""
    place = shell.Place("more", "More", "ellipsis", 1, count="builtins.len")
    assert place.url == "/more"
    assert shell.RailItem(place, is_current=False, user=["a", "b"]).count == 2


def test_a_page_costs_the_session_the_person_the_bell_and_what_is_offered(
    mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4):
        assert mara.get("/more").status_code == 200


def test_the_policy_allows_nothing_from_outside(mara: Client) -> None:
    policy = mara.get("/more")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_look_is_kept_in_a_cookie(mara: Client) -> None:
    assert b"data-theme=" not in mara.get("/more").content.split(b"<head>")[0]
    answer = mara.post("/theme", {"theme": "dark", "next": "/more"})
    assert answer["Location"] == "/more"
    assert b'<html lang="en" data-theme="dark">' in mara.get("/more").content
    assert mara.post("/theme", {"theme": "dark", "next": "//evil.example"})["Location"] == "/"
    assert mara.post("/theme", {"theme": '"><script>'}).status_code == 400


# --- the gate -----------------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/", "/more", "/palette", "/leads", "/forms", "/forms/new"])
def test_a_visitor_is_sent_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path)["Location"].startswith("/sign-in")


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_a_fragment_is_refused_not_redirected(client: Client, headers: dict[str, str]) -> None:
    answer = client.get("/palette", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (401, "text/plain")


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/healthz", True),
        ("/forms/quote", True),
        ("/forms/quote/thanks", True),
        ("/forms/quote/edit", False),
        ("/forms/new", False),
        ("/servlet/servlet.WebToLead", True),
        ("/services/data/v62.0/query", True),
        ("/company", True),
        ("/companyx", False),
        ("/sign-in/../leads", False),
        ("/leads\n/sign-in", False),
        ("/sign-in\n", False),
    ],
)
def test_what_is_open(path: str, is_open: bool) -> None:
    assert gate.is_open(path) is is_open


def test_healthz_asks_nobody(
    db: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok"


# --- refusals -----------------------------------------------------------------------------------
def test_a_missing_page_says_what_to_do(mara: Client) -> None:
    answer = mara.get("/no-such-place")
    assert answer.status_code == 404
    assert b"Search for it by name" in answer.content
    assert b'aria-label="Main"' in answer.content  # the rail stays
    fragment = mara.get("/no-such-place", headers={"HX-Request": "true"})
    assert fragment["Content-Type"] == "text/plain"


def test_a_stale_form_says_reload(cast: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in", {"login": "x", "password": "y"})
    assert answer.status_code == 403
    assert b"open too long" in answer.content


def test_a_broken_page_needs_no_database(
    db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from headwater.web import refusals

    request = HttpRequest()
    request.META = {"SERVER_NAME": "testserver", "SERVER_PORT": "80"}
    with django_assert_num_queries(0):
        answer = refusals.broken(request)
    assert answer.status_code == 500
    assert b"Something broke on our side" in answer.content


# --- toasts -------------------------------------------------------------------------------------
def test_a_toast_waits_for_the_next_page_and_is_said_once(mara: Client) -> None:
    session = mara.session
    session[toasts.KEY] = [
        {
            "text": "Converted <b>",
            "kind": "good",
            "undo_url": "/x",
            "lasts": "30 days",
            "seconds": 9,
        }
    ]
    session.save()
    page = mara.get("/more").content.decode()
    assert "Converted &lt;b&gt;" in page
    assert 'action="/x"' in page
    assert "Converted" not in mara.get("/more").content.decode()
    assert toasts.KEY not in Session.objects.get().get_decoded()


def test_undo_of_a_toast_without_a_page_load_carries_the_token(mara: Client) -> None:
    page = mara.get("/more").content.decode()
    template = page.split("<template>")[1].split("</template>")[0]
    assert re.search(r'name="csrfmiddlewaretoken" value="\w{64}"', template)


def test_a_toast_rides_on_a_htmx_answer() -> None:
    request = HttpRequest()
    request.META["HTTP_HX_REQUEST"] = "true"
    toasts.say(request, "Logged.", undo_url="/undo")
    answer = toasts.changed(request)
    toasts.deliver(request, answer)
    assert '"headwater:changed"' in answer["HX-Trigger"]
    assert '"text": "Logged."' in answer["HX-Trigger"]


# --- the palette --------------------------------------------------------------------------------
def test_the_palette_offers_what_exists(mara: Client) -> None:
    page = mara.get("/palette?q=pass").content.decode()
    assert "Change password" in page
    assert "/reports/leaks" in mara.get("/palette?q=leak").content.decode()
    assert "Nothing has" in mara.get("/palette?q=zzzz").content.decode()
    assert mara.get("/palette?q=%00%27%22%3B--").status_code == 200


def test_the_palette_finds_only_what_one_may_see(
    cast: SimpleNamespace,
    make_lead: Callable[..., Lead],
    sign_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from headwater.web import palette

    # The record pages are other people's; here only the search matters.
    monkeypatch.setattr(palette, "_url", lambda name, *at: f"/{name}/{at[0]}" if at else "")
    lead = make_lead(first_name="Tom")
    assert f"/lead/{lead.pk}" in sign_in(cast.mara).get("/palette?q=oka har").content.decode()
    assert f"/lead/{lead.pk}" not in sign_in(cast.otto).get("/palette?q=okafor").content.decode()


# --- words --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("{{ 1284|count }}", "1,284"),
        ('{{ 12400|money:"EUR" }}', "€12,400"),
        ('{{ 12.5|money:"CHF" }}', "CHF 12.50"),
        ("{{ n|money }}", "−3"),
        ('{{ 1|plural:"lead" }}, {{ 2|plural:"reply,replies" }}', "1 lead, 2 replies"),
        ("{{ 0.341|percent:1 }}", "34.1 %"),
        ("{{ 25|signed }} {{ n|signed }} {{ 0|signed }}", "+25 −3 0"),
        ("{{ 45|duration }}, {{ 400|duration }}, {{ 7300|duration }}", "45 s, 6 min, 2 h"),
        ("{{ 90000|duration }}, {{ none|duration }}", "1 day, "),
        ("{{ none|ago }}{{ none|when }}{{ none|money }}{{ none|count }}", ""),
    ],
)
def test_words(text: str, shown: str) -> None:
    template = engines["django"].from_string(text)
    assert template.render({"n": -3, "none": None}) == shown


# --- what no file may contain -------------------------------------------------------------------
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.IGNORECASE),
    "inline style": re.compile(r"<style|\sstyle\s*=", re.IGNORECASE),
    "inline handler": re.compile(r"\s(on[a-z]+|hx-on[:\w-]*)\s*=\s*[\"'{]", re.IGNORECASE),
    "script in hx-": re.compile(r"hx-(vals|headers)\s*=\s*['\"]js:|hx-trigger=\"[^\"]*\["),
    "something from outside": re.compile(r"(src|href|action)\s*=\s*[\"']https?:"),
}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOM).as_posix())
def test_templates_keep_the_policy_and_their_size(path: Path) -> None:
    text = path.read_text()
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found
    assert len(text.splitlines()) <= 120


LONGER = {
    "track.js": 66,  # one file on foreign sites, which can load no other
    "chart-marks.js": 64,  # walks and reads out: halves would share all that they hold
}


@pytest.mark.parametrize("path", STYLES + SCRIPTS, ids=lambda path: path.name)
def test_styles_and_scripts_stay_short(path: Path) -> None:
    lines = path.read_text().splitlines()
    limit = LONGER.get(path.name, 150 if path.suffix == ".css" else 60)
    assert len(lines) <= limit
    assert not [n for n, line in enumerate(lines, 1) if len(line) > 100]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_what_is_opened_is_closed(path: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert "/*" not in rules, "a comment without an end swallows everything after it"
    assert rules.count("{") == rules.count("}") > 0


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_rule_has_its_layer(path: Path) -> None:
    assert re.search(r"@layer \w+(, \w+)*;|@layer \w+ \{", path.read_text())
