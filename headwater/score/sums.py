"""What adds up to a score: one SELECT that counts many leads and says why, in whole points.

PostgreSQL judges the rules, weighs what was done, and writes the parts. Each part is rounded to
whole points before it is added, so that the sum that is shown is always that of the parts that are
shown. How the text of the SELECT comes about: `headwater.score.text`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sum:
    """A score with its parts; `due_at`: the full hour at which it has changed by itself."""

    parts: list[Part]
    score: int
    fit_score: int
    engagement_score: int
    grade: str
    is_qualified: bool
    due_at: datetime | None = None


def sums(rows: Iterable[tuple[Any, ...]]) -> dict[int, Sum]:
    """Lead → its sum, from the rows of the SELECT."""
    return {
        key: Sum(orjson.loads(parts), score, fit, engagement, grade, is_qualified, due_at)
        for key, score, fit, engagement, grade, is_qualified, parts, due_at in rows
    }
