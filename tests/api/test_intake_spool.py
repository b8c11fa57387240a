"""While the database is away, a key that held goes on bringing leads in, by way of the disk."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from headwater import intake
from headwater.api import intake_key, programs
from headwater.api.models import IntakeKey
from headwater.capture import spool
from headwater.records.models import Lead, Submission
from tests.api.test_intake import ADA, Poster

pytestmark = pytest.mark.django_db(transaction=True)
Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def post(cast: SimpleNamespace, settings: Any, tmp_path: Path) -> Poster:
    settings.STATE = tmp_path
    IntakeKey.objects.create(name="Fair", hint="", key_hash=intake_key.hash_of("hwk_spool"))
    return Poster("hwk_spool")


@pytest.fixture
def away() -> Away:
    """Nothing listens where the database was."""

    @contextmanager
    def gone() -> Iterator[None]:
        port = connection.settings_dict["PORT"]
        connection.close()
        connection.settings_dict["PORT"] = "1"
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["PORT"] = port

    return gone


def test_leads_wait_on_disk_and_come_in_once(post: Poster, away: Away) -> None:
    post({"last_name": "Warm up"}, expect=202)
    with away():
        said = post([ADA, {"last_name": "Hopper"}], expect=202, Idempotency_Key="a")
        waited = post({"last_name": "Curie"}, expect=202, path="/api/leads?wait=1")
    assert len(list(spool.folder().glob("*.json"))) == 3
    receipts = [each["id"] for each in said["submissions"]]
    post.ask(receipts[0], expect=404)
    assert spool.bring_in() == 3
    assert intake.drain() == 4
    assert Lead.objects.count() == 4
    told = [post.ask(receipt) for receipt in receipts]
    assert [each["state"] for each in told] == ["created", "created"]
    assert post.ask(waited["id"])["lead"]["id"] == Lead.objects.get(last_name="Curie").pk
    # Not answered before, but brought in: the same key is taken up, not done again.
    again = post([ADA, {"last_name": "Hopper"}], expect=202, Idempotency_Key="a")
    assert [each["id"] for each in again["submissions"]] == [each["id"] for each in told]
    assert Submission.objects.count() == 4


def test_who_was_never_seen_is_asked_to_come_back(post: Poster, away: Away) -> None:
    programs._trusted.clear()
    with away():
        answer = post.raw("/api/leads", ADA)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert not spool.folder().exists()


def test_the_other_addresses_say_when_to_come_back(post: Poster, away: Away) -> None:
    post(ADA, expect=202)
    with away():
        post.ask(1, expect=503)
        post(b"no json", expect=400)
