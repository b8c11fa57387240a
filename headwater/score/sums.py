"""What adds up to a score: pure counting, from what is true and what was done to the parts.

Each part is rounded to whole points before it is added, so that the sum that is shown is always
that of the parts that are shown.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from headwater.score.score_rule import ScoreRule, ScoreRuleSet, Side

DAY = 86_400.0  # seconds
HOUR = 3_600  # by which decay is counted
FIT = Side.FIT.value
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What one lead did that one rule (by its place) gives points for, of one interest.

    `weight`: how many times, each halved as often as its half-life has passed.
    """

    place: int
    interest: str
    count: int
    weight: float


@dataclass(frozen=True, slots=True)
class Known:
    """What the rules found about one lead: `truths` in the order of the rules, what it did, how
    often its person asked again, and how many days ago it came."""

    truths: Sequence[bool]
    done: tuple[Done, ...] = ()
    returned: int = 0
    age: float = 0.0


@dataclass(frozen=True, slots=True)
class Sum:
    """A score with its parts; `fades_in`: seconds until the first part loses a point (or None)."""

    parts: list[Part]
    score: int
    fit_score: int
    engagement_score: int
    grade: str
    is_qualified: bool
    fades_in: float | None = None

    def due_at(self, now: datetime) -> datetime | None:
        """The full hour at which the score has changed by itself."""
        if self.fades_in is None:
            return None
        at = now.timestamp() + self.fades_in
        return datetime.fromtimestamp((at // HOUR + 1) * HOUR, UTC)


@dataclass(frozen=True, slots=True)
class Term:
    """A rule made ready for many leads; `part` is its part where it is the same for all."""

    rule: ScoreRule
    is_event: bool
    half_life: int | None
    base: Part
    part: Part | None


def terms(asked: Sequence[ScoreRule]) -> list[Term]:
    """The rules made ready, in their order."""
    found = []
    for rule in asked:
        base: Part = {"rule": str(rule.key), "name": rule.name, "points": 0, "side": rule.side}
        fixed = None if rule.event or rule.half_life_days else _part(base, rule, rule.points)
        found.append(Term(rule, bool(rule.event), rule.half_life_days, base, fixed))
    return found


def add_up(version: ScoreRuleSet, asked: Sequence[Term], known: Known) -> Sum:
    """The score of one lead under these rules. Parts are shared between leads: only read them."""
    parts: list[Part] = []
    fading: list[float] = []
    for term, is_true in zip(asked, known.truths, strict=False):
        if not is_true or term.is_event:
            continue
        if term.part:
            parts.append(term.part)
        elif term.half_life:
            _fade(parts, fading, term, term.rule.points * 0.5 ** (known.age / term.half_life))
    for did in known.done:
        if did.place < len(known.truths) and known.truths[did.place]:
            term = asked[did.place]
            _fade(parts, fading, term, term.rule.points * did.weight, did)
    if known.returned and version.return_points:
        parts.append(_again(version, known.returned))
    return _sum(version, parts, min(fading, default=None))


def whole(points: float, most: int | None) -> int:
    """Points as they are shown: rounded, and at most `most` in either direction."""
    size = math.floor(abs(points) + 0.5)
    size = size if most is None else min(size, most)
    return size if points > 0 else -size


def _part(base: Part, rule: ScoreRule, exact: float) -> Part | None:
    """None where no whole point is left."""
    points = whole(exact, rule.most_points)
    if not points:
        return None
    part = {**base, "points": points}
    if rule.most_points is not None and abs(points) == rule.most_points < abs(exact):
        part["is_capped"] = True
    return part


def _fade(
    parts: list[Part], fading: list[float], term: Term, exact: float, did: Done | None = None
) -> None:
    part = _part(term.base, term.rule, exact)
    if part is None:
        return
    if did:
        part["count"] = did.count
        if did.interest:
            part["interest"] = did.interest
    if term.half_life:
        part["half_life"] = term.half_life
        halvings = math.log2(abs(exact) / (abs(part["points"]) - 0.5))
        fading.append(max(halvings, 0.0) * term.half_life * DAY)
    parts.append(part)


def _again(version: ScoreRuleSet, returned: int) -> Part:
    points = min(returned * version.return_points, version.most_return_points)
    name = "Asked again" if returned == 1 else f"Asked again {returned} times"
    return {"rule": None, "name": name, "points": points, "side": Side.ENGAGEMENT.value}


def _sum(version: ScoreRuleSet, parts: list[Part], fades_in: float | None) -> Sum:
    fit = engagement = 0
    for part in parts:
        if part["side"] == FIT:
            fit += part["points"]
        else:
            engagement += part["points"]
    grid = version.grid
    grade = grid.grade(fit)
    is_qualified = grid.is_qualified(grade, grid.level(engagement))
    return Sum(parts, fit + engagement, fit, engagement, grade, is_qualified, fades_in)


def days(since: datetime, now: datetime) -> float:
    """How long ago, never negative."""
    return max((now - since) / timedelta(days=1), 0.0)
