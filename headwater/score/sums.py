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


def add_up(version: ScoreRuleSet, asked: Sequence[ScoreRule], known: Known) -> Sum:
    """The score of one lead under these rules."""
    parts: list[Part] = []
    fading: list[float] = []
    for rule, is_true in zip(asked, known.truths, strict=False):
        if is_true and not rule.event:
            half_lives = known.age / rule.half_life_days if rule.half_life_days else 0.0
            _add(parts, fading, rule, rule.points * 0.5**half_lives)
    for did in known.done:
        rule = asked[did.place]
        if did.place < len(known.truths) and known.truths[did.place]:
            _add(parts, fading, rule, rule.points * did.weight, did)
    if known.returned and version.return_points:
        parts.append(_again(version, known.returned))
    return _sum(version, parts, min(fading, default=None))


def whole(points: float, most: int | None) -> int:
    """Points as they are shown: rounded, and at most `most` in either direction."""
    size = math.floor(abs(points) + 0.5)
    size = size if most is None else min(size, most)
    return size if points > 0 else -size


def _add(
    parts: list[Part], fading: list[float], rule: ScoreRule, exact: float, did: Done | None = None
) -> None:
    points = whole(exact, rule.most_points)
    if not points:
        return
    part: Part = {"rule": str(rule.key), "name": rule.name, "points": points, "side": rule.side}
    if did:
        part["count"] = did.count
        if did.interest:
            part["interest"] = did.interest
    if rule.most_points is not None and abs(points) == rule.most_points < abs(exact):
        part["is_capped"] = True
    if rule.half_life_days:
        part["half_life"] = rule.half_life_days
        halvings = math.log2(abs(exact) / (abs(points) - 0.5))
        fading.append(max(halvings, 0.0) * rule.half_life_days * DAY)
    parts.append(part)


def _again(version: ScoreRuleSet, returned: int) -> Part:
    points = min(returned * version.return_points, version.most_return_points)
    name = "Asked again" if returned == 1 else f"Asked again {returned} times"
    return {"rule": None, "name": name, "points": points, "side": Side.ENGAGEMENT.value}


def _sum(version: ScoreRuleSet, parts: list[Part], fades_in: float | None) -> Sum:
    fit = sum(part["points"] for part in parts if part["side"] == Side.FIT)
    engagement = sum(part["points"] for part in parts if part["side"] != Side.FIT)
    grid = version.grid
    grade = grid.grade(fit)
    is_qualified = grid.is_qualified(grade, grid.level(engagement))
    return Sum(parts, fit + engagement, fit, engagement, grade, is_qualified, fades_in)


def days(since: datetime, now: datetime) -> float:
    """How long ago, never negative."""
    return max((now - since) / timedelta(days=1), 0.0)
