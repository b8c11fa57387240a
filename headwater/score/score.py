"""The journey's fifth step: points for what is true of a lead; the true rules explain the sum."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from headwater.people.models import User
from headwater.records import trail
from headwater.records.draft import Batch
from headwater.records.lead import Lead
from headwater.records.trail import TrailEntry
from headwater.score import rules
from headwater.score.judging import Judge
from headwater.score.score_rule import ScoreRuleSet
from headwater.score.sums import Sum

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
    # The Trail of those of this batch is written at the end of the journey.
    again = Counter(draft.lead.pk for draft in batch.joined if draft.lead)
    version, asked = rules.known()
    judge = Judge(version, asked, batch.organization.time_zone, batch.now)
    sums = judge.sums_of_rows(leads, again)
    for lead in leads:
        entry = _put(lead, sums[lead.id], version, batch.by, batch.now)
        batch.trail += [entry] if entry else []
    batch.touched |= set(WRITTEN)


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
    lead.is_score_qualified, lead.score_due_at = found.is_qualified, found.due_at
    changed = changes(before, found)
    if was == found.parts and not (found.parts and changed):
        return None  # nothing new speaks for or against it
    return trail.entry(
        "lead.scored",
        lead,
        by=by,
        at=now,
        changes=changed,
        because={"version": version.version, "parts": found.parts},
    )
