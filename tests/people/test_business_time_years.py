"""Working time against a count of every single minute, over years of whole calendars.

The count knows nothing of periods and days: it asks for each minute of three years what the wall
clock shows there, and looks that minute up in the week. Zones jump only at full quarters of an
hour, so the clock is asked four times an hour.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.people.business_time import Calendar, add, between, is_open, next_opening
from headwater.people.public_holidays import days_off

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
MINUTES = int((LAST - FIRST) / timedelta(minutes=1))
EPOCH = date(1970, 1, 1)
# Zones by how they keep their clocks, and the country whose holidays they have.
PLACES = [
    ("America/Denver", "US", "CO"),
    ("Europe/Berlin", "DE", "BE"),
    ("Europe/London", "GB", "SCT"),
    ("Australia/Lord_Howe", "AU", "NSW"),  # half an hour of summer time, in the south
    ("Asia/Kolkata", "IN", ""),  # none, and half an hour beside the others
    ("Africa/Casablanca", "MA", ""),  # goes back for a month that moves with the moon
    ("America/St_Johns", "CA", "NL"),
]


@cache
def wall_clock(zone: str) -> tuple[np.ndarray, np.ndarray]:
    """For each minute of the years: the local day since 1970, the minute of its week."""
    quarters = [FIRST + timedelta(minutes=15 * n) for n in range(MINUTES // 15)]
    there = ZoneInfo(zone)
    offsets = [int((at.astimezone(there).utcoffset() or timedelta()).total_seconds()) // 60
               for at in quarters]  # fmt: skip
    local = np.arange(MINUTES) + int(FIRST.timestamp()) // 60 + np.repeat(offsets, 15)
    day, minute = np.divmod(local, 1440)
    # 1970 began on a Thursday.
    return day.astype(np.int32), ((day + 3) % 7 * 1440 + minute).astype(np.int32)


def counted(calendar: Calendar) -> np.ndarray:
    """How many open minutes lie before each minute; one more at the end."""
    days, minutes = wall_clock(calendar.zone)
    week = np.zeros(7 * 1440, dtype=bool)
    for day, periods in enumerate(calendar.week):
        for start, end in periods:
            week[day * 1440 + start : day * 1440 + end] = True
    works = np.ones(days[-1] + 400, dtype=bool)
    works[[(day - EPOCH).days for day in calendar.holidays]] = False
    return np.concatenate([[0], np.cumsum(week[minutes] & works[days])])


@st.composite
def days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    """A day with up to three periods: lunch, a late shift, nothing at all."""
    edges = sorted(draw(st.sets(st.integers(0, 96).map(lambda n: n * 15), max_size=6)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A week in a place, with its public holidays and some days of their own."""
    zone, country, region = draw(st.sampled_from(PLACES))
    week = draw(st.tuples(*[days()] * 7))
    own = draw(st.sets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=5))
    public = known_holidays(country, region) if draw(st.booleans()) else frozenset()
    return Calendar(zone, week, public | own)


@cache
def known_holidays(country: str, region: str) -> frozenset[date]:
    return frozenset(days_off(country, region, range(2024, 2027)))


def at(minute: int) -> datetime:
    return FIRST + timedelta(minutes=minute)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(calendar=calendars(), draw=st.data())
def test_years_agree_with_counting_every_minute(calendar: Calendar, draw: st.DataObject) -> None:
    before = counted(calendar)
    for _ in range(3):
        start = draw.draw(st.integers(0, MINUTES))
        end = draw.draw(st.integers(start, MINUTES))
        assert between(calendar, at(start), at(end)) == before[end] - before[start]
        left = int(before[-1] - before[start])
        if left:
            wanted = draw.draw(st.integers(1, left))
            reached = int(np.searchsorted(before, before[start] + wanted))
            assert add(calendar, at(start), wanted) == at(reached)
            opening = int(np.searchsorted(before, before[start] + 1)) - 1
            assert next_opening(calendar, at(start)) == at(opening)
            assert is_open(calendar, at(start)) == (opening == start)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place[0])
def test_a_pause_gives_exactly_the_working_time_it_took(place: tuple[str, str, str]) -> None:
    """What the clocks rest on: the due time put off by a pause leaves as much time as before."""
    zone, country, region = place
    week = (((9 * 60, 12 * 60), (13 * 60, 17 * 60)),) * 5 + ((), ())
    calendar = Calendar(zone, week, known_holidays(country, region))
    for month in range(36):
        started = FIRST + timedelta(days=30.4 * month, hours=10)
        due = add(calendar, started, 600)
        paused, resumed = started + timedelta(hours=3), started + timedelta(days=9)
        later = add(calendar, due, between(calendar, paused, resumed))
        assert between(calendar, resumed, later) == between(calendar, paused, due)
