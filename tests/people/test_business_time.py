"""Working time: an office's week first, then clock changes, then a minute-by-minute count."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headwater.people.business_time import Calendar, add, between, is_open, next_opening

MORNING, AFTERNOON = (9 * 60, 12 * 60), (13 * 60, 17 * 60)
OFFICE_WEEK = ((MORNING, AFTERNOON),) * 5 + ((), ())
BERLIN = Calendar("Europe/Berlin", OFFICE_WEEK, frozenset({date(2026, 12, 25)}))
NEW_YORK = Calendar("America/New_York", OFFICE_WEEK)
ALWAYS = Calendar("UTC", (((0, 1440),),) * 7)
SUNDAY_NIGHT = Calendar("Europe/Berlin", ((),) * 6 + (((60, 300),),))
NEVER = Calendar("Europe/Berlin", ((),) * 7)


def at(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


STORIES = [
    # calendar, start, minutes, end
    (BERLIN, "2026-11-20 10:00", 5, "2026-11-20 10:05"),  # inside the morning
    (BERLIN, "2026-11-20 11:58", 5, "2026-11-20 13:03"),  # over lunch
    (BERLIN, "2026-11-20 16:55", 5, "2026-11-20 17:00"),  # not one minute into Monday
    (BERLIN, "2026-11-20 16:58", 5, "2026-11-23 09:03"),  # over the weekend
    (BERLIN, "2026-11-21 23:00", 5, "2026-11-23 09:05"),  # asked on Saturday night
    (BERLIN, "2026-12-24 16:59", 2, "2026-12-28 09:01"),  # Christmas on a Friday
    (BERLIN, "2026-11-20 10:00", 7 * 60 * 5, "2026-11-27 10:00"),  # five days of seven hours
    (BERLIN, "2026-11-20 18:00", 0, "2026-11-20 18:00"),  # nothing to add, nothing moved
    (ALWAYS, "2026-11-21 03:00", 24 * 60, "2026-11-22 03:00"),
    (SUNDAY_NIGHT, "2026-03-29 01:30", 60, "2026-03-29 03:30"),  # 2:00–3:00 is skipped
    (SUNDAY_NIGHT, "2026-10-25 01:30", 180, "2026-10-25 03:30"),  # 2:00–3:00 comes twice
]


@pytest.mark.parametrize(("calendar", "start", "minutes", "end"), STORIES)
def test_adding_and_counting_agree(calendar: Calendar, start: str, minutes: int, end: str) -> None:
    assert add(calendar, at(start), minutes) == at(end)
    assert between(calendar, at(start), at(end)) == minutes


def test_the_answer_keeps_the_zone_of_the_question() -> None:
    start = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    end = add(NEW_YORK, start, 30)
    assert end.tzinfo is UTC
    assert end == at("2026-11-20 10:30", "America/New_York")


def test_a_day_of_clock_change_has_23_or_25_hours() -> None:
    day = Calendar("America/New_York", (((0, 1440),),) * 7)
    zone = "America/New_York"
    assert between(day, at("2026-03-08 00:00", zone), at("2026-03-09 00:00", zone)) == 23 * 60
    assert between(day, at("2026-11-01 00:00", zone), at("2026-11-02 00:00", zone)) == 25 * 60


def test_periods_that_touch_a_jump() -> None:
    def sunday(*periods: tuple[int, int]) -> Calendar:
        return Calendar("Europe/Berlin", ((),) * 6 + (periods,))

    spring = at("2026-03-29 00:00"), at("2026-03-30 00:00")
    autumn = at("2026-10-25 00:00"), at("2026-10-26 00:00")
    assert between(sunday((120, 180)), *spring) == 0
    assert between(sunday((150, 240)), *spring) == 60
    assert next_opening(sunday((150, 240)), spring[0]) == at("2026-03-29 03:00")
    assert between(sunday((120, 150)), *autumn) == 60
    assert is_open(sunday((120, 150)), at("2026-10-25 02:10").replace(fold=0))
    assert is_open(sunday((120, 150)), at("2026-10-25 02:10").replace(fold=1))
    assert not is_open(sunday((120, 150)), at("2026-10-25 02:40").replace(fold=0))


@pytest.mark.parametrize(
    ("moment", "opened", "opening"),
    [
        ("2026-11-20 08:59", False, "2026-11-20 09:00"),
        ("2026-11-20 09:00", True, "2026-11-20 09:00"),
        ("2026-11-20 12:00", False, "2026-11-20 13:00"),
        ("2026-11-20 16:59", True, "2026-11-20 16:59"),
        ("2026-11-20 17:00", False, "2026-11-23 09:00"),
        ("2026-12-25 10:00", False, "2026-12-28 09:00"),
    ],
)
def test_open_or_when(moment: str, opened: bool, opening: str) -> None:
    assert is_open(BERLIN, at(moment)) is opened
    assert next_opening(BERLIN, at(moment)) == at(opening)


def test_seconds_count_and_backwards_is_nothing() -> None:
    start = at("2026-11-20 10:00")
    assert between(BERLIN, start, start + timedelta(seconds=90)) == 1.5
    assert between(BERLIN, start, start - timedelta(days=3)) == 0
    assert between(BERLIN, start, start) == 0


def test_a_calendar_that_never_opens_says_so() -> None:
    start = at("2026-11-20 10:00")
    with pytest.raises(ValueError, match="does not open often enough"):
        add(NEVER, start, 1)
    with pytest.raises(ValueError, match="never opens"):
        next_opening(NEVER, start)
    assert between(NEVER, start, start + timedelta(days=9)) == 0
    assert not is_open(NEVER, start)
    with pytest.raises(ValueError, match="does not open often enough"):
        add(SUNDAY_NIGHT, start, 10**7)


def test_refusals() -> None:
    with pytest.raises(ValueError, match="negative"):
        add(BERLIN, at("2026-11-20 10:00"), -1)
    with pytest.raises(ValueError, match="time zone"):
        add(BERLIN, datetime(2026, 11, 20), 1)
    with pytest.raises(ValueError, match="time zone"):
        between(BERLIN, at("2026-11-20 10:00"), datetime(2026, 11, 20))
    with pytest.raises(ValueError, match="no time zone called"):
        Calendar("Europe/Atlantis", OFFICE_WEEK)
    with pytest.raises(ValueError, match="no time zone called"):
        Calendar("../etc/passwd", OFFICE_WEEK)
    with pytest.raises(ValueError, match="seven days"):
        Calendar("UTC", OFFICE_WEEK[:6])
    for periods in [((600, 540),), ((0, 1441),), ((-1, 5),), ((0, 60), (30, 90)), ((5, 5),)]:
        with pytest.raises(ValueError, match="periods lie in order"):
            Calendar("UTC", (periods,) * 7)


ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # half an hour of summer time
    "America/St_Johns",
    "Pacific/Chatham",
    "Pacific/Apia",
]
CHANGES = [  # moments near which clocks jump somewhere above, and one quiet one
    datetime(2026, 3, 8, 6, tzinfo=UTC),
    datetime(2026, 3, 29, 0, tzinfo=UTC),
    datetime(2026, 4, 4, 14, tzinfo=UTC),
    datetime(2026, 10, 3, 15, tzinfo=UTC),
    datetime(2026, 10, 25, 0, tzinfo=UTC),
    datetime(2026, 11, 1, 5, tzinfo=UTC),
    datetime(2011, 12, 30, 9, tzinfo=UTC),  # Samoa left out a whole day
    datetime(2026, 7, 1, 12, tzinfo=UTC),
]


@st.composite
def days(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(st.integers(0, 48), max_size=6)))
    return tuple((a * 30, b * 30) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.tuples(*[days()] * 7))
    return Calendar(draw(st.sampled_from(ZONES)), week)


def minute_is_open(calendar: Calendar, moment: datetime) -> bool:
    local = moment.astimezone(ZoneInfo(calendar.zone))
    minute = local.hour * 60 + local.minute
    periods = calendar.week[local.weekday()]
    return local.date() not in calendar.holidays and any(a <= minute < b for a, b in periods)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    calendar=calendars(),
    change=st.sampled_from(CHANGES),
    before=st.integers(0, 1500),
    length=st.integers(0, 2600),
    holiday=st.booleans(),
)
def test_agrees_with_counting_every_minute(
    calendar: Calendar, change: datetime, before: int, length: int, holiday: bool
) -> None:
    start = change - timedelta(minutes=before)
    if holiday:
        off = frozenset({start.astimezone(ZoneInfo(calendar.zone)).date()})
        calendar = Calendar(calendar.zone, calendar.week, off)
    moments = [start + timedelta(minutes=n) for n in range(length)]
    opened = [moment for moment in moments if minute_is_open(calendar, moment)]
    assert between(calendar, start, start + timedelta(minutes=length)) == len(opened)
    if opened:
        assert add(calendar, start, len(opened)) == opened[-1] + timedelta(minutes=1)
        assert next_opening(calendar, start) == opened[0]
    for moment in moments[:: max(1, length // 12)]:
        assert is_open(calendar, moment) == minute_is_open(calendar, moment)
