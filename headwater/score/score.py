"""The journey's fifth step: points for what is true of a lead; the true rules explain the sum."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from headwater import statements
from headwater.criteria.judge import Verdicts, judge, judge_rows
from headwater.people.models import User
from headwater.records import trail
from headwater.records.draft import Batch
from headwater.records.lead import Lead
from headwater.records.trail import TrailEntry
from headwater.score import rules
from headwater.score.score_rule import ScoreRule, ScoreRuleSet

RETURNS = """
SELECT record_id, greatest(sum(CASE event WHEN 'lead.joined' THEN 1 ELSE -1 END), 0)::int
FROM records_trailentry
WHERE object_name = 'Lead' AND record_id = ANY (%s::bigint[])
  AND event IN ('lead.joined', 'lead.join_undone')
GROUP BY record_id
"""
Part = dict[str, Any]


def score(batch: Batch) -> None:
    """Count the points of every lead that the batch created or joined, before it is saved."""
    leads = batch.leads
    if not leads:
        return
    again = Counter(draft.lead.pk for draft in batch.joined if draft.lead)
    # The Trail of those of this batch is written at the end of the journey.
    returns = again + Counter(came_back(lead.id for lead in leads if not lead._state.adding))
    version, asked = rules.known()
    criteria = [rule.criteria for rule in asked]
    zone = batch.organization.time_zone
    truths = judge_rows(criteria, "Lead", batch.leads, zone=zone, now=batch.now)
    changed = _count(leads, version, asked, truths, returns)
    batch.trail += [_entry(lead, before, version, batch.by, batch.now) for lead, before in changed]
    batch.touched |= {"score", "score_parts"}


def count(
    leads: Sequence[Lead],
    returns: Mapping[int, int],
    *,
    zone: str,
    now: datetime,
    by: User | None,
) -> list[TrailEntry]:
    """Score these saved leads and write what changed; returns the Trail entries, not yet written.

    `returns` says how often each lead's person asked again.
    """
    version, asked = rules.published()
    ids = [lead.id for lead in leads]
    truths = judge([rule.criteria for rule in asked], "Lead", ids, zone=zone, now=now)
    changed = _count(leads, version, asked, truths, returns)
    statements.update([lead for lead, _ in changed], ["score", "score_parts"])
    return [_entry(lead, before, version, by, now) for lead, before in changed]


def _count(
    leads: Sequence[Lead],
    version: ScoreRuleSet,
    asked: Sequence[ScoreRule],
    truths: Verdicts,
    returns: Mapping[int, int],
) -> list[tuple[Lead, int]]:
    """Put the score and its parts on each lead; returns those that changed and what they had."""
    changed = []
    # Leads of which the same is true share their parts, which are read and never changed.
    known: dict[tuple[Sequence[bool], int], list[Part]] = {}
    for lead in leads:
        said = truths.get(lead.id, ()), returns.get(lead.id, 0)
        if (parts := known.get(said)) is None:
            parts = known[said] = _parts(version, asked, *said)
        before, after = lead.score, sum(part["points"] for part in parts)
        if (before, lead.score_parts) != (after, parts):
            lead.score, lead.score_parts = after, parts
            changed.append((lead, before))
    return changed


def _entry(
    lead: Lead, before: int, version: ScoreRuleSet, by: User | None, now: datetime
) -> TrailEntry:
    because = {"version": version.version, "parts": lead.score_parts}
    changes = {"score": [before, lead.score]}
    return trail.entry("lead.scored", lead, by=by, at=now, changes=changes, because=because)


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
    ids = list(lead_ids)
    return dict(statements.run(RETURNS, [ids])) if ids else {}
