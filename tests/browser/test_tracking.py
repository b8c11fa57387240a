"""The script on somebody else's site, in a real browser: with consent, without, and with a no."""

import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Juniper

pytestmark = pytest.mark.browser
PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
# A browser under a test's hand says so; a person's does not.
NOT_DRIVEN = "Object.defineProperty(Navigator.prototype, 'webdriver', {get: () => false})"


class Site(BaseHTTPRequestHandler):
    """Mill House's own site, at an address of its own, with the tag as Setup gives it."""

    def do_GET(self) -> None:
        home = self.server.home  # type: ignore[attr-defined]
        given = ' data-consent="given"' if "agreed" in self.path else ""
        page = f"""<!doctype html><html lang="en"><head><title>Mill House</title>
            <link rel="icon" href="data:,">
            <script src="{home}/static/web/embed/track.js" async{given}></script></head><body>
            <form action="{home}/servlet/servlet.WebToLead" method="post">
              <input type="hidden" name="oid" value="00D5f000000abcd">
              <input name="last_name" aria-label="Name"><input name="email" aria-label="E-mail">
              <input type="hidden" name="company" value="Mill House"><button>Send</button></form>
            <a href="/elsewhere">On</a>
            <a href="{home}/forms/anything?a=1">Our form</a></body></html>"""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def site(juniper: Juniper) -> Iterator[str]:
    juniper.query("UPDATE tracking_trackingsettings SET sites = '' RETURNING id")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.home = juniper.address  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    windows: list[BrowserContext] = []

    def come(script: str = "") -> Page:
        context = browser.new_context(user_agent=PERSON)
        context.add_init_script(f"{NOT_DRIVEN};{script}")
        windows.append(context)
        return context.new_page()

    yield come
    for window in windows:
        window.close()


def seen(juniper: Juniper, what: str) -> list[Any]:
    return juniper.query(
        "SELECT kind, bot_reason FROM records_engagement WHERE what = %s ORDER BY id", what
    )


def eventually(ask: Callable[[], Any], wanted: Any) -> None:
    until = time.monotonic() + 30
    while (found := ask()) != wanted and time.monotonic() < until:
        time.sleep(0.3)
    assert found == wanted


def test_with_consent_visits_join_who_sends_a_form(
    juniper: Juniper, site: str, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    page.goto(f"{site}/agreed-first?utm_source=fair&email=secret@mill.example")
    eventually(lambda: seen(juniper, "/agreed-first"), [("page_view", "")])
    (cookie,) = page.context.cookies()
    assert (cookie["name"], cookie["sameSite"]) == ("hw_visitor", "Lax")
    page.goto(f"{site}/agreed-second")
    form = page.get_by_text("Our form")
    page.evaluate("addEventListener('click', (event) => event.preventDefault())")
    form.click()
    address = f"{juniper.address}/forms/anything?a=1&hw_visitor={cookie['value']}"
    assert form.get_attribute("href") == address
    page.get_by_label("Name").fill("Trackwell")
    page.get_by_label("E-mail").fill("trackwell@mill-house.example")
    eventually(lambda: seen(juniper, "/agreed-second"), [("page_view", ""), ("form_start", "")])
    page.evaluate("document.forms[0].requestSubmit()")
    page.wait_for_url(f"{juniper.address}/**")
    joined = """SELECT count(*) FROM records_engagement e JOIN records_lead l ON l.id = e.lead_id
        WHERE l.email = 'trackwell@mill-house.example' AND e.kind <> 'form_post'"""
    eventually(lambda: juniper.query(joined), [(3,)])
    came = juniper.query("SELECT came FROM records_visitor WHERE key = %s", cookie["value"])
    assert came[0][0]["utm_source"] == "fair"


def test_without_consent_nothing_is_stored_until_somebody_says_yes_and_no_again(
    juniper: Juniper, site: str, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    with page.expect_request("**/visits") as asked:
        page.goto(f"{site}/unknown")
    told: Any = asked.value.post_data_json
    assert told["v"] == ""
    assert [sorted(event) for event in told["e"]] == [["a", "k", "p"]]
    assert page.context.cookies() == []
    page.evaluate("headwater.consent(true); headwater.page()")
    eventually(lambda: seen(juniper, "/unknown"), [("page_view", "")])
    assert len(page.context.cookies()) == 1
    page.evaluate("headwater.consent(false)")
    eventually(lambda: seen(juniper, "/unknown"), [])
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    "refusal",
    ["Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})",
     "Object.defineProperty(Navigator.prototype, 'doNotTrack', {get: () => '1'})"],
)  # fmt: skip
def test_who_says_no_to_tracking_sends_nothing(
    site: str, visitor: Callable[..., Page], refusal: str
) -> None:
    page = visitor(refusal)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/agreed-refused")
    page.get_by_label("Name").fill("Nobody")
    page.wait_for_timeout(2_500)
    assert not [url for url in asked if url.endswith("/visits")]
    assert page.context.cookies() == []
