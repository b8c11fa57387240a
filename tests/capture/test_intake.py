"""From the raw submission to the lead: kept first, judged later, counted exactly once."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections

from headwater import intake, journey
from headwater.capture.models import WebForm
from headwater.capture.receiving import Post, receive
from headwater.capture.releasing import release
from headwater.records.models import Lead, Submission, TrailEntry
from headwater.records.submission import Door, State


@pytest.fixture
def form(cast: SimpleNamespace) -> WebForm:
    names = ("FirstName", "LastName", "Company", "Email", "Phone", "Description", "AnnualRevenue")
    return WebForm.objects.create(
        slug="quote", name="Get a quote", fields=[{"name": name} for name in names]
    )


@pytest.fixture
def post(form: WebForm) -> Any:
    def send(**fields: str) -> Submission:
        payload = {name: [text] for name, text in fields.items()}
        return receive(Post(Door.FORM, payload, form="quote"))

    return send


def test_a_submission_becomes_a_lead_with_an_owner(post: Any, cast: SimpleNamespace) -> None:
    cast.organization.default_lead_owner = cast.ines
    cast.organization.save()
    submission = post(FirstName="TOM", LastName="okafor", Email="Tom@Harbor.example.com",
                      Company="Harbor Cold Storage")  # fmt: skip
    assert Submission.objects.waiting().count() == 1

    assert intake.drain() == 1

    submission.refresh_from_db()
    lead = Lead.objects.get()
    assert (submission.state, submission.lead) == (State.CREATED, lead)
    assert (lead.name, lead.email) == ("Tom Okafor", "Tom@harbor.example.com")
    assert lead.lead_source == "Web"
    assert lead.owner_id is not None
    created = TrailEntry.objects.get(event="lead.created")
    assert created.because["typed"]["first_name"] == "TOM"
    assert intake.drain() == 0


@pytest.mark.parametrize(
    ("sent", "last_name"),
    [
        ({"Email": "jane.doe+x@mill.example.org"}, "jane.doe"),
        ({"Company": "Mill House"}, "Mill House"),
        ({"FirstName": "Cher"}, "Cher"),
        ({"Phone": "+49 30 1234567"}, "+49301234567"),
    ],
)
def test_without_a_last_name_something_else_stands_for_it(
    post: Any, sent: dict[str, str], last_name: str
) -> None:
    post(**sent)
    intake.drain()
    assert Lead.objects.get().last_name == last_name
    doubts = TrailEntry.objects.get(event="lead.created").because["doubts"]
    assert any("No last name was given" in doubt for doubt in doubts)


def test_with_nothing_to_go_on_it_is_rejected_in_plain_words(post: Any) -> None:
    submission = post(Description="hello?")
    intake.drain()
    submission.refresh_from_db()
    assert submission.state == State.REJECTED
    assert "no name" in submission.reason


def test_what_a_field_cannot_hold_never_stops_a_lead(post: Any) -> None:
    post(LastName="Berg", AnnualRevenue="plenty", Company="x" * 400)
    intake.drain()
    lead = Lead.objects.get()
    assert (lead.annual_revenue, len(lead.company)) == (None, 255)
    because = TrailEntry.objects.get(event="lead.created").because
    assert because["typed"]["annual_revenue"] == "plenty"


def test_the_same_person_twice_is_one_lead_and_two_submissions(post: Any) -> None:
    post(LastName="Berg", Email="berg@mill.example.org")
    post(LastName="Berg", Email="BERG@mill.example.org", Phone="+1 415 555 2671")
    intake.drain()
    assert Lead.objects.count() == 1
    assert Submission.objects.balance() == {
        "received": 2, "created": 1, "merged": 1, "waiting": 0, "quarantined": 0, "rejected": 0,
    }  # fmt: skip


def test_what_was_set_aside_waits_for_a_person(form: WebForm, cast: SimpleNamespace) -> None:
    payload = {"LastName": ["Berg"]}
    kept = receive(Post(Door.FORM, payload, form="quote", state=State.QUARANTINED, reason="Odd."))
    assert intake.drain() == 0
    assert release([kept], by=cast.mia) == 1
    assert intake.drain() == 1
    assert Lead.objects.get().last_name == "Berg"


def test_the_same_key_is_one_submission(form: WebForm) -> None:
    first = receive(Post(Door.FORM, {"LastName": ["Berg"]}, form="quote", key="form:1"))
    again = receive(Post(Door.FORM, {"LastName": ["Berg"]}, form="quote", key="form:1"))
    assert first.pk == again.pk


@pytest.mark.django_db(transaction=True)
def test_a_poison_submission_blocks_nobody(
    post: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = post(LastName="Good"), post(LastName="Bad")
    real = journey.run

    def stumble(batch: Any) -> Any:
        if any(draft.values.get("last_name") == "Bad" for draft in batch.live):
            raise ZeroDivisionError("a bug of ours")
        return real(batch)

    monkeypatch.setattr(journey, "run", stumble)
    assert intake.drain() == 2

    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == (State.CREATED, State.WAITING)
    assert bad.attempt_count == 1
    assert "ZeroDivisionError" in bad.reason
    assert intake.drain() == 0, "it backs off"


@pytest.mark.django_db(transaction=True)
def test_two_drainers_settle_each_submission_once(post: Any) -> None:
    for number in range(60):
        post(LastName=f"Person {number}", Email=f"person{number}@mill.example.org")
    drainers = [threading.Thread(target=_drain_all) for _ in range(3)]
    for drainer in drainers:
        drainer.start()
    for drainer in drainers:
        drainer.join()
    assert Lead.objects.count() == 60
    balance = Submission.objects.balance()
    assert (balance["received"], balance["created"], balance["waiting"]) == (60, 60, 0)


@pytest.mark.django_db(transaction=True)
def test_a_lead_and_its_settling_are_one_transaction(
    post: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    submission = post(LastName="Berg")
    steps = journey.STEPS

    def killed(batch: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(journey, "STEPS", (*steps, killed))
    with pytest.raises(KeyboardInterrupt):
        intake.drain()
    submission.refresh_from_db()
    assert (submission.state, Lead.objects.count()) == (State.WAITING, 0)


@pytest.mark.django_db(transaction=True)
def test_the_intake_hears_the_knock(post: Any) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=intake.run_forever, args=(stop,))
    worker.start()
    try:
        post(LastName="Berg")
        for _ in range(100):
            if Lead.objects.exists():
                break
            stop.wait(0.05)
    finally:
        stop.set()
        worker.join()
    assert Lead.objects.get().last_name == "Berg"


def _drain_all() -> None:
    try:
        while intake.drain(limit=7):
            pass
    finally:
        connections.close_all()
        connection.close()
