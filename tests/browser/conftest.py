"""A small Juniper Solar that really runs, and a real browser that may speak to nobody else."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from headwater.cli.chromium import chromium
from headwater.cli.ports import free_port
from headwater.cli.supervision import Child, stop_all
from tests.postgres import database_url
from tests.tables import fill

expect.set_options(timeout=45_000)  # ms; a busy machine is no failure
CHECKOUT = Path(__file__).parent.parent.parent
PASSWORD = "headwater-demo"
DATABASE = f"headwater_browser_{os.getpid()}"
SAMPLE = """
from headwater.sample.load import load
load(report=print, amount=40)
"""
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"]
# Animations end at once, so that nothing is measured or pressed half-way.
CALM: dict[str, Any] = {"reduced_motion": "reduce", "locale": "en-US"}


@dataclass
class Juniper:
    """The sample company at an address of its own."""

    address: str
    database: str
    logs: list[Path]
    sessions: dict[str, Any] = field(default_factory=dict)

    def query(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows, from a connection of the test's own."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            return connection.execute(sql, values).fetchall()

    def key(self, table: str, condition: str = "true") -> int:
        """The key of the newest row for which the condition holds."""
        rows = self.query(f"SELECT id FROM {table} WHERE {condition} ORDER BY id DESC LIMIT 1")
        assert rows, f"{table}: {condition}"
        return int(rows[0][0])


@pytest.fixture(scope="package")
def juniper(tmp_path_factory: pytest.TempPathFactory, tables: str) -> Iterator[Juniper]:
    """A database beside the test database, with the sample in it and programs on it; then gone."""
    with psycopg.connect(database_url("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {DATABASE}")
        try:
            url = database_url(DATABASE)
            fill(url, tables)
            yield from running(url, tmp_path_factory)
        finally:
            server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


def running(url: str, places: pytest.TempPathFactory) -> Iterator[Juniper]:
    """The programs on that database, filled."""
    state, port = places.mktemp("browser"), free_port()
    kept = {name: text for name, text in os.environ.items() if not name.startswith("HEADWATER_")}
    environment = kept | {
        "PYTHONPATH": str(CHECKOUT),
        "HEADWATER_STATE": str(state),
        "HEADWATER_MODE": "demo",
        "DATABASE_URL": url,
        "EMAIL_URL": "smtp://127.0.0.1:1",
    }
    load = [sys.executable, "-P", "-m", "headwater", "shell", "--verbosity=0", "-c", SAMPLE]
    subprocess.run(load, env=environment, check=True)
    serve = ["serve", "--port", str(port), "--workers", "1"]
    programs = [
        Child("web server", serve, environment, state / "web.log"),
        Child("worker", ["worker"], environment, state / "worker.log"),
    ]
    for program in programs:
        program.start()
    juniper = Juniper(f"http://127.0.0.1:{port}", url, [each.log for each in programs])
    try:
        await_answer(juniper)
        yield juniper
    finally:
        stop_all(programs)


def await_answer(juniper: Juniper) -> None:
    """Until a page comes."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{juniper.address}/healthz", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("\n".join(log.read_text() for log in juniper.logs))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield one
        one.close()


@dataclass
class Watched:
    """A window of the browser's; what it must not do is written down and told at the end."""

    context: BrowserContext
    address: str
    wrongs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.route("**/*", self.guard)
        self.context.set_default_timeout(45_000)
        self.context.on("page", self.listen)

    def guard(self, route: Route) -> None:
        """No request leaves the house."""
        if route.request.url.startswith((f"{self.address}/", "data:", "blob:")):
            route.continue_()
        else:
            self.wrongs.append(f"asked {route.request.url}")
            route.abort()

    def listen(self, page: Page) -> None:
        """Errors of scripts and refusals of the Content Security Policy."""
        page.on("pageerror", lambda error: self.wrongs.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self.hear(page.url, message.type, message.text))

    def hear(self, url: str, kind: str, text: str) -> None:
        """An answer such as 422 is logged as an error and is none; nor is a poll cut off."""
        harmless = r"status of 4\d\d|^htmx:(sendAbort|afterRequest)"
        if kind == "error" and not re.search(harmless, text):
            self.wrongs.append(f"{url}: {text}")


Open = Callable[..., Page]


@pytest.fixture
def open_page(juniper: Juniper, browser: Browser) -> Iterator[Open]:
    """`open_page("/leads", who="rep1", dark=True, width=390)`: a page in a window of its own."""
    windows: list[Watched] = []

    def open_one(
        path: str, *, who: str = "", dark: bool = False, width: int = 1440, scripts: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 700 else 900},
            color_scheme="dark" if dark else "light",
            storage_state=signed_in(juniper, browser, who) if who else None,
            java_script_enabled=scripts,
            **CALM,
        )
        windows.append(Watched(context, juniper.address))
        page = context.new_page()
        page.goto(juniper.address + path)
        return page

    yield open_one
    wrongs = [wrong for window in windows for wrong in window.wrongs]
    for window in windows:
        window.context.close()
    assert not wrongs


def signed_in(juniper: Juniper, browser: Browser, who: str) -> Any:
    """The cookies of somebody who has signed in; once for each person."""
    if who not in juniper.sessions:
        context = browser.new_context()
        page = context.new_page()
        page.goto(f"{juniper.address}/sign-in")
        sign_in(page, who)
        juniper.sessions[who] = context.storage_state()
        context.close()
    return juniper.sessions[who]


def sign_in(page: Page, who: str) -> None:
    """Type address and password, as a person does."""
    page.get_by_label("E-mail").fill(f"{who}@juniper.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")
