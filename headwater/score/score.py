"""The journey's fifth step: points for what is true of a lead; the true rules explain the sum."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from headwater.criteria.judge import judge
from headwater.people.models import User
from headwater.records import trail
from headwater.records.draft import Batch
from headwater.records.lead import Lead
from headwater.records.trail import TrailEntry
from headwater.score import rules
from headwater.score.score_rule import ScoreRule, ScoreRuleSet

WRITE = """
UPDATE records_lead AS lead SET score = counted.score, score_parts = counted.parts
FROM unnest(%s::bigint[], %s::int[], %s::jsonb[]) AS counted(id, score, parts)
WHERE lead.id = counted.id
"""
Part = dict[str, Any]


def score(batch: Batch) -> None:
    """Count the points of every lead that the batch created or joined, in one SELECT and UPDATE."""
    leads = batch.leads
    if not leads:
        return
    joined = [draft.lead.pk for draft in batch.joined if draft.lead]
    returns = came_back(lead.pk for lead in leads)
    for pk in joined:  # the Trail of these is written at the end of the journey
        returns[pk] = returns.get(pk, 0) + 1
    zone = batch.organization.time_zone
    batch.trail += count(leads, returns, zone=zone, now=batch.now, by=batch.by)


def count(
    leads: Sequence[Lead],
    returns: Mapping[int, int],
    *,
    zone: str,
    now: datetime,
    by: User | None,
) -> list[TrailEntry]:
    """Score these leads and write what changed; returns the Trail entries, not yet written.

    `returns` says how often each lead's person asked again.
    """
    version, asked = rules.published()
    ids = [lead.pk for lead in leads]
    truths = judge([rule.criteria for rule in asked], "Lead", ids, zone=zone, now=now)
    changed, entries = [], []
    for lead in leads:
        parts = _parts(version, asked, truths.get(lead.pk, ()), returns.get(lead.pk, 0))
        before, after = lead.score, sum(part["points"] for part in parts)
        if (before, lead.score_parts) == (after, parts):
            continue
        lead.score, lead.score_parts = after, parts
        changed.append(lead)
        entries.append(
            trail.entry("lead.scored", lead, by=by, at=now, changes={"score": [before, after]},
                        because={"version": version.version, "parts": parts})
        )  # fmt: skip
    _write(changed)
    return entries


def _parts(
    version: ScoreRuleSet, asked: Sequence[ScoreRule], truths: Sequence[bool], returned: int
) -> list[Part]:
    """What adds up to the score: the true rules, and the interest that was shown again."""
    parts: list[Part] = [
        {"rule": rule.pk, "name": rule.name, "points": rule.points}
        for rule, is_true in zip(asked, truths, strict=False) if is_true
    ]  # fmt: skip
    if returned and version.return_points:
        points = min(returned * version.return_points, version.most_return_points)
        name = "Asked again" if returned == 1 else f"Asked again {returned} times"
        parts.append({"rule": None, "name": name, "points": points})
    return parts


def came_back(lead_ids: Iterable[int]) -> dict[int, int]:
    """How often each lead's person asked again, by the Trail."""
    joins = TrailEntry.objects.filter(
        object_name="Lead", record_id__in=list(lead_ids), event="lead.joined"
    )
    counted = joins.order_by().values_list("record_id").annotate(Count("pk"))
    return dict(counted)


def _write(leads: Sequence[Lead]) -> None:
    if not leads:
        return
    rows = [(lead.pk, lead.score, json.dumps(lead.score_parts)) for lead in leads]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [list(column) for column in zip(*rows, strict=True)])
