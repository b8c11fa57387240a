"""Looks at a form are counted by day, without a cookie, and not those of programs."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headwater.capture import form_views
from headwater.capture.models import FormViews, WebForm
from headwater.capture.receiving import Post, receive
from headwater.people.models import User
from headwater.records.submission import Door

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.fixture
def form(cast: SimpleNamespace) -> WebForm:
    return WebForm.objects.create(slug="quote", name="Get a quote", fields=[{"name": "LastName"}])


def test_people_are_counted_and_told_beside_what_was_sent(
    form: WebForm, sign_in: Callable[[User], Client], cast: SimpleNamespace
) -> None:
    visitor = Client(headers={"User-Agent": FIREFOX})
    for address in ("/forms/quote", "/forms/quote/frame", "/forms/quote.js", "/forms/quote?x=1"):
        answer = visitor.get(address)
        assert (answer.status_code, answer.cookies) == (200, {})
    receive(Post(Door.FORM, {"LastName": ["Lee"]}, "quote"))

    page = sign_in(cast.mia).get("/forms").content.decode()
    assert [(row.count, row.form) for row in FormViews.objects.all()] == [(4, form)]
    assert '#figures">4</a>' in page
    assert re.search(r">25\s%<", page)
    share = sign_in(cast.mia).get("/forms/quote/share").content.decode()
    assert "4 seen and 1 sent in 30 days" in share
    visitor.get("/forms/quote")
    form_views.write()
    assert FormViews.objects.get().count == 5


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, {"User-Agent": "curl/8.5"},
        {"User-Agent": ""}, {"User-Agent": FIREFOX, "Sec-Purpose": "prefetch;prerender"},
        {"User-Agent": FIREFOX, "Purpose": "prefetch"},
    ],
)  # fmt: skip
def test_programs_are_not(form: WebForm, headers: dict[str, str]) -> None:
    assert Client(headers=headers).get("/forms/quote").status_code == 200
    form_views.write()
    assert not FormViews.objects.exists()


def test_nor_colleagues_nor_what_is_closed(
    form: WebForm, sign_in: Callable[[User], Client], cast: SimpleNamespace
) -> None:
    sign_in(cast.mia).get("/forms/quote", headers={"User-Agent": FIREFOX})
    visitor = Client(headers={"User-Agent": FIREFOX})
    visitor.head("/forms/quote")
    visitor.get("/forms/nothing")
    WebForm.objects.update(is_active=False)
    visitor.get("/forms/quote")
    form_views.write()
    assert not FormViews.objects.exists()


def test_many_looks_are_one_statement(form: WebForm) -> None:
    for _ in range(500):
        form_views.count("quote")
    form_views.count("gone-meanwhile")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        form_views.write()
        form_views.write()
    assert len([each for each in asked if "formviews" in each["sql"]]) <= 1
    assert FormViews.objects.get().count == 500


def test_with_the_database_away_nothing_is_lost(
    form: WebForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(work: object) -> None:
        raise DatabaseError("gone")

    form_views.count("quote")
    with monkeypatch.context() as gone:
        gone.setattr(form_views, "reaching", away)
        form_views.write()
    form_views.count("quote")
    form_views.write()
    assert FormViews.objects.get().count == 2
