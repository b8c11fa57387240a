"""Is there enough to learn from? What is missing is said in words, never guessed around."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headwater.score.learning.table import Table

LEAST_DECIDED = 300
LEAST_OF_EACH = 60  # turned out well, and not
LEAST_DAYS = 30
LEAST_HELD_OUT = 15  # of each, among what is held out
WELL, BADLY = "converted", "lost"


def missing(decided: int, well: int, days: float | None = None) -> list[str]:
    """What has to come in before anything is learned; [] when there is enough."""
    wanted = [
        (decided, LEAST_DECIDED, "decided leads"), (well, LEAST_OF_EACH, f"{WELL} leads"),
        (decided - well, LEAST_OF_EACH, f"{BADLY} leads"),
    ]  # fmt: skip
    if days is not None:
        wanted.append((int(days), LEAST_DAYS, "days between the first and the last of them"))
    return [
        f"{least - count:,} more {what} ({count:,} of {least:,})"
        for count, least, what in wanted if count < least
    ]  # fmt: skip


def missing_slices(slices: Mapping[str, "Table"]) -> list[str]:
    """What a slice of time is short of; without both outcomes in each nothing can be compared."""
    told = []
    for name, table in slices.items():
        well = int(table.became.sum())
        for count, word in ((well, WELL), (len(table) - well, BADLY)):
            if count < LEAST_HELD_OUT:
                told.append(f"{LEAST_HELD_OUT - count} more {word} leads in {name}")
    return told
