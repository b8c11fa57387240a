"""Fit by grade, engagement by level, and which of their cells are marketing qualified."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

GRADES = "ABCDEF"
LEVELS = (1, 2, 3, 4)  # 1 is the highest; the last one is whoever shows less than the others ask
GRADE_FLOORS = (50, 35, 20, 10, 0)
ENGAGEMENT_FLOORS = (40, 20, 5)
# For each grade the last level that still qualifies; 0: none does.
QUALIFYING_LEVELS = (3, 2, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Grid:
    """`grade_floors`: the fit points from which A, B, C, D and E begin; what is below them is F."""

    grade_floors: Sequence[int] = GRADE_FLOORS
    engagement_floors: Sequence[int] = ENGAGEMENT_FLOORS
    qualifying_levels: Sequence[int] = QUALIFYING_LEVELS

    def grade(self, fit: int) -> str:
        """A to F."""
        return GRADES[_place(fit, self.grade_floors)]

    def level(self, engagement: int) -> int:
        """1 to 4."""
        return 1 + _place(engagement, self.engagement_floors)

    def is_qualified(self, grade: str, level: int) -> bool:
        """Whether leads of this cell are marketing qualified."""
        return bool(grade) and level <= self.qualifying_levels[GRADES.index(grade)]

    @property
    def problem(self) -> str:
        """Why it cannot work; "" when it can."""
        for floors, words in ((self.grade_floors, "grades"), (self.engagement_floors, "levels")):
            wanted = 5 if words == "grades" else 3
            if len(floors) != wanted or any(a <= b for a, b in pairwise(floors)):
                return f"The {words} need {wanted} floors, each lower than the one before."
        levels = self.qualifying_levels
        if len(levels) != len(GRADES) or any(not 0 <= level <= 4 for level in levels):
            return "Say for each of the six grades from which level on it is qualified: 0 to 4."
        return ""


def _place(points: int, floors: Sequence[int]) -> int:
    return next((place for place, floor in enumerate(floors) if points >= floor), len(floors))
