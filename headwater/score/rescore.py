"""Scoring anew: after leads or what they did changed, as time passes, and after rules were
published. A batch takes the same few statements whatever its size; nothing is read per lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater import statements
from headwater.jobs import job
from headwater.people.models import Organization, User
from headwater.records import trail
from headwater.records.lead import Lead
from headwater.records.trail import TrailEntry
from headwater.score import rules
from headwater.score.judging import Asked, judged
from headwater.score.score import because, changes
from headwater.score.score_rule import ScoreRuleSet
from headwater.score.sums import Sum

PORTION = 1_000  # leads in one transaction
# Locked in one order, so that two of these never block each other.
HELD = """
SELECT id, created_at, score, grade, is_score_qualified FROM records_lead
WHERE id = ANY (%s::bigint[]) AND NOT is_deleted AND NOT is_converted
ORDER BY id FOR NO KEY UPDATE
"""
# Leads with the same sum name it by its number, so that its parts travel once.
WRITE = """
WITH sums AS MATERIALIZED (SELECT * FROM json_to_recordset(%s::json) s (number int, score int,
  fit int, engagement int, grade text, is_qualified bool, parts jsonb))
UPDATE records_lead t SET score = s.score, fit_score = s.fit, engagement_score = s.engagement,
  grade = s.grade, is_score_qualified = s.is_qualified, score_parts = s.parts,
  score_due_at = said.due_at
FROM unnest(%s::bigint[], %s::int[], %s::timestamptz[]) said (id, number, due_at)
JOIN sums s ON s.number = said.number
WHERE t.id = said.id AND (t.score, t.fit_score, t.engagement_score, t.grade, t.is_score_qualified,
  t.score_due_at, t.score_parts) IS DISTINCT FROM (s.score, s.fit, s.engagement, s.grade,
  s.is_qualified, said.due_at, s.parts)
RETURNING t.id
"""


@dataclass(frozen=True, slots=True)
class Held:
    """What a lead has before it is counted anew."""

    id: int
    created_at: datetime
    before: dict[str, Any]


def rescore(lead_ids: Iterable[int], *, by: User | None = None, is_decay: bool = False) -> int:
    """Count the points of these leads anew; returns of how many the score or its parts changed.

    Deleted and converted leads keep the score they had. A fixed number of queries. That time
    passed (`is_decay`) is told only where it crosses a line: a grade, hot, qualified.
    """
    now, zone = timezone.now(), Organization.current().time_zone
    with transaction.atomic():
        held = [
            Held(key, at, {"score": score, "grade": grade, "is_score_qualified": is_qualified})
            for key, at, score, grade, is_qualified in statements.run(HELD, [list(lead_ids)])
        ]
        if not held:
            return 0
        version, asked = rules.published()
        leads = [Asked(each.id, each.created_at) for each in held]
        sums = judged(version, asked, leads, zone=zone, now=now)
        changed = _write(held, sums, now)
        entries = [
            _entry(each, found, version, by, now) for each, found in zip(held, sums, strict=True)
            if each.id in changed and _is_told(each, found, version, is_decay)
        ]  # fmt: skip
        trail.write(entries)
    return len(changed)


def rescore_all() -> int:
    """Count the points of every lead anew, in portions; returns of how many something changed."""
    changed = last = 0
    living = Lead.objects.alive().filter(is_converted=False)
    ids = living.order_by("pk").values_list("pk", flat=True)
    while portion := list(ids.filter(pk__gt=last)[:PORTION]):
        changed, last = changed + rescore(portion), portion[-1]
    return changed


@job("score.rescore_everything")
def rescore_everything(version: int) -> None:
    """After publishing; a newer version has a job of its own."""
    if rules.published()[0].version == version:
        rescore_all()


def _write(held: Sequence[Held], sums: Sequence[Sum], now: datetime) -> set[int]:
    """Write what is another now; returns the keys of those leads."""
    numbers: dict[int, int] = {}
    told: list[dict[str, Any]] = []
    for found in sums:
        if id(found) not in numbers:
            numbers[id(found)] = len(told)
            told.append({
                "number": len(told), "score": found.score, "fit": found.fit_score,
                "engagement": found.engagement_score, "grade": found.grade,
                "is_qualified": found.is_qualified, "parts": found.parts,
            })  # fmt: skip
    said = [
        statements.dumped(told), [each.id for each in held], [numbers[id(found)] for found in sums],
        [found.due_at(now) for found in sums],
    ]  # fmt: skip
    return {key for (key,) in statements.run(WRITE, said, is_large=len(held) > statements.FEW)}


def _is_told(held: Held, found: Sum, version: ScoreRuleSet, is_decay: bool) -> bool:
    if not found.parts and not held.before["grade"]:
        return False  # nothing has ever spoken for or against it
    if not is_decay:
        return True
    changed = changes(held.before, found)
    hot = version.hot_threshold
    return bool(set(changed) - {"score"}) or (held.before["score"] >= hot) != (found.score >= hot)


def _entry(
    held: Held, found: Sum, version: ScoreRuleSet, by: User | None, now: datetime
) -> TrailEntry:
    return statements.new(
        TrailEntry, at=now, event="lead.scored", object_name="Lead", record_id=held.id,
        by_id=by.pk if by else None, because=because(version, found),
        changes=changes(held.before, found),
    )  # fmt: skip
