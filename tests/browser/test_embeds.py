"""A form of ours on somebody else's site: by script, in a frame, as HTML; with and without scripts.

The other site has an address of its own, so that the browser treats it as another one.
"""

import re
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from tests.browser.conftest import CALM, Juniper
from tests.browser.test_every_page import troubles

pytestmark = pytest.mark.browser
VISIT = "/?utm_source=google&utm_medium=cpc&utm_campaign=spring&gclid=G-1"
ADVERTISING = {
    "utm_source": "google",
    "utm_medium": "cpc",
    "utm_campaign": "spring",
    "gclid": "G-1",
}
WAYS = ("script", "frame", "html")


class Site(ThreadingHTTPServer):
    """Mill House's own site: a first page, and one page for each way to show the form."""

    pages: dict[str, str]
    policy: str = ""
    daemon_threads = True

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        page = f"""<!doctype html><html lang="en"><head><title>Mill House</title>
            <link rel="icon" href="data:,"></head>
            <body><main><h1>Mill House</h1>{self.server.pages.get(path, "")}</main></body></html>"""
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.server.policy:
            self.send_header("Content-Security-Policy", self.server.policy)
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def site(juniper: Juniper, browser: Browser) -> Iterator[Site]:
    """Every snippet as the share page gives it."""
    given = snippets(juniper, browser)
    server = Site(("127.0.0.1", 0), Answer)
    links = "".join(f'<p><a href="/{way}">{way}</a></p>' for way in WAYS)
    server.pages = {
        "/": given["visit"] + links, "/script": given["script"], "/frame": given["frame"],
        "/html": given["html"] + given["visit"], "/html-alone": given["html"],
    }  # fmt: skip
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


_snippets: dict[str, str] = {}


def snippets(juniper: Juniper, browser: Browser) -> dict[str, str]:
    """What a colleague copies from the share page."""
    from tests.browser.conftest import signed_in

    if not _snippets:
        context = browser.new_context(storage_state=signed_in(juniper, browser, "admin"))
        page = context.new_page()
        page.goto(f"{juniper.address}/forms/quote/share")
        for way in ("script", "frame", "html", "visit"):
            _snippets[way] = page.locator(f"#{way}").input_value()
        context.close()
    return _snippets


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A window of somebody who has never been here."""
    windows: list[BrowserContext] = []

    def come(**settings: Any) -> Page:
        context = browser.new_context(
            **{"viewport": {"width": 1000, "height": 900}, **CALM, **settings}
        )
        context.set_default_timeout(15_000)
        windows.append(context)
        return context.new_page()

    yield come
    for window in windows:
        window.close()


def fill(form: Page | FrameLocator, name: str) -> None:
    """As a person does, not faster than one."""
    form.get_by_label("Last Name").fill(name)
    form.get_by_label("Email").fill(f"{name.lower()}@mill-house.example")
    form.get_by_label("Description").fill("We bake at night.\nThe roof is new.")
    time.sleep(1.2)  # who sends within a second is no person


def send(form: Page | FrameLocator) -> None:
    form.get_by_role("button", name="Ask for a quote").click()


def arrived(juniper: Juniper, name: str) -> dict[str, Any]:
    """The payload of the one submission of this person, once it has become a lead."""
    sql = """SELECT s.payload, s.referrer, s.state, l.description FROM records_submission s
        LEFT JOIN records_lead l ON l.id = s.lead_id WHERE s.payload -> 'LastName' ->> 0 = %s"""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        rows = juniper.query(sql, name)
        if rows and rows[0][2] != "waiting":
            break
        time.sleep(0.2)
    assert [row[2] for row in rows] == ["created"], rows
    assert rows[0][3].replace("\r\n", "\n") == "We bake at night.\nThe roof is new."
    first = {key: value[0] for key, value in rows[0][0].items() if isinstance(value, list)}
    return first | {"referrer": rows[0][1]}


@pytest.mark.parametrize("way", WAYS)
def test_an_inquiry_brings_its_visit_along(
    juniper: Juniper, site: Site, visitor: Callable[..., Page], way: str
) -> None:
    page = visitor()
    page.goto(site.address + VISIT, referer="https://www.google.example/")
    page.get_by_role("link", name=way).click()
    form = page.frame_locator("iframe") if way == "frame" else page
    name = f"Embed{way}"
    fill(form, name)
    if way == "frame":
        page.wait_for_function("document.querySelector('iframe').style.height !== ''")
    send(form)
    thanks = form.get_by_text("One of our advisers will call you")
    expect(thanks).to_be_visible()
    if way == "html":
        page.wait_for_url(f"{juniper.address}/forms/quote/thanks")
    else:
        assert page.url == f"{site.address}/{way}", "nobody has left the page"
    told = arrived(juniper, name)
    assert {key: told[key] for key in ADVERTISING} == ADVERTISING
    assert told["landing_page"] == site.address + VISIT
    assert told["form_page"] == f"{site.address}/{way}"
    assert told["came_from"] == "https://www.google.example/"
    assert page.context.cookies() == [], "no cookie"


@pytest.mark.parametrize("way", ["frame", "html-alone"])
def test_it_works_without_scripts(
    juniper: Juniper, site: Site, visitor: Callable[..., Page], way: str
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(f"{site.address}/{way}{VISIT[1:]}")
    form = page.frame_locator("iframe") if way == "frame" else page
    name = f"Bare{way[:5]}"
    fill(form, name)
    send(form)
    expect(form.get_by_text("One of our advisers will call you")).to_be_visible()
    told = arrived(juniper, name)
    if way == "frame":
        assert {key: told[key] for key in ADVERTISING} == ADVERTISING
        assert told["form_page"] == f"{site.address}/{way}{VISIT[1:]}"
    else:
        assert told["referrer"] == f"{site.address}/", "as much as browsers tell by themselves"


def test_what_is_missing_is_said_beside_the_field_and_to_a_screen_reader(
    juniper: Juniper, site: Site, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    page.goto(f"{site.address}/script")
    send(page)
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(alert.get_by_role("link")).to_have_count(2)
    expect(page.get_by_label("Email")).to_have_attribute("aria-invalid", "true")
    described = page.get_by_label("Email").get_attribute("aria-describedby") or ""
    assert page.locator(f"#{described.split()[-1]}").inner_text()
    alert.get_by_role("link").first.click()
    expect(page.get_by_label("Last Name")).to_be_focused()
    assert not troubles(page)
    fill(page, "Corrected")
    send(page)
    expect(page.get_by_role("status")).to_be_focused()
    arrived(juniper, "Corrected")


STRICT = (
    "default-src 'none'; img-src data:; script-src {it}; connect-src {connect}; style-src {it}; "
    "form-action {it}; require-trusted-types-for 'script'"
)


@pytest.mark.parametrize("connect", ["{it}", "'none'"])
def test_a_strict_site_lets_it_work_and_what_may_not_be_fetched_is_posted(
    juniper: Juniper, site: Site, visitor: Callable[..., Page], connect: str
) -> None:
    site.policy = STRICT.format(it=juniper.address, connect=connect.format(it=juniper.address))
    page = visitor()
    page.goto(f"{site.address}/script{VISIT[1:]}")
    name = "Strict" if "it" in connect else "Stricter"
    fill(page, name)
    send(page)
    expect(page.get_by_text("One of our advisers will call you")).to_be_visible()
    assert arrived(juniper, name)["utm_source"] == "google"


def test_an_answer_that_was_lost_is_one_submission(
    juniper: Juniper, site: Site, visitor: Callable[..., Page]
) -> None:
    page = visitor()
    page.goto(f"{site.address}/script")

    def lose(route: Any) -> None:
        if route.request.resource_type == "fetch":
            route.fetch()  # it has arrived over there
            route.abort()  # and nobody hears of it
        else:
            route.continue_()

    page.route(re.compile("/forms/quote$"), lose)
    fill(page, "Lost")
    send(page)
    page.wait_for_url(f"{juniper.address}/forms/quote/thanks")
    arrived(juniper, "Lost")


def test_a_site_that_is_not_named_shows_no_frame(
    juniper: Juniper, site: Site, visitor: Callable[..., Page]
) -> None:
    juniper.query("UPDATE capture_webform SET sites = '[\"https://mill.example\"]' "
                  "WHERE slug = 'quote' RETURNING 1")  # fmt: skip
    try:
        page = visitor()
        page.goto(f"{site.address}/frame")
        expect(page.frame_locator("iframe").get_by_label("Email")).to_have_count(0)
    finally:
        juniper.query("UPDATE capture_webform SET sites = '[]' WHERE slug = 'quote' RETURNING 1")
