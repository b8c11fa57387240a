"""Where answers are fast and where they are slow: by source, person, week and hour of the week.

Every function is one query over the same clocks as `response.first_answers`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.db.models.functions import (
    ExtractHour,
    ExtractIsoWeekDay,
    TruncDay,
    TruncMonth,
    TruncWeek,
)

from headwater.measure.buckets import Step, buckets
from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.filters import Filters
from headwater.measure.percentile import Percentile
from headwater.measure.response import (
    ANSWERED,
    KEPT,
    clocks_of,
    first_clocks,
    missed,
    running,
    seconds,
)
from headwater.measure.two_times import OWNED, TOUCHED
from headwater.people.models import User
from headwater.records.clock import Kind
from headwater.records.models import Clock
from headwater.records.sharing import visible

TRUNC = {Step.DAY: TruncDay, Step.WEEK: TruncWeek, Step.MONTH: TruncMonth}


@dataclass(frozen=True, slots=True)
class Answers:
    """Promises that have something in common. Times in seconds; None where nothing is known."""

    key: str
    label: str
    answered: int
    kept: int
    missed: int
    median: float | None
    slowest_tenth: float | None
    system_median: float | None
    human_median: float | None

    @property
    def kept_share(self) -> float | None:
        """Of the decided ones, 0 to 1; None before the first."""
        decided = self.kept + self.missed
        return self.kept / decided if decided else None


@dataclass(frozen=True, slots=True)
class Kept:
    """Promises of one kind, or of one stretch of days."""

    label: str
    kept: int
    missed: int
    running: int
    since: datetime | None = None
    until: datetime | None = None
    median: float | None = None


@by_the_hour()
def by_source(user: User, filters: Filters) -> list[Answers]:
    """The most promises first; '' is no source."""
    return _split(user, filters, "lead__lead_source", "lead__lead_source")


@by_the_hour()
def by_person(user: User, filters: Filters) -> list[Answers]:
    """By who had to keep the promise, people and queues; the most promises first."""
    return _split(user, filters, "owner_id", "owner__name")


@by_the_hour()
def by_hour(user: User, filters: Filters) -> list[list[tuple[float | None, int]]]:
    """Monday to Sunday, each with 24 (median seconds, answers) by when the inquiry came in."""
    rows = (
        _timed(user, filters).filter(ANSWERED)
        .annotate(day=ExtractIsoWeekDay("started_at"), hour=ExtractHour("started_at"))
        .values_list("day", "hour").annotate(median=Percentile("seconds", 0.5), n=Count("id"))
    )  # fmt: skip
    week: list[list[tuple[float | None, int]]] = [[(None, 0)] * 24 for _ in range(7)]
    for day, hour, median, count in rows:
        week[day - 1][hour] = (median, count)
    return week


@by_the_hour()
def over_time(user: User, filters: Filters) -> list[Kept]:
    """First answers kept and broken, by when they were promised; 0 where none was."""
    start = _timed(user, filters)
    stretches = buckets(filters.period, lambda: _first(start))
    if not stretches:
        return []
    rows = (
        start.annotate(at=TRUNC[stretches[0].step]("started_at")).values("at")
        .annotate(**_sums(), median=Percentile("seconds", 0.5, filter=ANSWERED))
    )  # fmt: skip
    found = {row["at"]: row for row in rows}
    nothing = {"kept": 0, "missed": 0, "running": 0, "median": None}
    return [
        Kept(each.label, row["kept"], row["missed"], row["running"], each.since, each.until,
             row["median"])
        for each in stretches for row in [found.get(each.since, nothing)]
    ]  # fmt: skip


@by_the_hour()
def by_kind(user: User, filters: Filters) -> list[Kept]:
    """All promises, not only first answers, by what was promised."""
    rows = clocks_of(filters).filter(visible(Clock, user)).values("kind").annotate(**_sums())
    found = {row["kind"]: row for row in rows}
    return [
        Kept(str(kind.label), found[kind]["kept"], found[kind]["missed"], found[kind]["running"])
        for kind in Kind if kind in found
    ]  # fmt: skip


def _split(user: User, filters: Filters, key: str, label: str) -> list[Answers]:
    rows = (
        _timed(user, filters).annotate(
            system=seconds("started_at", "owned_at"), human=seconds("owned_at", "stopped_at")
        )
        .values(*dict.fromkeys((key, label))).annotate(
            n=Count("id"), answered=Count("id", filter=ANSWERED),
            kept=Count("id", filter=KEPT), missed=Count("id", filter=missed()),
            median=Percentile("seconds", 0.5, filter=ANSWERED),
            slowest_tenth=Percentile("seconds", 0.9, filter=ANSWERED),
            system_median=Percentile("system", 0.5, filter=OWNED),
            human_median=Percentile("human", 0.5, filter=TOUCHED),
        )
        .order_by("-n", label)
    )  # fmt: skip
    return [
        Answers(
            str(row[key]), str(row[label]), row["answered"], row["kept"], row["missed"],
            row["median"], row["slowest_tenth"], row["system_median"], row["human_median"],
        )
        for row in rows
    ]  # fmt: skip


def _timed(user: User, filters: Filters) -> Any:
    clocks = first_clocks(filters).filter(visible(Clock, user))
    return clocks.annotate(seconds=seconds("started_at", "stopped_at"))


def _sums() -> dict[str, Count]:
    return {
        "kept": Count("id", filter=KEPT),
        "missed": Count("id", filter=missed()),
        "running": Count("id", filter=running()),
    }


def _first(clocks: Any) -> datetime | None:
    first: datetime | None = (
        clocks.order_by("started_at").values_list("started_at", flat=True).first()
    )
    return first
