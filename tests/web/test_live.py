"""News from memory: a rep hears of a new lead at once, an outsider never does."""

import json
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from headwater.people.models import User
from headwater.web import live

pytestmark = pytest.mark.usefixtures("live_line")


@pytest.fixture(autouse=True)
def ready() -> None:
    """Numbers of users come again in the next test; and the thread needs a moment to connect."""
    live._sights.clear()
    live.ear.events.clear()
    wait_until(lambda: live.ear.hears_since < time.time())


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 5
    while not holds() and time.monotonic() < end:
        time.sleep(0.01)
    assert holds()


def notify(*payloads: object) -> None:
    """From a line of its own: the test's transaction never commits."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as line:
        for payload in payloads:
            text = payload if isinstance(payload, str) else json.dumps(payload)
            line.execute("SELECT pg_notify('headwater_live', %s)", [text])


def poll(client: Client, since: int | str) -> Any:
    return client.get(f"/live?since={since}").json()


def test_news_reach_who_may_see_them(
    cast: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    people = {name: sign_in(getattr(cast, name)) for name in ("mara", "ines", "ada", "otto")}
    started = {name: poll(client, "")["at"] for name, client in people.items()}
    notify(
        {"owner": cast.mara.pk, "what": "lead", "id": 7},
        {"owner": cast.queue.pk, "what": "lead", "id": 8},
        {"owner": None, "what": "account", "id": 9},
    )
    wait_until(lambda: len(live.ear.events) == 3)
    heard = {
        name: [key for key, _ in poll(client, started[name])["changed"]]
        for name, client in people.items()
    }
    assert heard == {
        "mara": ["lead:7", "lead:8"],
        "ines": ["lead:7", "lead:8"],
        "ada": ["lead:7", "lead:8", "account:9"],
        "otto": [],
    }


def test_a_poll_asks_no_database(
    mara: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    at = poll(mara, "")["at"]
    live._sights.clear()
    with django_assert_num_queries(2):
        poll(mara, at)  # who she is and whose records she sees, once a minute
    with django_assert_num_queries(0):
        assert poll(mara, at)["changed"] == []


def test_what_was_missed_is_said(mara: Client, cast: SimpleNamespace) -> None:
    assert poll(mara, 1000)["missed"] is True  # before this process listened
    at = poll(mara, "")["at"]
    notify(*({"owner": cast.mara.pk, "what": "lead", "id": n} for n in range(live.MOST + 1)))
    wait_until(lambda: len(live.ear.events) == live.MOST + 1)
    assert poll(mara, at)["missed"] is True


def test_nonsense_on_the_line_is_passed_over(mara: Client, cast: SimpleNamespace) -> None:
    at = poll(mara, "")["at"]
    notify("not json", "[]", {"what": "lead"}, {"owner": cast.mara.pk, "what": "lead", "id": 1})
    wait_until(lambda: len(live.ear.events) == 1)
    assert [key for key, _ in poll(mara, at)["changed"]] == ["lead:1"]


def test_the_ticket_is_worth_nothing_in_another_session(
    cast: SimpleNamespace, mara: Client, sign_in: Callable[[User], Client], client: Client
) -> None:
    poll(mara, "")
    ticket = mara.cookies[live.TICKET].value
    client.cookies[live.TICKET] = ticket
    assert client.get("/live").status_code == 401
    otto = sign_in(cast.otto)
    otto.cookies[live.TICKET] = ticket
    at = poll(otto, "")["at"]
    notify({"owner": cast.mara.pk, "what": "lead", "id": 7})
    wait_until(lambda: len(live.ear.events) == 1)
    assert poll(otto, at)["changed"] == []


def test_signing_out_ends_it(mara: Client) -> None:
    poll(mara, "")
    mara.post("/sign-out")
    assert mara.get("/live").status_code == 401


def test_a_lost_line_is_found_again(mara: Client) -> None:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as line:
        line.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND query LIKE 'LISTEN headwater_live%'"
        )
    wait_until(lambda: live.ear.hears_since == float("inf"))
    assert poll(mara, round(time.time() * 1000))["missed"] is True
    wait_until(lambda: live.ear.hears_since < time.time())
