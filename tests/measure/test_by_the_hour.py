"""Figures counted by the hour say what they would say live, and from when they are."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.measure import (
    by_the_hour,
    deals,
    early_funnel,
    handoffs,
    health,
    leads,
    outcome,
    outlook,
    sources,
)
from headwater.measure.by_the_hour import FIGURES, KeptFigure
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.plain import read, told
from headwater.people.models import User
from tests.measure.histories import history


def anew(user: User) -> User:
    """As the next request has it."""
    return User.objects.get(pk=user.pk)


def test_kept_figures_say_what_they_say_live(cast: SimpleNamespace) -> None:
    history(5, cast)
    asked: list[tuple[Any, Any]] = [
        (figure, Filters(Period(days))) for days in (None, 30)
        for figure in (health.standing, health.arrivals, health.aging, sources.sources,
                       outcome.compared, outcome.ended, early_funnel.of_period,
                       handoffs.total, handoffs.by_person)
    ]  # fmt: skip
    asked += [(figure, Period(30)) for figure in (leads.by_source, leads.by_group, deals.win_rates,
                                                  deals.won_by_campaign)]  # fmt: skip
    live = [figure(anew(cast.ada), filters) for figure, filters in asked]
    year = outlook.of_year(anew(cast.ada))
    once = sum(takes in by_the_hour.ONCE for _, takes in FIGURES.values())
    periods = len(by_the_hour.PERIODS)
    assert by_the_hour.count() == len(FIGURES) * periods - once * (periods - 1)
    user = anew(cast.ada)
    kept = [figure(user, filters) for figure, filters in asked]
    assert by_the_hour.counted_at(user)
    assert (outlook.of_year(user).cells, outlook.of_year(user).parts) == (year.cells, year.parts)
    for (figure, _), one, other in zip(asked, live, kept, strict=True):
        assert one == other, figure


def test_a_part_is_counted_at_once(cast: SimpleNamespace) -> None:
    history(6, cast)
    by_the_hour.count()
    KeptFigure.objects.update(value=told("kept"))
    kept: Any = "kept"
    whole, part = Filters(Period(30)), Filters(Period(30), source="Web")
    assert health.standing(anew(cast.ada), whole) == kept
    assert health.standing(anew(cast.ada), part) != kept
    assert health.standing(anew(cast.mara), whole) != kept
    assert by_the_hour.counted_at(anew(cast.ada)) is None
    by_the_hour.hourly()  # so few leads need none of it
    assert health.standing(anew(cast.ada), whole) != kept


def test_the_page_says_from_when(cast: SimpleNamespace, client: Client) -> None:
    history(7, cast, leads=5)
    client.force_login(cast.ada)
    assert b"counted anew each hour" not in client.get("/reports/health").content
    by_the_hour.count()
    assert b"counted anew each hour" in client.get("/reports/health").content


def test_plain_and_back() -> None:
    first = datetime(2026, 3, 1, tzinfo=UTC)
    value = {
        "a": [Decimal("1.50"), date(2026, 3, 1), None],
        "b": (first,),
        3: deals.WinRate("x", 1, 2),
    }
    assert read(told(value)) == value
    with pytest.raises(TypeError):
        told(object())
    with pytest.raises(TypeError):
        read({"!": "os:environ", "of": {}})


def test_a_worker_knows_where_figures_are() -> None:
    assert {name.partition(".")[0] for name in FIGURES} == set(by_the_hour.ROOMS)
