"""POST /visits: events by consent, counts without it, and never a word to the page."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from headwater.records.models import Engagement, TrailEntry, Visitor
from headwater.tracking import counting, flood, visits
from headwater.tracking.models import KeyPage, PageCount, TrackingSettings
from headwater.web.tracking import door
from tests.tracking.conftest import KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def prices(db: None) -> KeyPage:
    return KeyPage.objects.create(name="Pricing", path="/prices*", interest="Battery")


def test_who_agreed_leaves_a_row_for_each_thing(tell: Any, prices: KeyPage) -> None:
    answer = tell(
        "/", {"k": "page", "p": "/Prices/?email=a@b.c#x", "i": "view-0002", "a": 90_000},
        {"k": "form", "p": "/contact", "i": "form-0001"},
        u={"utm_source": "google", "other": "x"}, r="https://www.google.com/search?q=secret",
    )  # fmt: skip
    assert answer.status_code == 204
    assert not answer.content
    visitor = Visitor.objects.get()
    assert visitor.came == {"utm_source": "google", "came_from": "www.google.com"}
    told = list(visitor.engagements.order_by("id").values_list("kind", "what", "interest"))
    assert told == [
        ("page_view", "/", ""), ("key_page", "/Prices/", "Battery"), ("form_start", "/contact", ""),
    ]  # fmt: skip
    early = visitor.engagements.get(kind="key_page").at
    assert timedelta(seconds=80) < timezone.now() - early < timedelta(seconds=120)
    assert visitor.engagements.human().count() == 3
    assert visitor.engagements.first().network == "127.0.0.0/24"


def test_the_same_post_twice_is_one_visit(tell: Any) -> None:
    tell("/", "/prices")
    tell("/", "/prices")
    assert Engagement.objects.count() == 2


def test_without_consent_a_page_is_a_number(tell: Any, prices: KeyPage) -> None:
    for _ in range(3):
        tell("/prices", agree=False, u={"utm_source": "Google"})
    tell("/prices", agree=False, headers={"User-Agent": "Googlebot/2.1"})
    counting.write()
    assert not Visitor.objects.exists()
    assert not Engagement.objects.exists()
    rows = PageCount.objects.order_by("-count").values_list("kind", "page", "source", "count")
    assert list(rows) == [("key_page", "/prices", "google", 3), ("key_page", "/prices", "", 1)]
    tell("/prices", agree=False, u={"utm_source": "google"})
    counting.write()
    assert PageCount.objects.get(source="google").count == 4


def test_made_up_pages_do_not_fill_the_table(tell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_A_DAY", 2)
    tell("/a", "/b", agree=False)
    counting.write()
    tell("/a", "/c", "/d", agree=False)
    counting.write()
    rows = dict(PageCount.objects.values_list("page", "count"))
    assert rows == {"/a": 2, "/b": 1, counting.OTHERS: 2}


@pytest.mark.parametrize("header", ["DNT", "Sec-GPC"])
def test_who_does_not_want_to_be_tracked_is_not(tell: Any, header: str) -> None:
    assert tell("/", headers={header: "1"}).status_code == 204
    tell("/", agree=False, headers={header: "1"})
    counting.write()
    assert not Engagement.objects.exists()
    assert not PageCount.objects.exists()


def test_a_bad_event_never_loses_its_neighbours(tell: Any) -> None:
    bad: list[Any] = [
        7, None, [], {"k": "page"}, {"k": "nonsense", "p": "/", "i": "12345678"},
        {"k": "page", "p": "https://elsewhere/", "i": "12345678"},
        {"k": "page", "p": "/x", "i": "short"},
        {"k": "page", "p": "/\x00", "i": "nul-0001", "a": "x"},
        {"k": "page", "p": "/late", "i": "late-0001", "a": 1e300},
        {"k": "page", "p": "/\ud800", "i": "half-0001", "a": True},
    ]  # fmt: skip
    assert tell("/first", *bad, "/last").status_code == 204
    pages = set(Engagement.objects.values_list("what", flat=True))
    assert pages == {"/first", "/last", "/", "/late"}


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"[1]", b"\xff\xfe", b'{"e": 7}', b"{" * 20_000]
)
def test_nonsense_gets_the_same_answer(body: bytes, db: None) -> None:
    answer = Client().post("/visits", body, content_type="text/plain")
    assert answer.status_code == 204
    assert not Engagement.objects.exists()


def test_other_sites_and_floods_are_not_taken(tell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    TrackingSettings.objects.update(sites="juniper.example")
    tell("/", headers={"Origin": "https://evil.example"})
    tell("/", headers={"Origin": "https://notjuniper.example"})
    assert not Engagement.objects.exists()
    tell("/")
    assert Engagement.objects.count() == 1
    monkeypatch.setattr(flood, "POSTS_PER_MINUTE", 1)
    assert tell("/more").status_code == 204
    assert Engagement.objects.count() == 1


def test_what_comes_while_the_database_is_away_is_kept_for_later(
    tell: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = visits.keep

    def away(*_: Any, **__: Any) -> int:
        raise OperationalError("away")

    monkeypatch.setattr(visits, "keep", away)
    monkeypatch.setattr(door, "reaching", lambda work: work())
    assert tell("/meanwhile").status_code == 204
    monkeypatch.setattr(visits, "keep", keep)
    tell("/after")
    assert set(Engagement.objects.values_list("what", flat=True)) == {"/meanwhile", "/after"}


def test_a_machine_is_kept_with_its_reason(tell: Any) -> None:
    tell("/", headers={"Sec-Purpose": "prefetch"})
    tell("/driven", d=True)
    tell({"k": "trap", "p": "/trap", "i": "trap-0001"}, "/beside")
    reasons = dict(Engagement.objects.values_list("what", "bot_reason"))
    assert reasons == {
        "/": "It was fetched in advance, before anybody asked for it.",
        "/driven": "The browser was driven by a program.",
        "/trap": "A link was followed that people do not see.",
        "/beside": "A link was followed that people do not see.",
    }


def test_consent_taken_back_deletes_the_visits(
    tell: Any, make_lead: Any, cast: SimpleNamespace
) -> None:
    tell("/", "/prices")
    lead = make_lead()
    Visitor.objects.update(lead=lead)
    Engagement.objects.update(lead=lead)
    tell(forget="f" * 32)
    assert Engagement.objects.count() == 2
    tell(forget=KEY)
    assert not Visitor.objects.exists()
    assert not Engagement.objects.exists()
    assert TrailEntry.objects.filter(event="lead.visits_erased", record_id=lead.pk).exists()


def test_a_visit_costs_two_queries(
    tell: Any, prices: KeyPage, django_assert_num_queries: Any
) -> None:
    tell("/")
    with django_assert_num_queries(2):  # is what is kept in memory still so? and the visit
        tell("/prices", "/more", "/again")
    tell("/", agree=False)
    with django_assert_num_queries(1):
        tell("/", agree=False)
