"""Saved leads under one version of the rules: three statements, however many leads there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from headwater.criteria.judge import judge
from headwater.score import behaviour
from headwater.score.score import Counting, came_back
from headwater.score.score_rule import ScoreRule, ScoreRuleSet
from headwater.score.sums import Known, Sum


@dataclass(frozen=True, slots=True)
class Asked:
    """A lead, when it came, and (in a replay) until when what it did counts."""

    id: int
    created_at: datetime
    until: datetime | None = None


def judged(
    version: ScoreRuleSet,
    asked: Sequence[ScoreRule],
    leads: Sequence[Asked],
    *,
    zone: str,
    now: datetime,
) -> list[Sum]:
    """The sums of these leads, in their order. Nothing is written; `asked` are the active rules."""
    ids = [lead.id for lead in leads]
    truths = judge([rule.criteria for rule in asked], "Lead", ids, zone=zone, now=now)
    ended = {lead.id: lead.until for lead in leads if lead.until}
    done = behaviour.done(asked, ids, now=now, until=ended)
    returns, count = came_back(ids), Counting(version, asked)
    return [
        count.sum(Known(truths.get(lead.id, ()), done.get(lead.id, ()), returns.get(lead.id, 0),
                        count.age(lead.created_at, lead.until or now)))
        for lead in leads
    ]  # fmt: skip
