"""Each morning of the last three months was kept, as a worker would have done."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from headwater.measure import snapshots

if TYPE_CHECKING:
    from headwater.sample.history import History

DAYS = 92
EARLY = time(9)  # UTC; still night in Colorado


def plan(history: "History") -> None:
    """Put them on the agenda of who lives through the past."""
    first = datetime.combine(history.until.date(), EARLY, history.until.tzinfo)
    for days in range(DAYS):
        history.later(first - timedelta(days=days), _keep)


def _keep(now: datetime) -> None:
    snapshots.keep(now)
