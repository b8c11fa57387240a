"""A morning is kept once, everybody sees their own, and past deals are told from their history."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from headwater.measure import forecast, snapshots
from headwater.measure.daily_snapshot import DailySnapshot, SnapshotDay, What
from headwater.measure.span import span_of
from headwater.people.models import User
from headwater.records import dealing, writing
from headwater.records.models import Lead, Opportunity
from headwater.sample.time_travel import at

START = datetime(2026, 4, 6, 9, tzinfo=UTC)
DAY = timedelta(days=1)
MakeLead = Callable[..., Lead]


def opened(by: User, amount: int, stage: str, close_on: date = date(2026, 5, 20)) -> Opportunity:
    values = {"name": stage, "amount": amount, "stage_name": stage, "close_on": close_on}
    return dealing.open_deal(values, by=by)


@pytest.fixture
def deals(cast: SimpleNamespace) -> None:
    """A week of deals: two are opened, one grows and is given away, one is won."""
    with at(START):
        roof = opened(cast.mara, 1_000, "Qualification")
        barn = opened(cast.otto, 2_000, "Negotiation/Review")
    with at(START + 2 * DAY):
        writing.change([roof], {"amount": Decimal(1_500)}, by=cast.mara)
        dealing.advance([barn], "Closed Won", by=cast.otto)
    with at(START + 4 * DAY):
        writing.delete([roof], by=cast.ada)


def test_a_morning_is_kept_once_and_later_days_do_not_change_it(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    lead = make_lead(lead_source="Web", status="Open - Not Contacted")
    make_lead(lead_source="Web", owner=cast.otto)
    make_lead(is_closed=True, status="Closed - Not Converted")
    assert snapshots.keep(START)
    assert not snapshots.keep(START + timedelta(hours=3))
    Lead.objects.filter(pk=lead.pk).update(status="Working - Contacted", lead_source="Phone")
    assert snapshots.keep(START + DAY)

    day = START.date()
    before = snapshots.stood(cast.ada, day, What.LEAD_STATUS)
    after = snapshots.stood(cast.ada, day + DAY, What.LEAD_STATUS)
    assert before.counts == {"Open - Not Contacted": 2}
    assert after.counts == {"Open - Not Contacted": 1, "Working - Contacted": 1}
    assert before.by_owner == {cast.mara.pk: 1, cast.otto.pk: 1}
    assert snapshots.stands(cast.ada, START, What.LEAD_STATUS).counts == after.counts
    sources = snapshots.by_day(cast.ada, What.LEAD_SOURCE, day)
    assert [s.counts for s in sources.values()] == [{"Web": 2}, {"Web": 1, "Phone": 1}]
    assert sum(snapshots.stood(cast.ada, day, What.LEAK).counts.values()) == 2


def test_everybody_looks_back_at_their_own(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    make_lead()
    snapshots.keep(START)
    for user, count in ((cast.ada, 1), (cast.ines, 1), (cast.mara, 1), (cast.otto, 0)):
        assert snapshots.stood(user, START.date(), What.LEAD_STATUS).count == count
        assert snapshots.stands(user, START, What.LEAD_STATUS).count == count


def test_deals_before_the_first_night_are_as_the_forecast_said(
    cast: SimpleNamespace, deals: None
) -> None:
    assert snapshots.keep(START + 6 * DAY)

    filled = SnapshotDay.objects.filter(is_from_trail=True).order_by("day")
    assert [row.day for row in filled] == [START.date() + n * DAY for n in range(1, 6)]
    span = span_of("2026-Q2", today=START.date())
    for row in SnapshotDay.objects.all():
        found = snapshots.stood(cast.ada, row.day, What.FORECAST)
        said: dict[str, Decimal] = {}
        when = None if not row.is_from_trail else snapshots.midnight(row.day)
        for line in forecast.forecast(cast.ada, span, at=when):
            key = f"{line.month:%Y-%m}|{line.category}"
            said[key] = said.get(key, Decimal(0)) + line.cell.amount
        assert found.amounts == said
    third = snapshots.stood(cast.ada, START.date() + 3 * DAY, What.DEAL_STAGE)
    assert third.counts == {"Qualification": 1}
    assert third.amounts == {"Qualification": Decimal(1_500)}
    first = snapshots.stood(cast.otto, START.date() + DAY, What.DEAL_STAGE)
    assert first.counts == {"Negotiation/Review": 1}


def test_days_that_are_not_kept_answer_with_the_one_before(
    cast: SimpleNamespace, deals: None
) -> None:
    assert snapshots.nearest(START.date()) is None
    snapshots.keep(START + 6 * DAY)
    first = START.date() + 6 * DAY
    assert str(snapshots.nearest(date(2026, 12, 24))) == str(first)
    assert str(snapshots.nearest(START.date())) == str(first), "leads begin with the first night"
    assert str(snapshots.nearest(START.date(), is_of_leads=False)) == str(START.date() + DAY)
    snapshots.keep(START + timedelta(days=3 * 366 + 30))
    assert DailySnapshot.objects.filter(day=first).count() == 0
