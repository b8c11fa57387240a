"""What a form takes a minute, and whom people have said to let in whatever the door guesses."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from headwater.capture import flood, form_post
from headwater.capture.models import KnownSender
from headwater.capture.receiving import Post, Sender, receive
from headwater.capture.suspicion.senders import put_on_list
from headwater.records.models import Submission
from headwater.records.submission import Door, State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_seen(cast: SimpleNamespace) -> None:
    flood._seen.clear()


def post(limit: int = 0, why: str = "", address: str = "203.0.113.7", **said: str) -> Submission:
    payload = {name: [text] for name, text in {"LastName": "Lee", **said}.items()}
    state = State.QUARANTINED if why else State.WAITING
    sender = Sender(address=address)
    return receive(Post(Door.FORM, payload, "quote", sender, state, why, limit=limit))


def test_beyond_its_limit_posts_are_set_aside_and_none_is_lost() -> None:
    found = [post(limit=3, address=f"203.0.113.{n}") for n in range(5)]
    assert [each.state for each in found] == ["waiting"] * 3 + ["quarantined"] * 2
    assert found[4].reason == "More than 3 posts a minute came by this form."
    assert Submission.objects.count() == 5
    Submission.objects.update(received_at=timezone.now() - timedelta(minutes=2))
    assert post(limit=3).state == "waiting"
    assert post().state == "waiting", "no limit of its own"


def test_what_waited_in_the_spool_is_judged_by_when_it_came() -> None:
    came = timezone.now() - timedelta(hours=1)
    made = [
        receive(Post(Door.FORM, {"LastName": ["Lee"]}, "quote", limit=2), at=came + gap)
        for gap in (timedelta(minutes=n) for n in range(6))
    ]
    assert {each.state for each in made} == {"waiting"}


@pytest.mark.parametrize("why", sorted(form_post.GUESSES))
def test_a_known_sender_is_not_held_up_by_a_guess(cast: SimpleNamespace, why: str) -> None:
    put_on_list("mill.example.org", KnownSender.Verdict.LET_IN, by=cast.mia)
    assert post(why=why, Email="Ana@Sales.Mill.example.org").state == "waiting"
    assert post(why=why, Email="ana@other.example.org").state == "quarantined"


def test_what_is_no_guess_holds_for_everybody(cast: SimpleNamespace) -> None:
    put_on_list("ana@mill.example.org", KnownSender.Verdict.LET_IN, by=cast.mia)
    why = "The box of consent was not ticked."
    assert post(why=why, Email="ana@mill.example.org").reason == why
    # Anybody can type her address; a flood in her name is a flood.
    flooded = [post(limit=1, Email="ana@mill.example.org") for _ in range(2)]
    assert flooded[1].state == "quarantined"


def test_a_known_address_of_the_network_may_send_as_much_as_it_likes(cast: SimpleNamespace) -> None:
    put_on_list("203.0.113.7", KnownSender.Verdict.LET_IN, by=cast.mia)
    assert {post(limit=1).state for _ in range(3)} == {"waiting"}
