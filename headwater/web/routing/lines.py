"""What a rule page says of each rule: what it was, how often it decided, what a replay expects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from headwater.route import changes, drafts
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.changes import Changes, Line
from headwater.route.fired import DAYS, Fired
from headwater.route.replay import Replay

NOTHING: tuple[dict[str, int], dict[str, int]] = ({}, {})


@dataclass(frozen=True, slots=True)
class Shown:
    """One rule of the page; `mark` says why it does nothing, `expected` what a replay tells."""

    line: Line
    fired: Fired | None
    mark: str
    expected: int | None
    difference: int | None
    seen: str

    @property
    def rule(self) -> AssignmentRule:
        return self.line.rule


def shown(
    found: Changes, fired: Mapping[UUID, Fired] | None, replay: Replay | None, age: int
) -> list[Shown]:
    """The lines of a page; `age` is for how many days rules have been asked at all. Without
    `fired` nothing is told of how many leads there are."""
    told: Any = replay.result.get("rules") if replay else None
    before, after = told or NOTHING
    silent = _never_asked([line.rule for line in found.lines])
    lines = []
    for line in found.lines:
        key = str(line.rule.key)
        new = after.get(key, 0) if told else None
        lines.append(Shown(
            line, None if fired is None else fired.get(line.rule.key, Fired()),
            _mark(line, fired, silent, age), new,
            None if new is None else new - before.get(key, 0), drafts.fingerprint(line.rule),
        ))  # fmt: skip
    return lines


def same(rules: Sequence[AssignmentRule]) -> Changes:
    """A version beside itself: nothing differs."""
    return changes.between(rules, rules)


def _mark(
    line: Line, fired: Mapping[UUID, Fired] | None, silent: Mapping[UUID, str], age: int
) -> str:
    rule = line.rule
    if not rule.is_active:
        return ""
    if rule.key in silent:
        return f"Never asked: “{silent[rule.key]}” fits every lead"
    if fired is None or line.is_new or age < DAYS or fired.get(rule.key):
        return ""
    return f"Decided nothing in {DAYS} days"


def _never_asked(rules: Sequence[AssignmentRule]) -> dict[UUID, str]:
    """Rules behind one that fits every lead and asks no other after it: key → that one's name."""
    found: dict[UUID, str] = {}
    last: Any = None
    for rule in rules:
        if last is not None:
            found[rule.key] = last.name
        elif rule.is_active and not rule.criteria.strip():
            last = None if rule.goes_on or rule.only_matching else rule
    return found
