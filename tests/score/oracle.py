"""The score of one lead, added up in the plainest way: rule by rule, event by event."""

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from headwater.records.engagement import Engagement
from headwater.records.models import Lead
from headwater.score.models import ScoreRule, ScoreRuleSet
from headwater.score.sums import Part, Sum

CRITERIA: dict[str, Callable[[Lead], bool]] = {
    "": lambda lead: True,
    "Phone != null": lambda lead: bool(lead.phone),
    "City = 'Bergen' OR Title LIKE '%owner%'": lambda lead: (
        lead.city == "Bergen" or "owner" in lead.title.lower()
    ),
    "NOT (NumberOfEmployees > 50)": lambda lead: not (lead.number_of_employees or 0) > 50,
}


def add_up(
    version: ScoreRuleSet, asked: Sequence[ScoreRule], lead: Lead, did: Sequence[Engagement],
    *, returned: int, now: datetime,
) -> Sum:  # fmt: skip
    """What the lead's page shows: fields first, then what fades or was done, then inquiries."""
    found: list[tuple[int, str, Part, float | None]] = []
    for place, rule in enumerate(asked):
        if not CRITERIA[rule.criteria](lead):
            continue
        if rule.event:
            found += [(place, *each) for each in _done(rule, did, now)]
        else:
            weight = _weight(rule, lead.created_at, now)
            found.append((place, "", *_part(rule, rule.points * weight, {})))
    found = [each for each in found if each[2]["points"]]
    found.sort(key=lambda each: (_has_weight(asked[each[0]]), each[0], each[1]))
    parts = [each[2] for each in found] + _again(version, returned)
    fades = [each[3] for each in found if each[3] is not None]
    return _sum(version, parts, _due(now, min(fades, default=None)))


def _has_weight(rule: ScoreRule) -> bool:
    return bool(rule.event or rule.half_life_days)


def _done(
    rule: ScoreRule, did: Sequence[Engagement], now: datetime
) -> list[tuple[str, Part, float | None]]:
    """For each interest, where that is asked for, a part of its own."""
    piles: dict[str, list[Engagement]] = {}
    for event in did:
        is_asked = (
            event.kind == rule.event and not event.bot_reason and event.at <= now
            and rule.what.lower() in event.what.lower()
            and rule.interest.lower() in ("", event.interest.lower())
        )  # fmt: skip
        if is_asked:
            piles.setdefault(event.interest if rule.is_per_interest else "", []).append(event)
    found = []
    for interest, events in piles.items():
        weight = sum(_weight(rule, event.at, now) for event in events)
        more = {"count": len(events), **({"interest": interest} if interest else {})}
        found.append((interest, *_part(rule, rule.points * weight, more)))
    return found


def _weight(rule: ScoreRule, since: datetime, now: datetime) -> float:
    days = max((now - since) / timedelta(days=1), 0.0)
    return float(0.5 ** (days / rule.half_life_days)) if rule.half_life_days else 1.0


def _part(rule: ScoreRule, exact: float, more: dict[str, Any]) -> tuple[Part, float | None]:
    """The part, and in how many days it loses its next point."""
    size = math.floor(abs(exact) + 0.5)
    is_capped = rule.most_points is not None and size >= rule.most_points
    size = min(size, rule.most_points) if rule.most_points is not None else size
    points = size if exact > 0 else -size
    part = {"rule": str(rule.key), "name": rule.name, "side": rule.side, "points": points, **more}
    if is_capped and abs(exact) > size:
        part["is_capped"] = True
    if not (rule.half_life_days and points):
        return part, None
    part["half_life"] = rule.half_life_days
    return part, rule.half_life_days * math.log2(abs(exact) / (size - 0.5))


def _again(version: ScoreRuleSet, returned: int) -> list[Part]:
    points = min(returned * version.return_points, version.most_return_points)
    name = "Asked again" if returned == 1 else f"Asked again {returned} times"
    part = {"rule": None, "name": name, "side": "engagement", "points": points}
    return [part] if points else []


def _due(now: datetime, days: float | None) -> datetime | None:
    """The next full hour after that."""
    if days is None:
        return None
    moment = now + timedelta(days=days)
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def _sum(version: ScoreRuleSet, parts: list[Part], due_at: datetime | None) -> Sum:
    fit = sum(part["points"] for part in parts if part["side"] == "fit")
    engagement = sum(part["points"] for part in parts if part["side"] == "engagement")
    grade = version.grid.grade(fit)
    is_qualified = version.grid.is_qualified(grade, version.grid.level(engagement))
    return Sum(parts, fit + engagement, fit, engagement, grade, is_qualified, due_at)
