"""The way of a post into the table: one prepared round trip, once for each key, never a flood."""

import threading
from types import SimpleNamespace

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from headwater.capture import flood
from headwater.capture.receiving import Post, Sender, receive
from headwater.records.models import Submission
from headwater.records.submission import Door, State


def test_a_post_is_one_round_trip_that_wakes_the_intake(cast: SimpleNamespace) -> None:
    sender = Sender("192.0.2.7", "Browser\x00" + "x" * 400, "https://www.example.com/solar")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        kept = receive(Post(Door.FORM, {"LastName": ["Łoś\ue000"]}, "quote", sender, key="a:1"))
    assert len(queries) == 1 and "pg_notify" in queries[0]["sql"]
    row = Submission.objects.get()
    assert (row.pk, row.payload, row.state) == (kept.pk, {"LastName": ["Łoś\ue000"]}, State.WAITING)
    assert (row.source_address, row.form, len(row.user_agent)) == ("192.0.2.7", "quote", 300)
    assert (row.idempotency_key, row.settled_at, row.attempt_count) == ("a:1", None, 0)
    assert row.received_at == kept.received_at


def test_the_same_key_is_the_same_submission_and_none_is_none(cast: SimpleNamespace) -> None:
    first = receive(Post(Door.FORM, {"LastName": ["One"]}, key="a:1"))
    again = receive(Post(Door.FORM, {"LastName": ["Two"]}, key="a:1"))
    assert again == first and again.payload == {"LastName": ["One"]}
    receive(Post(Door.FORM, {"LastName": ["Three"]}))
    receive(Post(Door.FORM, {"LastName": ["Three"]}))
    assert Submission.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_double_click_at_the_same_moment_is_one_submission() -> None:
    ready, found = threading.Barrier(6), []

    def click() -> None:
        ready.wait()
        found.append(receive(Post(Door.FORM, {"LastName": ["Once"]}, key="a:1")).pk)
        connections.close_all()

    clicks = [threading.Thread(target=click) for _ in range(6)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert len(found) == 6 and len(set(found)) == 1
    assert Submission.objects.count() == 1


@pytest.fixture
def quiet() -> None:
    """Nothing was counted before."""
    flood._seen.clear()


def test_a_flood_is_told_from_a_busy_office(cast: SimpleNamespace, quiet: None) -> None:
    for _ in range(flood.MUCH + 5):
        assert not flood.is_flooding(Door.FORM, "192.0.2.8"), "many, but not too many"
    Submission.objects.bulk_create(
        Submission(door=Door.FORM, payload={}, source_address="192.0.2.9", state=State.REJECTED)
        for _ in range(flood.POSTS_PER_MINUTE)
    )
    asked = [flood.is_flooding(Door.FORM, "192.0.2.9") for _ in range(flood.MUCH)]
    assert asked == [False] * (flood.MUCH - 1) + [True]
    assert not flood.is_flooding(Door.FORM, "192.0.2.8")
    for door, address in ((Door.IMPORT, "192.0.2.9"), (Door.FORM, "127.0.0.1"), (Door.FORM, None)):
        assert not flood.is_flooding(door, address)


def test_counting_addresses_does_not_grow_without_end(
    quiet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flood, "MOST_ADDRESSES", 10)
    for number in range(50):
        flood.is_flooding(Door.FORM, f"192.0.2.{number}")
    assert len(flood._seen) <= 10
