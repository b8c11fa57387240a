"""The journey's fifth step: points for what is true of a lead; the true rules explain the sum."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from headwater import statements
from headwater.criteria.judge import judge_rows
from headwater.people.models import User
from headwater.records import trail
from headwater.records.draft import Batch
from headwater.records.lead import Lead
from headwater.records.trail import TrailEntry
from headwater.score import behaviour, rules
from headwater.score.score_rule import ScoreRule, ScoreRuleSet
from headwater.score.sums import Known, Sum, add_up, days, terms

RETURNS = """
SELECT record_id, greatest(sum(CASE event WHEN 'lead.joined' THEN 1 ELSE -1 END), 0)::int
FROM records_trailentry
WHERE object_name = 'Lead' AND record_id = ANY (%s::bigint[])
  AND event IN ('lead.joined', 'lead.join_undone')
GROUP BY record_id
"""
WRITTEN = (
    "score", "score_parts", "fit_score", "engagement_score", "grade", "is_score_qualified",
    "score_due_at",
)  # fmt: skip
TOLD = ("score", "grade", "is_score_qualified")  # a change of these is worth an entry


def score(batch: Batch) -> None:
    """Count the points of every lead that the batch created or joined, before it is saved."""
    leads = batch.leads
    if not leads:
        return
    known_ids = [lead.id for lead in leads if not lead._state.adding]
    again = Counter(draft.lead.pk for draft in batch.joined if draft.lead)
    # The Trail of those of this batch is written at the end of the journey.
    returns = again + Counter(came_back(known_ids))
    version, asked = rules.known()
    zone = batch.organization.time_zone
    criteria = [rule.criteria for rule in asked]
    truths = judge_rows(criteria, "Lead", leads, zone=zone, now=batch.now)
    done = behaviour.done(asked, known_ids, now=batch.now)
    count = Counting(version, asked)
    for lead in leads:
        known = Known(truths.get(lead.id, ()), done.get(lead.id, ()), returns.get(lead.id, 0),
                      count.age(lead.created_at, batch.now))  # fmt: skip
        entry = _put(lead, count.sum(known), version, batch.by, batch.now)
        batch.trail += [entry] if entry else []
    batch.touched |= set(WRITTEN)


class Counting:
    """Sums of one version. Leads of which the same is true share theirs, which is never changed."""

    def __init__(self, version: ScoreRuleSet, asked: Sequence[ScoreRule]) -> None:
        self.version, self._terms = version, terms(asked)
        self._has_age = any(rule.half_life_days and not rule.event for rule in asked)
        self._sums: dict[Known, Sum] = {}

    def sum(self, known: Known) -> Sum:
        """The sum of one lead."""
        if (found := self._sums.get(known)) is None:
            found = self._sums[known] = add_up(self.version, self._terms, known)
        return found

    def age(self, created_at: datetime, now: datetime) -> float:
        """In days, where a rule asks for it; 0 elsewhere, so that more leads are alike."""
        return days(created_at, now) if self._has_age else 0.0


def because(version: ScoreRuleSet, found: Sum) -> dict[str, Any]:
    """What the Trail keeps of how a score came to be."""
    return {"version": version.version, "parts": found.parts}


def came_back(lead_ids: Iterable[int]) -> dict[int, int]:
    """How often each lead's person asked again, by the Trail."""
    ids = list(lead_ids)
    return dict(statements.run(RETURNS, [ids])) if ids else {}


def changes(before: Mapping[str, Any], found: Sum) -> dict[str, list[Any]]:
    """What of a lead's score is another now and worth telling."""
    after = {"score": found.score, "grade": found.grade, "is_score_qualified": found.is_qualified}
    return {name: [before[name], after[name]] for name in TOLD if before[name] != after[name]}


def _put(
    lead: Lead, found: Sum, version: ScoreRuleSet, by: User | None, now: datetime
) -> TrailEntry | None:
    """The sum onto the lead; the entry that tells it, where something changed."""
    before = {name: getattr(lead, name) for name in TOLD}
    was, lead.score_parts = lead.score_parts, found.parts
    lead.score, lead.fit_score = found.score, found.fit_score
    lead.engagement_score, lead.grade = found.engagement_score, found.grade
    lead.is_score_qualified, lead.score_due_at = found.is_qualified, found.due_at(now)
    changed = changes(before, found)
    if was == found.parts and not (found.parts and changed):
        return None  # nothing new speaks for or against it
    return trail.entry(
        "lead.scored", lead, by=by, at=now, changes=changed, because=because(version, found)
    )
