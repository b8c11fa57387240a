"""How a draft (or a version) differs from another: rules added, removed, changed, moved."""

import difflib
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from headwater.route.assignment_rule import AssignmentRule
from headwater.route.decide import sentence

WORDS = re.compile(r"\s+|[^\s\w]|\w+")
SAME, GONE, NEW = "same", "del", "ins"
Piece = tuple[str, str]  # how it changed, and the text


@dataclass(frozen=True, slots=True)
class Line:
    """One rule beside what it was before (None: it is new)."""

    rule: AssignmentRule
    was: AssignmentRule | None
    has_moved: bool = False

    @property
    def is_new(self) -> bool:
        return self.was is None

    @property
    def is_changed(self) -> bool:
        return bool(self.was and _said(self.was) != _said(self.rule))

    @property
    def is_switched(self) -> bool:
        return bool(self.was and self.was.is_active != self.rule.is_active)

    @property
    def is_different(self) -> bool:
        return self.is_new or self.is_changed or self.has_moved

    @property
    def words(self) -> str:
        """One word for each way in which it differs."""
        if self.is_new:
            return "New"
        switched = "Switched on" if self.rule.is_active else "Switched off"
        parts = [
            "Changed" if self.was and _content(self.was) != _content(self.rule) else "",
            switched if self.is_switched else "",
            f"Moved, was {self.was.order}" if self.has_moved and self.was else "",
        ]
        return ", ".join(part for part in parts if part).capitalize()

    @property
    def name(self) -> list[Piece]:
        return pieces(self.was.name if self.was else self.rule.name, self.rule.name)

    @property
    def criteria(self) -> list[Piece]:
        was = self.was or self.rule
        return pieces(was.criteria, self.rule.criteria)

    @property
    def sentence(self) -> list[Piece]:
        now = sentence(self.rule)
        return pieces(sentence(self.was) if self.was else now, now)

    @property
    def target(self) -> list[Piece]:
        """Who gets it, whole: half a name tells nothing."""
        now = self.rule.target
        if self.was is None or self.was.aim == self.rule.aim:
            return [(SAME, now)]
        return [(GONE, self.was.target), (NEW, now)]


@dataclass(frozen=True, slots=True)
class Changes:
    """All rules of the later state in their order, and those that are gone."""

    lines: list[Line]
    removed: list[AssignmentRule]

    @property
    def count(self) -> int:
        return sum(line.is_different for line in self.lines) + len(self.removed)


def between(before: Sequence[AssignmentRule], after: Sequence[AssignmentRule]) -> Changes:
    """What has to be done to `before` to make it `after`; as few rules as possible have moved."""
    was = {rule.key: rule for rule in before}
    there = {rule.key for rule in after}
    still = _staying([rule.key for rule in before if rule.key in there],
                     [rule.key for rule in after if rule.key in was])  # fmt: skip
    lines = [
        Line(rule, was.get(rule.key), rule.key in was and rule.key not in still) for rule in after
    ]
    return Changes(lines, [rule for rule in before if rule.key not in there])


def pieces(before: str, after: str) -> list[Piece]:
    """A text with what is gone and what is new of it, by words."""
    if before == after:
        return [(SAME, after)] if after else []
    old, new = WORDS.findall(before), WORDS.findall(after)
    found: list[Piece] = []
    for deed, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if deed == "equal":
            found.append((SAME, "".join(new[c:d])))
            continue
        if b > a:
            found.append((GONE, "".join(old[a:b])))
        if d > c:
            found.append((NEW, "".join(new[c:d])))
    return found


def _content(rule: AssignmentRule) -> tuple[object, ...]:
    return (rule.name, rule.criteria, rule.aim)


def _said(rule: AssignmentRule) -> tuple[object, ...]:
    return (*_content(rule), rule.is_active)


def _staying(before: Sequence[UUID], after: Sequence[UUID]) -> set[UUID]:
    """The longest run of rules whose order among each other is as before: they have not moved."""
    place = {key: n for n, key in enumerate(before)}
    tails: list[int] = []  # the smallest last place of an increasing run of each length
    last: list[UUID] = []
    previous: dict[UUID, UUID | None] = {}
    for key in after:
        at = bisect_left(tails, place[key])
        previous[key] = last[at - 1] if at else None
        tails[at : at + 1] = [place[key]]
        last[at : at + 1] = [key]
    found: set[UUID] = set()
    key_or_none = last[-1] if last else None
    while key_or_none is not None:
        found.add(key_or_none)
        key_or_none = previous[key_or_none]
    return found
