"""Public posts take the short way; pages and forms are there without a database (see promises)."""

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.capture import form_post, forms_at_hand, reaching, spool
from headwater.capture.models import WebForm
from headwater.catalog import ids
from headwater.records.models import Submission
from headwater.web.forms import kept_pages, posting

PERSON = {"LastName": "Lee", "Email": "ana@mill.example.org"}


@pytest.fixture
def form(cast: SimpleNamespace) -> WebForm:
    fields = [{"name": "LastName", "required": True}, {"name": "Email"}, {"name": "Industry"}]
    return WebForm.objects.create(slug="quote", name="Get a quote", fields=fields, thanks="Bye!")


@pytest.fixture
def token(form: WebForm, monkeypatch: pytest.MonkeyPatch) -> str:
    """A token of a page that has been open for a moment."""
    given = form_post.new_token()
    monkeypatch.setattr(form_post, "FASTEST", form_post.FASTEST * 0)
    return given


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called, no question reaches the database."""

    def refuse(*_: Any) -> Any:
        raise OperationalError("the database is away")

    def go() -> None:
        for module in (forms_at_hand, posting, kept_pages):
            monkeypatch.setattr(module, "reaching", refuse)

    return go


def test_a_busy_door_asks_the_database_once_for_a_post(client: Client, token: str) -> None:
    client.get("/forms/quote")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post("/forms/quote", PERSON | {"form-token": token})
    assert (answer.status_code, answer["Location"]) == (302, "/forms/quote/thanks")
    assert len(queries) == 1
    assert "no-store" in answer["Cache-Control"]


def test_the_second_answer_equals_the_first(client: Client, token: str) -> None:
    sent = PERSON | {"form-token": token}
    answers = [client.post("/forms/quote", sent) for _ in range(3)]
    assert {(each.status_code, each["Location"]) for each in answers} == {
        (302, "/forms/quote/thanks")
    }
    lacking = {"Email": "ana@mill.example.org", "form-token": token}
    asked = [client.post("/forms/quote", lacking) for _ in range(2)]
    pages = [re.sub(r'form-token" value="[^"]+', "", page.content.decode()) for page in asked]
    assert [page.status_code for page in asked] == [422, 422] and pages[0] == pages[1]
    assert Submission.objects.count() == 2


@pytest.mark.parametrize("door", ["/forms/quote", "/servlet/servlet.WebToLead"])
def test_a_program_that_tries_again_says_so(client: Client, form: WebForm, door: str) -> None:
    sent = {"LastName": "Lee", "last_name": "Lee", "embedded": "1", "oid": ids.encode("00D", 1)}
    tries = [client.post(door, sent, headers={"Idempotency-Key": "7f3"}) for _ in range(2)]
    assert tries[0].status_code == tries[1].status_code
    assert tries[0].content == tries[1].content
    assert Submission.objects.count() == 1
    client.post(door, sent | {"Email": "ana@x.example"}, headers={"Idempotency-Key": "7f3"})
    client.post(door, sent)
    client.post(door, sent)
    assert Submission.objects.count() == 4, "other words, or no key, are another submission"


def test_a_page_that_answers_a_post_is_protected_like_any(client: Client, token: str) -> None:
    usual = client.get("/forms/quote")
    for answer in (
        client.post("/forms/quote", {"form-token": token}),
        client.post("/forms/none", PERSON),
        client.post("/servlet/servlet.WebToLead", {"last_name": "Lee"}),
    ):
        assert answer.content
        for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options"):
            assert answer[name] == usual[name]


def test_what_is_no_public_post_takes_the_long_way(client: Client, form: WebForm) -> None:
    for path in ("/forms/new", "/forms/quote/edit", "/forms/quote/copy"):
        answer = client.post(path, PERSON)
        assert answer.status_code in (302, 403), path
        assert "/sign-in" in answer.get("Location", "/sign-in"), path
    assert client.put("/forms/quote").status_code == 405


def test_pages_come_from_memory_without_anything_of_a_visitor(
    client: Client, token: str, away: Callable[[], None]
) -> None:
    pages = ["/forms/quote", "/forms/quote/frame", "/forms/quote/frame?theme=dark"]
    pages += ["/forms/quote/thanks", "/forms/quote/frame/thanks", "/forms/quote.js"]
    before = {}
    for path in pages:
        query = "&" if "?" in path else "?"
        mine = f"{path}{query}utm_source=secret"
        before[path] = client.get(mine, HTTP_REFERER="https://secret.example.org")
    away()
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert b"secret" not in answer.content, path
        assert form_post.TO_COME.encode() not in answer.content, path
        for name in ("Content-Type", "Cache-Control", "Content-Security-Policy"):
            assert answer.get(name) == before[path].get(name), (path, name)
    first, second = (client.get("/forms/quote").content for _ in range(2))
    assert first != second, "each view has a token of its own"
    assert 'data-theme="dark"' in client.get(pages[2]).content.decode()


def test_a_process_that_begins_meanwhile_reads_the_files(
    client: Client, token: str, away: Callable[[], None]
) -> None:
    client.get("/forms/quote")
    away()
    forms_at_hand.forget()
    kept_pages._copies.clear()
    assert "Get a quote" in client.get("/forms/quote").content.decode()
    sent = client.post("/forms/quote", PERSON | {"form-token": token})
    assert sent["Location"] == "/forms/quote/thanks"
    assert client.get("/forms/quote/thanks").content.decode().count("Bye!") == 1
    (kept,) = spool.folder().glob("*.json")
    assert json.loads(kept.read_text())["payload"]["LastName"] == ["Lee"]
    spool.bring_in()
    assert Submission.objects.get().form == "quote"


def test_a_form_that_nobody_knew_asks_for_patience(
    client: Client, cast: SimpleNamespace, away: Callable[[], None], settings: Any, tmp_path: Any
) -> None:
    settings.STATE = tmp_path
    kept_pages._copies.clear()
    away()
    answer = client.get("/forms/quote")
    assert answer.status_code == 503 and b"come back in a moment" in answer.content
    assert client.post("/forms/quote", PERSON | {"embedded": "1"}).status_code == 302
    assert len(list(spool.folder().glob("*.json"))) == 1


def test_a_changed_form_is_kept_anew(
    client: Client, form: WebForm, away: Callable[[], None]
) -> None:
    client.get("/forms/quote")
    WebForm.objects.update(name="Ask us")
    client.get("/forms/quote")
    away()
    assert "Ask us" in client.get("/forms/quote").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_is_made_anew_once() -> None:
    tries = []

    def ask() -> int:
        tries.append(connection.connection)
        with connection.cursor() as cursor:
            if len(tries) == 1:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
            cursor.execute("SELECT 7")
            return int(cursor.fetchone()[0])

    connection.ensure_connection()
    assert reaching.reaching(ask) == 7
    assert len(tries) == 2


@pytest.mark.django_db(transaction=True)
def test_while_it_is_away_nobody_waits_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def ask() -> None:
        asked.append(1)
        raise OperationalError("gone")

    connection.close()
    for _ in range(3):
        with pytest.raises(OperationalError):
            reaching.reaching(ask)
    assert len(asked) == 1
    monkeypatch.setattr(reaching, "PAUSE", 0.0)
    reaching.forget()
    assert reaching.reaching(lambda: 7) == 7
