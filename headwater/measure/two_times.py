"""The two times of an answer, kept apart: ours (captured → owned) and theirs (owned → touched).

A slow answer is mended at different places: rules and queues make the first time long, people the
second.
"""

from dataclasses import dataclass

from django.db.models import Count, F, Q

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.percentile import Percentile
from headwater.measure.response import first_clocks, seconds
from headwater.people.models import User
from headwater.records.models import Clock
from headwater.records.sharing import visible

OWNED = Q(owned_at__isnull=False)
UNOWNED = Q(owned_at=None, stopped_at=None)
TOUCHED = OWNED & Q(stopped_at__isnull=False, is_answered=True, stopped_at__gte=F("owned_at"))


@dataclass(frozen=True, slots=True)
class TwoTimes:
    """Seconds by the wall clock, half within and nine of ten within; None where nothing is known.

    `unowned` inquiries wait for a person to have them.
    """

    system_median: float | None
    system_slowest_tenth: float | None
    human_median: float | None
    human_slowest_tenth: float | None
    owned: int
    touched: int
    unowned: int


@by_the_hour()
def two_times(user: User, asked: Period | Filters) -> TwoTimes:
    """Of the first answers promised in the period; one query."""
    clocks = first_clocks(asked).filter(visible(Clock, user))
    found = clocks.annotate(
        system=seconds("started_at", "owned_at"), human=seconds("owned_at", "stopped_at")
    ).aggregate(
        system_median=Percentile("system", 0.5, filter=OWNED),
        system_slowest_tenth=Percentile("system", 0.9, filter=OWNED),
        human_median=Percentile("human", 0.5, filter=TOUCHED),
        human_slowest_tenth=Percentile("human", 0.9, filter=TOUCHED),
        owned=Count("id", filter=OWNED),
        touched=Count("id", filter=TOUCHED),
        unowned=Count("id", filter=UNOWNED),
    )
    return TwoTimes(**found)
