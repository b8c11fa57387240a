"""What was set aside comes in corrected or as it was, one or thousands; what came never changes."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from headwater import intake
from headwater.capture import replay as replaying
from headwater.capture.models import Replay, ReplayedSubmission, WebForm
from headwater.capture.receiving import Post, receive
from headwater.capture.releasing import as_sent, correct, corrected, release
from headwater.records.models import Lead, Submission, TrailEntry
from headwater.records.submission import Door, State

Receive = Callable[..., Submission]


@pytest.fixture
def keep(cast: SimpleNamespace) -> Receive:
    """A post that is set aside by the door, or rejected for saying nothing."""
    names = ("FirstName", "LastName", "Email", "Description")
    WebForm.objects.create(slug="quote", name="Quote", fields=[{"name": name} for name in names])

    def post(state: State = State.QUARANTINED, **said: str) -> Submission:
        payload = {name: [text] for name, text in said.items()}
        return receive(Post(Door.FORM, payload, form="quote", state=state, reason="Odd."))

    return post


def test_a_correction_stands_beside_what_was_sent(keep: Receive, cast: SimpleNamespace) -> None:
    kept = keep(Description="How much?")
    texts = {"LastName": ["Lee"], "Email": ["ana@mill.example"], "Description": ["How much?"]}
    assert correct(kept, texts, by=cast.mia)
    assert correct(kept, {"Email": ["ana@mill.example.org"], "Description": []}, by=cast.ada)
    assert not correct(kept, {"LastName": ["Lee"]}, by=cast.mia), "nothing differs"
    kept.refresh_from_db()
    assert as_sent(kept.payload) == {"Description": ["How much?"]}
    assert corrected(kept.payload) == {"LastName": ["Lee"], "Email": ["ana@mill.example.org"]}
    first, second = kept.payload["headwater:door"]["corrections"]
    assert (first["by"], second["by"]) == ("Mia Market", "Ada Admin")
    assert set(first["texts"]) == {"LastName", "Email"} and first["at"]

    release([kept], by=cast.mia)
    intake.drain()
    lead = Lead.objects.get()
    assert (lead.last_name, lead.email, lead.description) == ("Lee", "ana@mill.example.org", "")
    told = TrailEntry.objects.filter(object_name="Submission").values_list("event", flat=True)
    assert sorted(told) == ["submission.corrected", "submission.corrected", "submission.released"]
    kept.refresh_from_db()
    assert not correct(kept, {"LastName": ["Other"]}, by=cast.mia), "it is a lead by now"
    assert release([kept], by=cast.mia) == 0


def test_doors_that_keep_values_are_corrected_too(cast: SimpleNamespace) -> None:
    sent = receive(Post(Door.API, {"Company": None, "NumberOfEmployees": 12}))
    intake.drain()
    sent.refresh_from_db()
    assert sent.state == State.REJECTED
    assert correct(sent, {"LastName": ["Lee"], "Company": ["Mill House"]}, by=cast.mia)
    release([sent], by=cast.mia)
    intake.drain()
    assert Lead.objects.get().company == "Mill House"
    assert Lead.objects.get().number_of_employees == 12


def test_one_that_waits_for_a_later_attempt_is_tried_now(
    keep: Receive, cast: SimpleNamespace
) -> None:
    waiting = keep(State.WAITING, LastName="Lee")
    assert release([waiting], by=cast.mia) == 0, "what has just come is judged first"
    Submission.objects.update(attempt_count=9)
    assert intake.drain() == 0
    assert release([waiting], by=cast.mia) == 1
    assert intake.drain() == 1
    assert Lead.objects.get().last_name == "Lee"


def test_all_that_were_chosen_are_let_in_by_a_job(keep: Receive, cast: SimpleNamespace) -> None:
    for number in range(5):
        keep(LastName=f"Person{number}", Email=f"p{number}@mill{number}.example.org")
    keep(LastName="Person0", Email="p0@mill0.example.org")
    keep(Description="says nothing")
    replay = replaying.start(Submission.objects.all(), words="every door", by=cast.mia)
    assert (replay.count, replay.finished_at) == (7, None)
    assert ProcrastinateJob.objects.filter(task_name="capture.replay").count() == 1
    assert Submission.objects.waiting().count() == 0, "the page answers before the work is done"

    replaying.go_on(key=replay.pk)
    while intake.drain():
        pass
    replay = Replay.objects.get()
    assert replay.released_count == 7 and replay.finished_at is not None
    assert replay.outcome == {
        "created": 5, "merged": 1, "rejected": 1, "waiting": 0, "quarantined": 0
    }  # fmt: skip
    (why,) = replay.reasons
    assert (why["state"], why["n"]) == ("rejected", 1) and "no name" in why["reason"]
    assert set(ReplayedSubmission.objects.values_list("was_reason", flat=True)) == {"Odd."}
    again = replaying.start(Submission.objects.all(), words="once more", by=cast.mia)
    assert again.count == 1, "leads are left alone"


def test_a_replay_that_was_killed_goes_on_where_it_was(
    keep: Receive, cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replaying, "PART", 2)
    for number in range(5):
        keep(LastName=f"Person{number}")
    replay = replaying.start(Submission.objects.all(), words="", by=cast.mia)
    calls: list[int] = []

    def killed(*given: Any, **how: Any) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return release(*given, **how)

    with monkeypatch.context() as patch:
        patch.setattr(replaying, "release", killed)
        with pytest.raises(KeyboardInterrupt):
            replaying.go_on(key=replay.pk)
    assert Replay.objects.get().released_count == 2
    replaying.go_on(key=replay.pk)
    assert Replay.objects.get().released_count == 5
    assert Submission.objects.waiting().count() == 5


def test_nothing_to_let_in_is_done_at_once(cast: SimpleNamespace) -> None:
    replay = replaying.start(Submission.objects.none(), words="", by=cast.mia)
    assert replay.count == 0 and replay.finished_at is not None
    assert not ProcrastinateJob.objects.exists()
