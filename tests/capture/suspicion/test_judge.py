"""Robots are set aside at the intake and touch nothing; people get in, also without JavaScript."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater import intake
from headwater.capture.models import KnownSender, SentMessage, SpamSettings, WebForm
from headwater.capture.receiving import Post, receive
from headwater.capture.releasing import release
from headwater.capture.suspicion.memory import forget
from headwater.capture.suspicion.senders import put_on_list, take_off
from headwater.people.models import User
from headwater.records.models import (
    Clock,
    EmailMessage,
    Lead,
    Notification,
    Submission,
    TrailEntry,
)
from headwater.records.submission import Door, State
from headwater.route import rules as routing
from headwater.route.models import AssignmentRule
from tests.capture.suspicion.conftest import Send

ANA = {"FirstName": "Ana", "LastName": "Lee", "Email": "ana@mill.example.org"}
ROOF = "We want to put panels on our roof before the next winter. What would it cost us?"
ROBOT = {
    "LastName": "Robert www.rank.example", "Email": "r@mailinator.com",
    "Description": "https://rank.example",
}  # fmt: skip


def test_a_suspect_is_kept_and_touches_nothing(send: Send) -> None:
    kept = send(**ROBOT)
    assert kept.state == State.QUARANTINED
    assert kept.payload["Email"] == ["r@mailinator.com"]
    assert "The name has a web address in it. (8)" in kept.reason
    for model in (Lead, Clock, EmailMessage, Notification):
        assert not model.objects.exists()


def test_without_javascript_a_person_gets_in_and_the_doubt_is_told(send: Send) -> None:
    assert send(**ANA, Description=f"{ROOF} https://mill.example.org").state == State.CREATED
    doubts = TrailEntry.objects.get(event="lead.created").because["doubts"]
    assert "The message has a link." in doubts
    assert any("without the proof of work" in doubt for doubt in doubts)


def test_let_in_it_goes_through_as_of_when_it_came(send: Send, cast: SimpleNamespace) -> None:
    came = timezone.now() - timedelta(hours=5)
    kept = send(at=came, **ROBOT)
    assert release([kept], by=cast.mia) == 1
    intake.drain()
    kept.refresh_from_db()
    assert kept.state == State.CREATED and kept.lead is not None
    assert kept.received_at == came == kept.lead.created_at
    assert Clock.objects.get(lead=kept.lead).started_at == came, "the clock shows the truth"
    assert TrailEntry.objects.filter(event="submission.released", by=cast.mia).exists()
    assert release([kept], by=cast.mia) == 0


def test_suspects_take_no_share_of_a_round_robin(send: Send, cast: SimpleNamespace) -> None:
    routing.publish(
        [AssignmentRule(name="In turn", criteria="", team=cast.north)], by=cast.ada, note="x"
    )
    for number in range(4):
        send(LastName=f"Person{number}", Email=f"p{number}@mill{number}.example.org")
        send(**ROBOT | {"Email": f"r{number}@mailinator.com"})
    owners = list(Lead.objects.values_list("owner__name", flat=True))
    assert sorted(map(owners.count, set(owners))) in ([1, 1, 2], [2, 2])


def test_a_proof_counts_once(send: Send, solve: Callable[..., str]) -> None:
    given = solve()
    assert send(**ANA, altcha=given).state == State.CREATED
    assert "doubts" not in TrailEntry.objects.get(event="lead.created").because
    again = send(LastName="Other", Email="o@mailinator.com", altcha=given)
    assert again.state == State.QUARANTINED
    assert "used before. (7)" in again.reason


def test_two_of_one_batch_cannot_share_a_proof(form: WebForm, solve: Callable[..., str]) -> None:
    given = solve()
    WebForm.objects.update(is_strict=True)
    for name in ("One", "Two"):
        receive(Post(Door.FORM, {"LastName": [name], "altcha": [given]}, form="quote"))
    intake.drain()
    states = dict(Submission.objects.values_list("payload__LastName__0", "state"))
    assert states == {"One": State.CREATED, "Two": State.QUARANTINED}


def test_a_strict_form_takes_nothing_without_a_proof(
    send: Send, form: WebForm, solve: Callable[..., str], cast: SimpleNamespace
) -> None:
    form.is_strict = True
    form.save()
    kept = send(**ANA)
    assert kept.state == State.QUARANTINED and "nothing without a proof of work" in kept.reason
    assert send(**ANA, altcha=solve("guide")).state == State.QUARANTINED
    assert send(**ANA, altcha=solve()).state == State.CREATED
    release([kept], by=cast.mia)
    intake.drain()
    kept.refresh_from_db()
    assert kept.state == State.MERGED, "a person's word stands above the form's"


@pytest.mark.parametrize("value", ["ana@mill.example.org", "mill.example.org", "203.0.113.7"])
def test_known_senders_are_decided_by_people(send: Send, cast: SimpleNamespace, value: str) -> None:
    known = put_on_list(value, "set_aside", by=cast.mia, note="Sells lists")
    kept = send(**ANA)
    assert kept.state == State.QUARANTINED and value in kept.reason
    put_on_list(value, "let_in", by=cast.mia)
    assert send(**ANA | {"LastName": "www.a.com", "Description": "http://a.com"}).lead is not None
    take_off(known, by=cast.mia)
    assert not KnownSender.objects.exists()
    told = TrailEntry.objects.filter(event__startswith="sender.").values_list("event", flat=True)
    assert sorted(told) == ["sender.listed", "sender.listed", "sender.unlisted"]


def test_the_most_exact_verdict_decides(send: Send, cast: SimpleNamespace) -> None:
    put_on_list("example.org", "set_aside", by=cast.mia)
    put_on_list("Ana@mill.example.org ", "let_in", by=cast.mia)
    assert send(**ANA).state == State.CREATED
    assert send(LastName="Bo", Email="bo@mill.example.org").state == State.QUARANTINED


def test_nobody_is_listed_by_releasing(send: Send, cast: SimpleNamespace) -> None:
    release([send(**ROBOT)], by=cast.mia)
    intake.drain()
    assert not KnownSender.objects.exists()
    assert send(**ROBOT).state == State.QUARANTINED, "nothing is learned in secret"


def test_the_same_words_from_many_senders(send: Send) -> None:
    offer = f"{ROOF} Buy now at https://rank.example"
    states = [
        send(LastName="Lee", Email=f"a{n}@x{n}.example", Description=offer.upper()).reason
        for n in range(4)
    ]
    assert [("very same message" in reason) for reason in states] == [False, False, True, True]
    again = send(LastName="Lee", Email="a0@x0.example", Description=offer)
    assert SentMessage.objects.count() == 4 and again.state == State.QUARANTINED
    SentMessage.objects.update(sent_at=timezone.now() - timedelta(days=3))
    forget(0)
    assert not SentMessage.objects.exists()


def test_setup_moves_the_threshold(send: Send, cast: SimpleNamespace) -> None:
    SpamSettings(id=1, threshold=3).save()
    assert send(**ANA).state == State.QUARANTINED
    SpamSettings(id=1, threshold=50).save()
    assert send(**ROBOT).state == State.CREATED


def test_suspicion_costs_the_same_for_one_and_for_many(
    form: WebForm, cast: SimpleNamespace, solve: Callable[..., str]
) -> None:
    def queries(count: int) -> int:
        for number in range(count):
            name, given = f"Person{count}x{number}", solve()
            said = {"LastName": name, "Email": f"{name}@mill.example", "Description": ROOF + name}
            payload = {field: [text] for field, text in (said | {"altcha": given}).items()}
            receive(Post(Door.FORM, payload, form="quote"))
        with CaptureQueriesContext(connection) as captured:
            intake.drain()
        own = ("capture_usedproof", "capture_sentmessage", "capture_knownsender")
        return sum(any(name in query["sql"] for name in own) for query in captured)

    queries(1)
    assert queries(1) == queries(6) == 2


def test_what_is_no_address_is_refused_in_words(cast: SimpleNamespace) -> None:
    from django.core.exceptions import ValidationError

    user: User = cast.mia
    for value in ("", "not an address", "a b@c.example", "@", "x" * 300 + ".com"):
        with pytest.raises(ValidationError, match="no e-mail address"):
            put_on_list(value, "let_in", by=user)
    with pytest.raises(ValidationError, match="Choose"):
        put_on_list("a.example", "nonsense", by=user)
