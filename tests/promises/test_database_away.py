"""While the database is away visitors notice nothing: forms are shown, posts are kept, once each.

PostgreSQL is really stopped, and the web server begins anew in the middle of it.
"""

import http.client
import re
import time
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from headwater.database import postgres
from tests.promises.conftest import OID, WEB_TO_LEAD, House, until

pytestmark = pytest.mark.processes

PERSON = {"FirstName": "Ana", "Company": "Away", "Email": "ana@away.example.org"}
RECEIVED = (
    "SELECT payload ->> 'LastName', payload ->> 'last_name', state, count(*)"
    " FROM records_submission WHERE payload::text LIKE '%%away.example.org%%'"
    " GROUP BY 1, 2, 3 ORDER BY 1, 2"
)


def ask(house: House, path: str, fields: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Status, where the answer sends the visitor, and the page."""
    line = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode(fields) if fields else None
        line.request("POST" if fields else "GET", path, body, kind)
        answer = line.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        line.close()


def token_of(page: str) -> str:
    """The token that a page carries."""
    found = re.search(r'name="form-token" value="([^"]+)"', page)
    return found[1] if found else ""


@pytest.fixture
def away(house: House) -> Iterator[House]:
    """The house after a quiet day on which the form was looked at; then its database stops."""
    assert until(house.is_quiet, 60), house.said
    assert ask(house, "/forms/quote?utm_source=secret")[0] == 200
    assert ask(house, "/forms/quote/frame")[0] == 200
    postgres.stop(house.state)
    yield house
    if not postgres.is_running(house.state):
        postgres.start(house.state)


def test_forms_are_shown_and_posts_are_kept_without_a_database(away: House) -> None:
    status, _, page = ask(away, "/forms/quote?utm_source=mine")
    assert (status, "Get a quote" in page, "secret" in page) == (200, True, False)
    first, second = token_of(page), token_of(ask(away, "/forms/quote")[2])
    assert first and second and first != second

    time.sleep(1.2)  # nobody reads, types and sends within a second
    post = PERSON | {"LastName": "Twice", "form-token": first}
    answers = [ask(away, "/forms/quote", post) for _ in range(2)]
    assert [answer[:2] for answer in answers] == [(302, "/forms/quote/thanks")] * 2
    assert "We will be in touch shortly." in ask(away, "/forms/quote/thanks")[2]
    framed = PERSON | {"LastName": "Framed", "form-token": second}
    assert ask(away, "/forms/quote/frame", framed)[:2] == (302, "/forms/quote/frame/thanks")

    away.kill(away.web)
    away.web.start()
    assert until(away.answers, 60), away.said
    status, _, page = ask(away, "/forms/quote")
    assert (status, bool(token_of(page))) == (200, True)
    assert ask(away, "/forms/quote", PERSON | {"LastName": "Anew", "embedded": "1"})[:2] == (
        302, "/forms/quote/thanks",
    )  # fmt: skip
    old = {"oid": OID, "last_name": "Old", "email": "old@away.example.org"}
    there = "https://www.example.org/thanks"
    assert ask(away, WEB_TO_LEAD, old | {"retURL": there})[:2] == (302, there)
    assert ask(away, "/forms/unheard-of")[0] in (404, 503)

    assert len(list(away.spool.glob("*.json"))) == 5
    for worker in away.workers:  # they may run on other machines alone
        away.kill(worker)
    postgres.start(away.state)
    assert until(lambda: not list(away.spool.glob("*.json")), 60), away.said
    assert away.query("SELECT count(*) FROM records_submission WHERE state = 'waiting'") == [(4,)]
    assert until(away.is_quiet, 60), away.said
    rows = [(new or old, state, count) for new, old, state, count in away.query(RECEIVED)]
    named = sorted((name.strip('[]"'), state, count) for name, state, count in rows)
    assert [(name, count) for name, _, count in named] == [
        ("Anew", 1), ("Framed", 1), ("Old", 1), ("Twice", 1),
    ]  # fmt: skip
    assert {state for _, state, _ in named} <= {"created", "merged"}
    status, _, page = ask(away, "/forms/quote")
    assert (status, bool(token_of(page))) == (200, True)
