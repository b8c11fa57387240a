"""How fast inquiries are answered: the first-response clocks of a period."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Q
from django.db.models.functions import Extract
from django.utils import timezone

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.percentile import Percentile
from headwater.people.models import User
from headwater.records.clock import UNANSWERED, Kind
from headwater.records.models import Clock
from headwater.records.sharing import visible

# Bands of the time to the first answer, in minutes by the wall clock; the last one is open.
BANDS = ((0, 5), (5, 15), (15, 60), (60, None))
# Clocks that ended without an answer to the person say nothing about speed.
ANSWERED = Q(stopped_at__isnull=False, is_answered=True)
KEPT = ANSWERED & Q(stopped_at__lte=F("due_at"))


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """Seconds to the first answer (median and 90th percentile) and how many promises were kept."""

    median: float | None
    slowest_tenth: float | None
    answered: int
    kept: int
    missed: int
    running: int
    bands: tuple[int, ...]

    @property
    def kept_rate(self) -> float:
        """Share of decided promises that were kept, 0 to 1."""
        decided = self.kept + self.missed
        return self.kept / decided if decided else 0.0


@by_the_hour()
def first_answers(user: User, asked: Period | Filters) -> FirstAnswers:
    """The clocks that started in the period; one that ran out counts as missed at once."""
    clocks = first_clocks(asked).filter(visible(Clock, user))
    found = clocks.annotate(seconds=seconds("started_at", "stopped_at")).aggregate(
        median=Percentile("seconds", 0.5, filter=ANSWERED),
        slowest_tenth=Percentile("seconds", 0.9, filter=ANSWERED),
        answered=Count("id", filter=ANSWERED),
        kept=Count("id", filter=KEPT),
        missed=Count("id", filter=missed()),
        running=Count("id", filter=running()),
        **{f"band_{low}": Count("id", filter=ANSWERED & _between(low, top)) for low, top in BANDS},
    )
    bands = tuple(found.pop(f"band_{low}") for low, _ in BANDS)
    return FirstAnswers(bands=bands, **found)


def first_clocks(asked: Period | Filters) -> Any:
    """First answers promised in the period, whoever may see them."""
    return clocks_of(asked).filter(kind=Kind.FIRST_ATTEMPT)


def clocks_of(asked: Period | Filters) -> Any:
    """All promises of the period. Owner and team are of whoever had to keep them."""
    filters = asked if isinstance(asked, Filters) else Filters(asked)
    # A promise that waits with a merged lead is kept, or not, where that lead lives on.
    clocks = Clock.objects.filter(
        filters.condition("lead__", owner="owner_id"), lead__master_record=None
    ).order_by()
    since = filters.period.since
    return clocks.filter(started_at__gte=since) if since else clocks


def seconds(first: str, last: str) -> Any:
    """From one time of a row to another."""
    length = ExpressionWrapper(F(last) - F(first), models.DurationField())
    return Extract(length, "epoch")


def missed() -> Q:
    """Answered too late, or not yet although time is up."""
    return Q(stopped_at__gt=F("due_at")) | (UNANSWERED & Q(due_at__lt=timezone.now()))


def running() -> Q:
    """Nobody has answered, and there is still time."""
    return UNANSWERED & Q(due_at__gte=timezone.now())


def in_band(number: int) -> Q:
    """Clocks (with their `seconds`) that were answered within that band of BANDS."""
    return ANSWERED & _between(*BANDS[number])


def _between(low: int, top: int | None) -> Q:
    from_low = Q(seconds__gte=low * 60)
    return from_low if top is None else from_low & Q(seconds__lt=top * 60)
