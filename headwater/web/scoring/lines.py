"""What the pages show of score rules: each as a line, and what a draft changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from headwater.criteria.english import english
from headwater.score import rules
from headwater.score.drafts import fingerprint
from headwater.score.events import sentence
from headwater.score.grid import GRADES, LEVELS, Grid
from headwater.score.score_rule import ScoreRule, ScoreRuleSet, Side
from headwater.web.templatetags.words import plural

SETTING_WORDS = {
    "hot_threshold": "Hot from", "return_points": "Each further inquiry",
    "most_return_points": "All further inquiries", "grade_floors": "Floors of the grades",
    "engagement_floors": "Floors of the levels", "qualifying_levels": "What qualifies",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A rule, in words; `change` is "new", "changed" or ""."""

    rule: ScoreRule
    sentence: str
    terms: str
    change: str


def lines(own: Sequence[ScoreRule], before: Sequence[ScoreRule] | None = None) -> list[Line]:
    """Every rule; with `before`, what differs from those."""
    was = {rule.key: fingerprint(rule) for rule in before or ()}
    found = []
    for rule in own:
        change = ""
        if before is not None and was.get(rule.key) != fingerprint(rule):
            change = "changed" if rule.key in was else "new"
        found.append(Line(rule, said(rule), terms(rule), change))
    return found


def sides(some: Sequence[Line]) -> list[dict[str, Any]]:
    """The lines of fit and those of engagement."""
    return [
        {"side": side, "lines": [line for line in some if line.rule.side == side]} for side in Side
    ]


def removed(own: Sequence[ScoreRule], before: Sequence[ScoreRule]) -> list[ScoreRule]:
    """Rules that are there no more."""
    still = {rule.key for rule in own}
    return [rule for rule in before if rule.key not in still]


def settled(draft: ScoreRuleSet, published: ScoreRuleSet) -> list[str]:
    """The settings that differ, in words."""
    mine, theirs = rules.settings_of(draft), rules.settings_of(published)
    return [SETTING_WORDS[name] for name in rules.SETTINGS if mine[name] != theirs[name]]


def said(rule: ScoreRule) -> str:
    """When it gives points."""
    asked = english(rule.criteria, "Lead") if rule.criteria else ""
    if not rule.event:
        return asked or "Every lead"
    what = sentence(rule.event, rule.what, rule.interest, is_per_interest=rule.is_per_interest)
    return f"{what}; if {asked[:1].lower()}{asked[1:]}" if asked else what


def terms(rule: ScoreRule) -> str:
    """How often, up to what, and how it fades."""
    told = ["each time"] if rule.event else []
    if rule.most_points is not None:
        told.append(f"at most {rule.most_points}")
    if rule.half_life_days:
        told.append(f"halves every {plural(rule.half_life_days, 'day')}")
    return ", ".join(told)


def grid_rows(grid: Grid, here: str = "") -> list[dict[str, Any]]:
    """The grid as rows of cells; `here` ("B2") is where a lead stands."""
    return [
        {"grade": grade, "from": _floor(grid.grade_floors, place),
         "cells": [{"level": level, "is_qualified": grid.is_qualified(grade, level),
                    "is_here": f"{grade}{level}" == here} for level in LEVELS]}
        for place, grade in enumerate(GRADES)
    ]  # fmt: skip


def grid_heads(grid: Grid) -> list[dict[str, Any]]:
    """The levels with what they begin at."""
    floors = grid.engagement_floors
    return [{"level": level, "from": _floor(floors, level - 1)} for level in LEVELS]


def _floor(floors: Sequence[int], place: int) -> str:
    if place < len(floors):
        return f"{floors[place]}+"
    return f"under {floors[-1]}"
