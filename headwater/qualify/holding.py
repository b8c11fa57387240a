"""What of a definition holds for a lead, condition by condition, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.judge import judge
from headwater.criteria.parse import parse
from headwater.criteria.tree import EVERYTHING, And, Tree
from headwater.people.organization import organization
from headwater.records.models import Lead


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a definition asks for, and whether it is so."""

    words: str
    holds: bool


def conditions(criteria: str) -> list[Tree]:
    """The parts of a definition that must all be true; none for criteria that fit nothing now."""
    try:
        tree = parse(criteria, "Lead")
    except CriteriaError:  # a field of it is gone
        return []
    if tree == EVERYTHING:
        return []
    return list(tree.parts) if isinstance(tree, And) else [tree]


def holding(
    criteria: str, leads: Sequence[Lead], *, now: datetime
) -> dict[int, tuple[Condition, ...]]:
    """For each lead by key every condition with whether it holds; one query for all of them."""
    asked = conditions(criteria)
    if not asked or not leads:
        return {lead.pk: () for lead in leads}
    ids = [lead.pk for lead in leads]
    verdicts = judge(asked, "Lead", ids, zone=organization().time_zone, now=now)
    words = [english(part, "Lead") for part in asked]
    return {
        key: tuple(map(Condition, words, verdicts.get(key, (False,) * len(words)))) for key in ids
    }
