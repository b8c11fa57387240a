"""The two times of an answer, kept apart: ours (captured → owned) and theirs (owned → touched).

A slow answer is mended at different places: rules and queues make the first time long, people the
second.
"""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Q
from django.db.models.functions import Extract

from headwater.measure.figure import Period
from headwater.measure.percentile import Percentile
from headwater.people.models import User
from headwater.records.clock import Kind
from headwater.records.models import Clock
from headwater.records.sharing import visible

OWNED = Q(owned_at__isnull=False)
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


def two_times(user: User, period: Period) -> TwoTimes:
    """Of the first answers promised in the period; one query."""
    clocks = Clock.objects.filter(visible(Clock, user), kind=Kind.FIRST_ATTEMPT)
    clocks = clocks.filter(lead__master_record=None)
    if period.since:
        clocks = clocks.filter(started_at__gte=period.since)
    found = clocks.annotate(
        system=_seconds("started_at", "owned_at"), human=_seconds("owned_at", "stopped_at")
    ).aggregate(
        system_median=Percentile("system", 0.5, filter=OWNED),
        system_slowest_tenth=Percentile("system", 0.9, filter=OWNED),
        human_median=Percentile("human", 0.5, filter=TOUCHED),
        human_slowest_tenth=Percentile("human", 0.9, filter=TOUCHED),
        owned=Count("id", filter=OWNED),
        touched=Count("id", filter=TOUCHED),
        unowned=Count("id", filter=Q(owned_at=None, stopped_at=None)),
    )
    return TwoTimes(**found)


def _seconds(first: str, last: str) -> Any:
    length = ExpressionWrapper(F(last) - F(first), models.DurationField())
    return Extract(length, "epoch")
