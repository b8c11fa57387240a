"""Every date literal as a span, on a Wednesday, and on the days when clocks change."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from headwater.criteria import dates
from headwater.criteria.dates import Calendar
from headwater.criteria.parse import parse
from headwater.records.models import Lead

# Wednesday 11 March 2026; the week began on Sunday the 8th.
CALENDAR = Calendar(datetime(2026, 3, 11, 12, 30, 15, 500, tzinfo=UTC), "UTC")

SPANS = [
    ("YESTERDAY", "2026-03-10", "2026-03-11"),
    ("TODAY", "2026-03-11", "2026-03-12"),
    ("TOMORROW", "2026-03-12", "2026-03-13"),
    ("LAST_WEEK", "2026-03-01", "2026-03-08"),
    ("THIS_WEEK", "2026-03-08", "2026-03-15"),
    ("NEXT_WEEK", "2026-03-15", "2026-03-22"),
    ("LAST_MONTH", "2026-02-01", "2026-03-01"),
    ("THIS_MONTH", "2026-03-01", "2026-04-01"),
    ("NEXT_MONTH", "2026-04-01", "2026-05-01"),
    ("LAST_90_DAYS", "2025-12-11", "2026-03-12"),
    ("NEXT_90_DAYS", "2026-03-12", "2026-06-10"),
    ("LAST_QUARTER", "2025-10-01", "2026-01-01"),
    ("THIS_QUARTER", "2026-01-01", "2026-04-01"),
    ("NEXT_QUARTER", "2026-04-01", "2026-07-01"),
    ("LAST_YEAR", "2025-01-01", "2026-01-01"),
    ("THIS_YEAR", "2026-01-01", "2027-01-01"),
    ("NEXT_YEAR", "2027-01-01", "2028-01-01"),
    ("LAST_FISCAL_QUARTER", "2025-10-01", "2026-01-01"),
    ("THIS_FISCAL_QUARTER", "2026-01-01", "2026-04-01"),
    ("NEXT_FISCAL_QUARTER", "2026-04-01", "2026-07-01"),
    ("LAST_FISCAL_YEAR", "2025-01-01", "2026-01-01"),
    ("THIS_FISCAL_YEAR", "2026-01-01", "2027-01-01"),
    ("NEXT_FISCAL_YEAR", "2027-01-01", "2028-01-01"),
    ("LAST_N_DAYS:3", "2026-03-08", "2026-03-12"),
    ("LAST_N_DAYS:0", "2026-03-11", "2026-03-12"),
    ("NEXT_N_DAYS:3", "2026-03-12", "2026-03-15"),
    ("N_DAYS_AGO:3", "2026-03-08", "2026-03-09"),
    ("LAST_N_WEEKS:2", "2026-02-22", "2026-03-08"),
    ("NEXT_N_WEEKS:2", "2026-03-15", "2026-03-29"),
    ("N_WEEKS_AGO:2", "2026-02-22", "2026-03-01"),
    ("LAST_N_MONTHS:2", "2026-01-01", "2026-03-01"),
    ("NEXT_N_MONTHS:2", "2026-04-01", "2026-06-01"),
    ("N_MONTHS_AGO:2", "2026-01-01", "2026-02-01"),
    ("LAST_N_QUARTERS:2", "2025-07-01", "2026-01-01"),
    ("NEXT_N_QUARTERS:2", "2026-04-01", "2026-10-01"),
    ("N_QUARTERS_AGO:2", "2025-07-01", "2025-10-01"),
    ("LAST_N_YEARS:2", "2024-01-01", "2026-01-01"),
    ("NEXT_N_YEARS:2", "2027-01-01", "2029-01-01"),
    ("N_YEARS_AGO:2", "2024-01-01", "2025-01-01"),
    ("LAST_N_FISCAL_QUARTERS:2", "2025-07-01", "2026-01-01"),
    ("NEXT_N_FISCAL_QUARTERS:2", "2026-04-01", "2026-10-01"),
    ("N_FISCAL_QUARTERS_AGO:2", "2025-07-01", "2025-10-01"),
    ("LAST_N_FISCAL_YEARS:2", "2024-01-01", "2026-01-01"),
    ("NEXT_N_FISCAL_YEARS:2", "2027-01-01", "2029-01-01"),
    ("N_FISCAL_YEARS_AGO:2", "2024-01-01", "2025-01-01"),
]


def span(literal: str, calendar: Calendar = CALENDAR) -> tuple[str, str]:
    name, n = dates.read_literal(literal.lower())
    first, after = calendar.days(name, n)
    return first.isoformat(), after.isoformat()


@pytest.mark.parametrize(("literal", "first", "after"), SPANS)
def test_spans_from_a_first_day_to_the_day_after_its_last(
    literal: str, first: str, after: str
) -> None:
    assert span(literal) == (first, after)


def test_the_table_has_every_literal() -> None:
    assert {literal.partition(":")[0] for literal, _, _ in SPANS} == dates.PLAIN | dates.WITH_NUMBER


def test_a_fiscal_year_may_begin_in_any_month() -> None:
    july = Calendar(CALENDAR.now, fiscal_year_starts_in=7)
    assert span("THIS_FISCAL_YEAR", july) == ("2025-07-01", "2026-07-01")
    assert span("LAST_FISCAL_YEAR", july) == ("2024-07-01", "2025-07-01")
    february = Calendar(CALENDAR.now, fiscal_year_starts_in=2)
    assert span("THIS_FISCAL_QUARTER", february) == ("2026-02-01", "2026-05-01")
    january = datetime(2026, 1, 31, tzinfo=UTC)
    assert span("THIS_FISCAL_QUARTER", Calendar(january, fiscal_year_starts_in=2)) == (
        "2025-11-01",
        "2026-02-01",
    )


def test_a_week_may_begin_on_monday() -> None:
    assert span("THIS_WEEK", Calendar(CALENDAR.now, week_starts_on=0)) == (
        "2026-03-09",
        "2026-03-16",
    )
    sunday = datetime(2026, 3, 15, tzinfo=UTC)
    assert span("THIS_WEEK", Calendar(sunday, week_starts_on=0)) == ("2026-03-09", "2026-03-16")
    assert span("THIS_WEEK", Calendar(sunday)) == ("2026-03-15", "2026-03-22")


def test_the_last_days_end_with_the_current_second() -> None:
    start, end = CALENDAR.moments("LAST_N_DAYS", 7)
    assert start == datetime(2026, 3, 4, tzinfo=UTC)
    assert end == datetime(2026, 3, 11, 12, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "hours"),
    [
        ("America/New_York", datetime(2026, 3, 8, 15, tzinfo=UTC), 23),  # clocks go forward
        ("America/New_York", datetime(2026, 11, 1, 15, tzinfo=UTC), 25),  # and back
        ("Europe/Berlin", datetime(2026, 3, 29, 10, tzinfo=UTC), 23),
        ("Asia/Beirut", datetime(2026, 3, 29, 10, tzinfo=UTC), 23),  # at midnight itself
        ("America/Havana", datetime(2026, 11, 1, 12, tzinfo=UTC), 25),
        ("Asia/Kolkata", datetime(2026, 3, 11, 20, tzinfo=UTC), 24),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(zone: str, now: datetime, hours: int) -> None:
    start, end = Calendar(now, zone).moments("TODAY")
    assert end - start == timedelta(hours=hours)
    assert start <= now < end


def test_a_day_is_the_askers_day(leads: dict[str, Lead], ask: Callable[..., set[str]]) -> None:
    lead = leads["Blank"]
    lead.created_at = datetime(2026, 3, 9, 3, 30, tzinfo=UTC)  # still Sunday the 8th in New York
    lead.save()
    sunday = datetime(2026, 3, 8, 20, tzinfo=UTC)
    assert ask("LastName = 'Blank' AND CreatedDate = TODAY", zone="America/New_York", now=sunday)
    assert ask(
        "LastName = 'Blank' AND CreatedDate = 2026-03-08", zone="America/New_York", now=sunday
    )
    assert not ask("LastName = 'Blank' AND CreatedDate = TODAY", zone="UTC", now=sunday)
    assert ask("LastName = 'Blank' AND CreatedDate = TOMORROW", zone="UTC", now=sunday)


def test_far_away_spans_end_at_the_edge_of_the_calendar() -> None:
    assert CALENDAR.days("N_YEARS_AGO", 999_999) == (dates.FIRST, dates.FIRST)
    assert CALENDAR.days("NEXT_N_DAYS", 999_999)[1] == dates.LAST
    assert CALENDAR.days("LAST_N_WEEKS", 999_999)[0] == dates.FIRST


def test_an_unknown_zone_counts_as_utc() -> None:
    assert Calendar(CALENDAR.now, "Mars/Olympus").midnight(date(2026, 1, 1)).hour == 0
    assert Calendar(CALENDAR.now, "../../etc/passwd").today == date(2026, 3, 11)


@pytest.mark.parametrize(("literal", "_first", "_after"), SPANS)
def test_every_literal_runs_on_dates_and_times(
    literal: str, _first: str, _after: str, ask: Callable[..., set[str]]
) -> None:
    """All comparisons of one field cut its values the same way: before, in, and after the span."""
    everything = ask("CreatedDate != null")
    for field in ("CreatedDate", "LastActivityDate"):
        parse(f"{field} = {literal}", "Lead")
        inside, before, after = (ask(f"{field} {sign} {literal}") for sign in ("=", "<", ">"))
        assert not inside & before and not inside & after and not before & after
        assert ask(f"{field} <= {literal}") == before | inside
        assert ask(f"{field} >= {literal}") == inside | after
        assert ask(f"{field} != {literal}") == everything - inside
