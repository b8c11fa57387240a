"""Figures that are counted each hour where there are many leads, and read from there by pages.

`@by_the_hour` stands before a figure f(user, filters). Where there are few leads it changes
nothing. Where there are many, a job counts it each hour for whoever sees everything, for each
period that can be asked for without another filter; pages then read what it said and tell from when
it is. For whoever sees only a part, or asks for one, it is kept when asked for (`kept_answers`).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import wraps
from importlib import import_module
from typing import Any, Literal, TypeVar
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.measure import daily_sums, kept_answers
from headwater.measure.campaigns import sees_all
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.plain import read, told
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.sharing import visible_owner_ids
from headwater.people.user import Role

PERIODS = (7, 30, 90, 365, None)  # days; None: everything
Figure = Callable[[User, Any], Any]
Takes = Literal["filters", "period", "nothing", "standing"]
ONCE = ("nothing", "standing")  # the same for each period
F = TypeVar("F", bound=Callable[..., Any])
FIGURES: dict[str, tuple[Figure, Takes]] = {}
# Where marked figures are: a worker has loaded none of them.
ROOMS = (
    "answer_times", "balance", "deals", "early_funnel", "handoffs", "health", "leads", "outcome",
    "outlook", "process_flow", "quality", "response", "sources", "two_times", "workload",
)  # fmt: skip


class KeptFigure(models.Model):
    """What a figure said for a period (`days`; NULL: everything), as JSON (measure.plain)."""

    name = models.CharField(max_length=80)
    days = models.PositiveSmallIntegerField(null=True)
    value: Any = models.JSONField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["days"], name="kept_figures_of_period")]

    def __str__(self) -> str:
        return self.name


def by_the_hour(takes: Takes = "filters", *, for_all: bool = True) -> Callable[[F], F]:
    """`takes`: what a figure is asked beside the person; "standing" are filters whose period it
    leaves aside, since it is of this moment. `for_all` False: what it says depends on
    the role as well, so that only roles that see everything read it."""

    def mark(figure: F) -> F:
        name = f"{figure.__module__.rpartition('.')[2]}.{figure.__name__}"
        FIGURES[name] = (figure, takes)

        @wraps(figure)
        def asked(user: User, *filters: Any, **more: Any) -> Any:
            if takes == "standing":
                filters = tuple(replace(each, period=Period(None)) for each in filters)
            plain = _period(filters, more)
            if plain is None or not (sees_all(user) if for_all else _sees_by_role(user)):
                return kept_answers.answered(user, figure, *filters, **more)
            found = _kept(user, plain.days).get(name)
            if found is None:
                return figure(user, *filters, **more)
            kept_answers.note(user, found[1])
            return read(found[0])

        return asked  # type: ignore[return-value]

    return mark


def counted_at(user: User) -> datetime | None:
    """From when the oldest figure is that this person object has read; None: all were counted."""
    return kept_answers.since(user)


@job("measure.count_by_the_hour", cron="37 * * * *")
def hourly() -> None:
    """Count everything anew where that is needed at all."""
    if daily_sums.is_large():
        count()
        kept_answers.anew()
    else:
        KeptFigure.objects.all().delete()
        kept_answers.forget()


def count() -> int:
    """Each figure for each period, as an administrator sees it; returns how many there are."""
    user = User.objects.filter(role=Role.ADMIN, is_active=True).order_by("pk").first()
    if user is None:
        return 0
    for name in ROOMS:
        import_module(f"headwater.measure.{name}")
    rows = []
    with timezone.override(ZoneInfo(organization().time_zone)):
        for days in PERIODS:
            now = timezone.now()
            filters = Filters(Period(days, now))
            given: dict[Takes, tuple[Any, ...]] = {
                "filters": (filters,), "standing": (filters,), "period": (filters.period,),
                "nothing": (),
            }  # fmt: skip
            rows += [
                KeptFigure(name=name, days=days, counted_at=now,
                           value=told(figure(user, *given[takes])))
                for name, (figure, takes) in FIGURES.items() if days is None or takes not in ONCE
            ]  # fmt: skip
    with transaction.atomic():
        KeptFigure.objects.all().delete()
        KeptFigure.objects.bulk_create(rows)
    return len(rows)


def _period(filters: tuple[Any, ...], more: dict[str, Any]) -> Period | None:
    """What is asked for, if it is nothing but one of the known periods."""
    if more or len(filters) > 1:
        return None
    asked = filters[0] if filters else Period(None)
    if isinstance(asked, Filters):
        asked = asked.period if asked == Filters(asked.period) else None
    return asked if isinstance(asked, Period) and asked.days in PERIODS else None


def _sees_by_role(user: User) -> bool:
    return bool(user.is_active and visible_owner_ids(user) is None)


def _kept(user: User, days: int | None) -> dict[str, tuple[Any, datetime]]:
    """All of a period at once, asked for once per user object, as sharing is."""
    every: dict[int | None, Any] = getattr(user, "_kept_figures", {})
    if days not in every:
        rows = KeptFigure.objects.filter(days=days).values_list("name", "value", "counted_at")
        every[days] = {name: (value, at) for name, value, at in rows}
        user._kept_figures = every  # type: ignore[attr-defined]
    found: dict[str, tuple[Any, datetime]] = every[days]
    return found
