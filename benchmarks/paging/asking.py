"""Asking a web server for pages, as a signed-in browser does, beside the statements of each."""

import random
import re
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from itertools import islice
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client

from benchmarks.doors.house import tell
from benchmarks.measuring.pages import Sent
from headwater.people.models import User
from headwater.people.user import Role

WARM = 5
BARE = 5  # pages whose statements are sent by themselves
STATUSES = ("Open - Not Contacted", "Working - Contacted")
SOURCES = ("Web", "Trade Show", "Partner Referral", "Purchased List")
PANEL = re.compile(r'id="peek"[^>]*hx-get="([^"]+)"')
Paths = Callable[[int, random.Random], Iterator[str]]


def criteria(leads: int, chance: random.Random) -> Iterator[str]:
    """Fifty of those that fit two conditions."""
    while True:
        where = f"Status = '{chance.choice(STATUSES)}' AND LeadSource = '{chance.choice(SOURCES)}'"
        yield f"/leads?{urlencode({'where': f'{where} AND Score__c > {chance.randrange(60)}'})}"


def search(leads: int, chance: random.Random) -> Iterator[str]:
    """A piece out of the middle of a name."""
    while True:
        yield f"/leads?{urlencode({'q': f'rson {chance.randrange(10, leads)}'})}"


def lead(leads: int, chance: random.Random) -> Iterator[str]:
    while True:
        yield f"/leads/{chance.randrange(1, leads)}"


def today(leads: int, chance: random.Random) -> Iterator[str]:
    while True:
        yield "/"


def palette(leads: int, chance: random.Random) -> Iterator[str]:
    while True:
        yield f"/palette?{urlencode({'q': f'person {chance.randrange(10, leads)}'})}"


PAGES: tuple[tuple[str, Paths], ...] = (
    ("list of 50 by criteria", criteria), ("substring search", search), ("lead page", lead),
    ("Today", today), ("palette", palette),
)  # fmt: skip


class Browser:
    """One person, signed in, on one kept connection."""

    def __init__(self, port: int, user: User) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.line = HTTPConnection("localhost", port, timeout=60)
        self.headers = {"Cookie": f"sessionid={session.session_key}", "Accept": "text/html"}

    def get(self, path: str) -> str:
        """The page; raises RuntimeError for anything else."""
        self.line.request("GET", path, headers=self.headers)
        answer = self.line.getresponse()
        body = answer.read().decode()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return body


def measure(port: int, leads: int, runs: int) -> None:
    """Each page for somebody who sees everything and for a rep, one JSON line a page."""
    for role in (Role.ADMIN, Role.REP):
        user = User.objects.filter(role=role, is_active=True).latest("pk")
        browser, client = Browser(port, user), Client(SERVER_NAME="localhost")
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        found = PANEL.search(browser.get("/"))
        panel = [("panel of Today", _panel(found[1]))] if found else []
        for name, paths in (*PAGES, *panel):
            chance = random.Random(7)  # the same questions each time
            if name == "lead page" and role == Role.REP:
                paths = own(user)  # noqa: PLW2901
            took, bare = times(browser, client, paths(leads, chance), runs)
            p50, p95 = quantile(took, 0.5), quantile(took, 0.95)
            tell(figure="page", page=name, as_=str(role), p50_ms=p50, p95_ms=p95,
                 bare_sql_ms=round(1000 * bare, 1), ratio=round(p50 / bare / 1000, 2))  # fmt: skip


def _panel(path: str) -> Paths:
    def paths(leads: int, chance: random.Random) -> Iterator[str]:
        while True:
            yield path

    return paths


def own(user: User) -> Paths:
    """A rep sees their own leads alone."""

    def paths(leads: int, chance: random.Random) -> Iterator[str]:
        with connection.cursor() as cursor:
            sql = "SELECT id FROM records_lead WHERE owner_id = %s AND NOT is_converted LIMIT 500"
            cursor.execute(sql, [user.pk])
            known = [key for (key,) in cursor.fetchall()]
        while True:
            yield f"/leads/{chance.choice(known)}"

    return paths


def times(
    browser: Browser, client: Client, paths: Iterator[str], runs: int
) -> tuple[list[float], float]:
    """Seconds of each page, and the seconds of the statements of one (the best of several)."""
    browser.line.close()  # the server has closed one that was silent for long
    for path in islice(paths, WARM):
        browser.get(path)
    took = []
    for path in islice(paths, runs):
        began = time.perf_counter()
        browser.get(path)
        took.append(time.perf_counter() - began)
    bare, sent = [], Sent()
    for path in islice(paths, BARE):
        with sent.listening():
            client.get(path)
        bare.append(sent.again())
    return took, sorted(bare)[len(bare) // 2]


def quantile(seconds: list[float], share: float) -> float:
    """Milliseconds that so large a share stays below."""
    return round(1000 * sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))], 1)
