"""The capture balance: whatever dies in the middle of a burst, every answered post is there once.

received = created + merged + quarantined + rejected + waiting, exactly. The web server, the worker
and PostgreSQL are killed by `kill -9`, one after the other, while eight visitors send at once.
"""

import http.client
import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from headwater.capture import spool
from headwater.capture.receiving import Post
from headwater.database import postgres
from headwater.records.models import Submission
from headwater.records.submission import Door
from tests.promises.conftest import OID, WEB_TO_LEAD, House, until

POSTS = 300
PEOPLE = 90  # so that most of them write several times, through both doors
VISITORS = 8
PATIENCE = 90.0  # seconds for everything


class Burst:
    """Posts from eight visitors at once; `answered` are the numbers that got an answer."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.answered: list[int] = []
        self.unanswered: list[int] = []
        self.statuses: Counter[int] = Counter()
        self.more = threading.Semaphore(0)

    def send(self, number: int) -> None:
        """One post; a visitor who finds nobody there tries again, one who was cut off does not."""
        self.more.acquire()
        path, fields = post_of(number)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                status = self.house.post(path, fields)
            except ConnectionRefusedError:
                time.sleep(0.1)
                continue
            except (OSError, http.client.HTTPException):
                self.unanswered.append(number)
                return
            self.statuses[status] += 1
            if status < 400:
                self.answered.append(number)
            return

    def reaches(self, count: int) -> None:
        """Let the visitors go on until so many posts have got their answer."""
        goal = len(self.answered) + len(self.unanswered) + count
        for _ in range(count):
            self.more.release()
        assert until(lambda: len(self.answered) + len(self.unanswered) >= goal - VISITORS, 60), (
            self.statuses, self.house.said,
        )  # fmt: skip


def post_of(number: int) -> tuple[str, dict[str, Any]]:
    """Where post `number` goes and what it says; some are not fit to become a lead."""
    person = number % PEOPLE
    if number % 2:
        fields = {"FirstName": "Kim", "LastName": f"Person{person}", "Company": f"Firm {person}"}
        fields |= {"Email": f"kim{person}@firm{person}.example.com", "embedded": "1"}
        if number % 50 == 7:
            fields["homepage"] = "a trap for robots"
        if number % 50 == 9:
            del fields["LastName"], fields["FirstName"], fields["Company"], fields["Email"]
        return "/forms/quote", fields | {"number": str(number)}
    fields = {"first_name": "Kim", "last_name": f"Person{person}", "company": f"Firm {person}"}
    fields |= {"email": f"kim{person}@firm{person}.example.com", "oid": OID}
    if number % 50 == 8:
        del fields["oid"]
    return WEB_TO_LEAD, fields | {"number": str(number)}


@contextmanager
def burst(house: House) -> Iterator[Burst]:
    """The visitors are at work inside; all of them are through when it ends."""
    sending = Burst(house)
    with ThreadPoolExecutor(VISITORS) as pool:
        done = pool.map(sending.send, range(POSTS))
        try:
            yield sending
        finally:
            for _ in range(POSTS):
                sending.more.release()
        list(done)


@pytest.mark.processes
def test_every_answered_post_is_there_exactly_once(house: House) -> None:
    with burst(house) as visitors:
        visitors.reaches(60)
        house.kill(house.web)
        house.web.start()
        visitors.reaches(60)
        for worker in house.workers:
            house.kill(worker)
            worker.start()
        visitors.reaches(60)
        house.kill_database()
        visitors.reaches(40)
        assert list(house.spool.glob("*.json")), "visitors are answered while it is away"
        postgres.start(house.state)
    assert set(visitors.statuses) <= {200, 302}, (visitors.statuses, house.said)
    assert len(visitors.unanswered) <= 2 * VISITORS, "only those whom the kill cut off"
    assert until(house.is_quiet, 60), house.said
    the_balance_is_even(house, visitors)
    no_lead_is_without_its_submission_or_owner(house)


def the_balance_is_even(house: House, visitors: Burst) -> None:
    found = [json.loads(text) for (text,) in house.query(
        "SELECT payload ->> 'number' FROM records_submission ORDER BY id"
    )]  # fmt: skip
    numbers = Counter(int(number) for (number,) in found)
    assert sorted(numbers.elements()) == sorted(numbers), "no post counts twice"
    assert set(visitors.answered) <= set(numbers), "no answered post is lost"
    assert set(numbers) <= {*visitors.answered, *visitors.unanswered}
    states = dict(house.query("SELECT state, count(*) FROM records_submission GROUP BY state"))
    assert states.keys() <= {"created", "merged", "quarantined", "rejected"}
    assert sum(states.values()) == len(numbers)
    assert states["quarantined"] >= 6
    assert states["rejected"] >= 3
    assert states["created"] + states["merged"] >= 0.9 * len(visitors.answered)


def no_lead_is_without_its_submission_or_owner(house: House) -> None:
    leads = house.query("SELECT id, email, owner_id FROM records_lead ORDER BY id")
    assert len(leads) == len({email for _, email, _ in leads}) == PEOPLE
    assert all(owner for _, _, owner in leads)
    pairs = house.query("SELECT state, lead_id FROM records_submission ORDER BY id")
    created = Counter(lead for state, lead in pairs if state == "created")
    assert created == Counter(lead for lead, _, _ in leads), "each lead has one beginning"
    joined = {lead for state, lead in pairs if state == "merged"}
    assert joined <= set(created)
    assert all(lead is None for state, lead in pairs if state in ("quarantined", "rejected"))
    scored = "SELECT count(*) FROM records_trailentry WHERE event = 'lead.created'"
    assert house.query(scored) == [(PEOPLE,)]


@pytest.mark.processes
def test_fifty_simultaneous_posts_of_one_person_make_one_lead(house: House) -> None:
    person = {"oid": OID, "first_name": "Ida", "last_name": "Once", "email": "ida@once.example"}
    ready = threading.Barrier(VISITORS)
    numbers = itertools.count()

    def visit(_: int) -> list[int]:
        ready.wait()
        answers = []
        while next(numbers) < 50:
            answers.append(house.post(WEB_TO_LEAD, person | {"company": "Once"}))
        return answers

    with ThreadPoolExecutor(VISITORS) as pool:
        answers = [status for many in pool.map(visit, range(VISITORS)) for status in many]
    assert answers == [200] * 50, house.said
    assert until(house.is_quiet, 30), house.said
    assert house.query(
        "SELECT count(DISTINCT l.id), count(*), count(*) FILTER (WHERE s.state = 'created')"
        " FROM records_lead l JOIN records_submission s ON s.lead_id = l.id WHERE l.email = %s",
        person["email"],
    ) == [(1, 50, 1)]
    assert house.query(
        "SELECT count(*) FROM records_lead WHERE last_name = %s", "Once"
    ) == [(1,)]  # fmt: skip


@pytest.mark.django_db
def test_a_commit_whose_answer_was_lost_counts_once(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.STATE = tmp_path
    client.post(WEB_TO_LEAD, {"oid": OID, "last_name": "Once"})
    taken = Submission.objects.get()
    # The door has seen an error although the database had it: the post is in the spool, too.
    spool.keep(Post(Door.WEB_TO_LEAD, taken.payload, key=taken.idempotency_key))
    assert spool.bring_in() == 1
    assert Submission.objects.get() == taken
