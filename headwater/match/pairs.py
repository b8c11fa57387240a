"""Pairs that may be duplicates: written by the machine, decided by people.

A decision stands: what somebody called different, skipped or merged is not asked again, unless
`reopen` says that a record tells something new.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.match.model.judge import Verdict
from headwater.people.models import User
from headwater.records import trail
from headwater.records.duplicate_pair import in_order
from headwater.records.models import DuplicatePair, TrailEntry

State = DuplicatePair.State
WRITE = f"""
INSERT INTO records_duplicatepair AS kept (
    one_object, one_id, other_object, other_id, probability, tier, evidence, found_by, found_at,
    rule, "group", state)
SELECT one_object, one_id, other_object, other_id, probability, tier, evidence, found_by, found_at,
    rule, "group", state
FROM {statements.recordset(DuplicatePair)}
ON CONFLICT (one_object, one_id, other_object, other_id) DO UPDATE SET
    probability = excluded.probability, tier = excluded.tier, evidence = excluded.evidence,
    rule = excluded.rule, "group" = coalesce(excluded."group", kept."group"), state = 'open'
WHERE kept.state IN ('open', 'gone')
"""  # noqa: S608


def pair(
    one: tuple[str, int], other: tuple[str, int], *, found_by: str, **said: Any
) -> DuplicatePair:
    """A pair that is not written yet, from (object name, key) of two records.

    `said` are attributes of DuplicatePair: probability, tier, evidence, rule, group.
    """
    first, second = in_order(one, other)
    return statements.new(
        DuplicatePair, one_object=first[0], one_id=first[1],
        other_object=second[0], other_id=second[1], found_by=found_by,
        found_at=said.pop("found_at", None) or timezone.now(), **said,
    )  # fmt: skip


def judged(
    one: tuple[str, int], other: tuple[str, int], verdict: Verdict, *, found_by: str, **said: Any
) -> DuplicatePair:
    """The pair that the match model has judged, with its evidence."""
    evidence = [each._asdict() for each in verdict.evidence]
    return pair(
        one, other, found_by=found_by, probability=verdict.probability, tier=verdict.tier,
        evidence=evidence, **said,
    )  # fmt: skip


def write(pairs: Sequence[DuplicatePair]) -> None:
    """Add new pairs and bring open ones up to date; decided ones stay. One statement."""
    once = {(p.one_object, p.one_id, p.other_object, p.other_id): p for p in pairs}
    if once:
        columns = [column for column in statements.stored(DuplicatePair) if column[0] != "id"]
        statements.run(WRITE, [statements.rows(list(once.values()), columns)])


def call_different(pairs: Iterable[DuplicatePair], *, by: User, words: str = "") -> None:
    """These are not duplicates; the model learns from it and nobody is asked again."""
    _decide(pairs, State.DIFFERENT, by=by, words=words)


def skip(pairs: Iterable[DuplicatePair], *, by: User) -> None:
    """Not now: they leave the queue and can be found under 'Skipped'."""
    _decide(pairs, State.SKIPPED, by=by)


def reopen(pairs: Iterable[DuplicatePair], *, by: User | None) -> None:
    """Back to the queue."""
    _decide(pairs, State.OPEN, by=by)


def _decide(
    pairs: Iterable[DuplicatePair], state: State, *, by: User | None, words: str = ""
) -> None:
    known = list(pairs)
    with transaction.atomic():
        _set([each.pk for each in known], state, by)
        trail.write(
            entry
            for each in known
            for entry in _told(each, state, by, words)
            if state != State.SKIPPED
        )
    for each in known:
        each.state = state


def _set(keys: Sequence[int], state: State, by: User | None) -> None:
    decided = {"decided_by": by, "decided_at": timezone.now()} if state != State.OPEN else {
        "decided_by": None, "decided_at": None}  # fmt: skip
    DuplicatePair.objects.filter(pk__in=keys).update(state=state, **decided)


def _told(each: DuplicatePair, state: State, by: User | None, words: str) -> Iterable[TrailEntry]:
    """An entry on each of the two records."""
    event = "duplicate.refused" if state == State.DIFFERENT else "duplicate.reopened"
    one, other = (each.one_object, each.one_id), (each.other_object, each.other_id)
    for (name, key), (their, theirs) in ((one, other), (other, one)):
        because = {"object": their, "id": theirs, "probability": round(each.probability, 4)}
        yield statements.new(
            TrailEntry, at=timezone.now(), event=event, object_name=name, record_id=key,
            by_id=by.pk if by else None, because=because | ({"words": words} if words else {}),
        )  # fmt: skip
