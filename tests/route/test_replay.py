"""A replay tells what would have been, and writes nothing but its own row."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater import journey
from headwater.people.models import User
from headwater.records.draft import Draft
from headwater.records.models import Clock, Lead, TrailEntry
from headwater.records.submission import Door
from headwater.route import drafts, looking_back, replaying, rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.looking_back import look_back
from headwater.route.replay import Replay
from headwater.route.round_robin import RoundRobin
from headwater.rulesets.span import Span

MakeLead = Callable[..., Lead]


@pytest.fixture
def history(cast: SimpleNamespace) -> list[Lead]:
    """Version 2 gives Rome to Otto and the rest to the team North in turn; ten leads came."""
    User.objects.filter(pk=cast.ines.pk).update(is_taking_leads=False)
    rules.publish(
        [AssignmentRule(name="Rome", criteria="City = 'Rome'", owner=cast.otto),
         AssignmentRule(name="Rest", criteria="", team=cast.north)],
        by=cast.ada,
    )  # fmt: skip
    return [arrive(city) for city in ("Rome", "Oslo") * 3 + ("Bonn",) * 4]


def test_what_would_have_been(cast: SimpleNamespace, history: list[Lead]) -> None:
    rome = rules.published()[0]
    rome.owner = cast.owen
    drafts.put(rome, by=cast.ada, seen=drafts.fingerprint(rules.published()[0]))
    first = history[0]
    Lead.objects.filter(pk=first.pk).update(is_converted=True)
    result = replayed(cast)
    assert (result["leads"], result["changed"], result["unmatched"]) == (10, 3, [0, 0])
    loads = {each["name"]: each["leads"] for each in result["people"]}
    assert loads["Otto Outside"] == [3, 0]
    assert loads["Owen Park"][1] == loads["Owen Park"][0] + 3
    assert loads["Mara Lind"][0] == loads["Mara Lind"][1], "whose rule stays keeps what they got"
    assert result["moves"] == [
        {"from": "Otto Outside", "to": "Owen Park", "rule": "Rome", "count": 3}
    ]
    assert {lead_id for lead_id, *_ in result["moved"]} == {lead.pk for lead in history[:6:2]}
    owen = next(each for each in result["people"] if each["name"] == "Owen Park")
    assert owen["converted"] == [0, 1]
    assert result["over"] == 2


def test_promises_are_estimated_by_what_the_new_owner_kept(
    cast: SimpleNamespace, history: list[Lead]
) -> None:
    now = timezone.now()
    Clock.objects.update(due_at=now - timedelta(hours=1), stopped_at=now)  # all missed, but:
    Clock.objects.filter(lead__city="Oslo").update(due_at=now + timedelta(hours=1))
    rome = rules.published()[0]
    rome.owner = cast.owen
    drafts.put(rome, by=cast.ada, seen=drafts.fingerprint(rules.published()[0]))
    promises = replayed(cast)["promises"]
    # Three move; of all ten promises three were kept, and nobody decided ten by themselves.
    assert promises == {"met": [3, 4], "missed": [7, 6], "running": 0}


def test_who_was_chosen_by_hand_stays_out_of_it(cast: SimpleNamespace, history: list[Lead]) -> None:
    chosen = Draft({"last_name": "Chosen", "owner_id": cast.mara.pk})
    journey.create([chosen], door=Door.API, by=cast.ada)
    drafts.remove(rules.published()[1].key, by=cast.ada)
    result = replayed(cast)
    assert (result["leads"], result["by_hand"], result["unmatched"]) == (10, 1, [0, 7])
    assert result["changed"] == 7


def test_a_replay_writes_nothing(
    cast: SimpleNamespace, history: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "BATCH", 3)
    drafts.remove(rules.published()[0].key, by=cast.ada)
    before = everything()
    draft = drafts.current()
    assert draft
    span = Span(timezone.now() - timedelta(days=1), timezone.now())
    with CaptureQueriesContext(connection) as captured:
        seen = list(look_back(rules.rules_of(draft), rules.published(), span))
    assert [len(batch) for batch in seen] == [3, 3, 3, 1]
    said = [each["sql"] for each in captured]
    assert sum(sql == "SET TRANSACTION READ ONLY" for sql in said) == len(seen) + 1
    assert not [sql for sql in said if "INSERT" in sql or "UPDATE" in sql or "DELETE" in sql]
    assert everything() == before


def test_read_only_means_it(cast: SimpleNamespace, history: list[Lead]) -> None:
    """What keeps the promise above is PostgreSQL, also where a test or a job holds more open."""
    with pytest.raises(InternalError, match="read-only"), transaction.atomic():
        looking_back.only_reads()
        Lead.objects.update(city="Nowhere")
    Lead.objects.update(city="Somewhere")


def test_one_at_a_time_and_cancelled_in_between(
    cast: SimpleNamespace, history: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_back, "BATCH", 2)
    replay = replaying.start(drafts.begin(by=cast.ada), days=7, by=cast.ada)
    with pytest.raises(replaying.NotNow):
        replaying.start(drafts.begin(by=cast.ada), days=7, by=cast.ada)

    def report(done: int, total: int) -> None:
        if done == 4:
            replaying.cancel(replay)

    replay = replaying.work(replay, report)
    assert (replay.state, replay.done_count, replay.total_count) == ("cancelled", 4, 10)
    assert replay.result == {}
    with pytest.raises(replaying.NotNow):
        replaying.cancel(replay)


def test_who_was_killed_is_no_obstacle(cast: SimpleNamespace, history: list[Lead]) -> None:
    dead = replaying.start(drafts.begin(by=cast.ada), days=7, by=cast.ada)
    Replay.objects.update(total_count=10)
    replaying.run.func(replay_id=replaying.start(drafts.begin(by=cast.ada), days=7, by=None).pk)
    dead.refresh_from_db()
    assert (dead.state, dead.problem) == ("failed", "Its worker was stopped. Replay again.")
    assert Replay.objects.latest("pk").state == "done"


def test_today_in_a_rule_is_the_day_on_which_the_lead_came(
    cast: SimpleNamespace, history: list[Lead]
) -> None:
    Lead.objects.filter(city="Oslo").update(created_at=timezone.now() - timedelta(days=3))
    on_the_day = AssignmentRule(name="Day", criteria="CreatedDate = TODAY", owner=cast.owen)
    span = Span(timezone.now() - timedelta(days=7), timezone.now())
    found = [each for batch in look_back([on_the_day], rules.published(), span) for each in batch]
    assert len(found) == 10
    assert all(each.rule == on_the_day for each in found)


def replayed(cast: SimpleNamespace) -> dict[str, Any]:
    draft = drafts.current()
    assert draft
    replay = replaying.work(replaying.start(draft, days=7, by=cast.ada))
    assert replay.state == "done", replay.problem
    assert replay.revision == draft.revision
    result: dict[str, Any] = replay.result
    return result


def everything() -> list[Any]:
    leads = Lead.objects.order_by("pk").values_list("pk", "owner_id", "modified_at")
    rounds = RoundRobin.objects.order_by("pk").values_list("pk", "turn_count", "credits")
    return [*leads, *rounds, TrailEntry.objects.count(), Clock.objects.count()]


def arrive(city: str) -> Lead:
    at = datetime.now(UTC)
    draft = Draft({"last_name": f"From {city} {at}", "city": city}, received_at=at)
    (done,) = journey.create([draft], door=Door.API, joins=False, saves_duplicates=True)
    assert done.lead, done.reason
    return done.lead
