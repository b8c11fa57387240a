"""What a replay adds up to: who would be qualified, what became of them, and whose score moves."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from headwater.score.grid import GRADES
from headwater.score.looking_back import Seen
from headwater.score.score_rule import ScoreRuleSet
from headwater.score.sums import Sum

MOST_LEADS = 2_000  # that are kept by key; more are only counted
ENDS = ("converted", "closed", "open")
Pair = tuple[int, str]  # (0 before, 1 after; what is counted)


@dataclass(slots=True)
class Sums:
    """Counters of one replay; `add` them up batch by batch, `result` tells them at the end."""

    published: ScoreRuleSet
    draft: ScoreRuleSet
    leads: int = 0
    changed: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    qualified: Counter[Pair] = field(default_factory=Counter)
    hot: Counter[int] = field(default_factory=Counter)
    cells: Counter[Pair] = field(default_factory=Counter)
    moved: list[tuple[int, int, int, str, str]] = field(default_factory=list)

    def add(self, seen: Iterable[Seen]) -> None:
        """Count one batch."""
        for each in seen:
            self.leads += 1
            self.ends[each.end] += 1
            cells = [self._side(0, each, each.before), self._side(1, each, each.after)]
            if each.before.score != each.after.score or cells[0] != cells[1]:
                self.changed += 1
                self.moved.append(
                    (each.lead_id, each.before.score, each.after.score, cells[0], cells[1])
                )
        if len(self.moved) > 2 * MOST_LEADS:
            self._keep_the_largest()

    def result(self) -> dict[str, Any]:
        """JSON-able; pairs are [in force, draft]."""
        self._keep_the_largest()
        return {
            "leads": self.leads,
            "changed": self.changed,
            "hot": [self.hot[0], self.hot[1]],
            "qualified": [sum(self.qualified[side, end] for end in ENDS) for side in (0, 1)],
            "ends": [
                {"end": end, "leads": self.ends[end],
                 "qualified": [self.qualified[0, end], self.qualified[1, end]]}
                for end in ENDS
            ],
            "grades": [
                [grade, *(sum(n for (side, cell), n in self.cells.items()
                              if side == wanted and cell[0] == grade) for wanted in (0, 1))]
                for grade in GRADES
            ],
            "moved": self.moved,
        }  # fmt: skip

    def _side(self, side: int, seen: Seen, found: Sum) -> str:
        """Count one side of a lead; its cell ("B2", with "+" where that is qualified)."""
        rule_set = (self.published, self.draft)[side]
        cell = f"{found.grade}{rule_set.grid.level(found.engagement_score)}"
        self.cells[side, cell] += 1
        self.hot[side] += found.score >= rule_set.hot_threshold
        self.qualified[side, seen.end] += found.is_qualified
        return cell + ("+" if found.is_qualified else "")

    def _keep_the_largest(self) -> None:
        """Those whose qualification changes first, then by how far the score moves."""
        self.moved.sort(key=_weight)
        del self.moved[MOST_LEADS:]


def _weight(moved: tuple[int, int, int, str, str]) -> tuple[bool, int]:
    _, before, after, cell_before, cell_after = moved
    return cell_before.endswith("+") == cell_after.endswith("+"), -abs(after - before)
