"""A replica is read where it is good enough; else the primary is, and the page says why."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connections
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from headwater.database import reading
from headwater.database.reading import Reading, verdict
from headwater.web.as_of import HEADER, from_replica


def test_it_says_how_old_the_figures_are() -> None:
    assert verdict(True, True, 900.0) == Reading(True)  # nothing was written for so long
    assert verdict(True, False, 3.2).words == "as of 3 s ago"
    assert verdict(True, True, None).words == "as of now"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ((True, False, 95.0), "read live, because the replica is 95 s behind"),
        ((False, None, None), "read live, because the replica is none any more"),
        ((True, None, None), "read live, because the replica has not begun"),
    ],
)
def test_it_is_left_aside_where_it_is_not_good_enough(
    said: tuple[bool, bool | None, float | None], words: str
) -> None:
    assert verdict(*said).words == words


@pytest.mark.django_db
def test_without_a_replica_nothing_changes() -> None:
    usual = connections["default"]
    with reading.reader() as found:
        assert connections["default"] is usual
    assert (found.words, reading.now().words) == ("", "")


@pytest.fixture
def fails_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A replica that is lost in the middle of an answer."""
    looked = iter([Reading(True, 2.0), Reading(False, why="the replica is away")])
    monkeypatch.setattr(reading, "_look", lambda: next(looked))
    monkeypatch.setitem(connections.settings, "replica", connections.settings["default"])
    monkeypatch.setattr(reading, "_leave_alone", lambda: None)
    yield []
    del connections["replica"]


def test_what_a_reader_keeps_is_written_to_the_primary(fails_once: list[str]) -> None:
    usual = connections["default"]
    with reading.reader():
        assert connections["default"] is connections["replica"]
        with reading.writer():
            assert connections["default"] is usual
        assert connections["default"] is connections["replica"]
    with reading.writer():
        assert connections["default"] is usual


def test_what_fails_half_way_is_read_again_from_the_primary(fails_once: list[str]) -> None:
    usual = connections["default"]

    def answer(request: HttpRequest) -> HttpResponse:
        fails_once.append(reading.now().words)
        if reading.now().is_replica:
            assert connections["default"] is connections["replica"]
            raise OperationalError("canceling statement due to conflict with recovery")
        return HttpResponse("42")

    response = from_replica(answer)(RequestFactory().get("/reports"))
    assert fails_once == ["as of 2 s ago", "read live, because the replica is away"]
    assert response.headers[HEADER] == "read live, because the replica is away"
    assert connections["default"] is usual


def test_a_post_is_none_of_its_business_and_a_stream_goes_on_there(fails_once: list[str]) -> None:
    def answer(request: HttpRequest) -> StreamingHttpResponse:
        return StreamingHttpResponse(reading.now().words for _ in range(1))

    posted = from_replica(answer)(RequestFactory().post("/reports"))
    assert list(posted) == [b""]
    streamed = from_replica(answer)(RequestFactory().get("/reports"))
    assert list(streamed) == [b"read live, because the replica is away"]
