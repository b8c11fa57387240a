"""Early stages counted by themselves; won and lost by reason, source, owner and way."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.convert.choices import Choices, NewDeal
from headwater.converting import deeds
from headwater.measure import closing, deals, early_funnel
from headwater.measure.figure import Period
from headwater.measure.span import span_of
from headwater.records import dealing, writing
from headwater.records.models import Lead, Opportunity
from headwater.records.stages import stages_in_use
from headwater.sample.time_travel import at

SPAN = span_of("2026-Q2", today=date(2026, 5, 1))
START = datetime(2026, 4, 6, 9, tzinfo=UTC)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


@pytest.fixture
def year(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> dict[str, Opportunity]:
    """Six deals: two go on, one of them is won; one falls out early; one waits; one was never
    early; one belongs to the quarter before."""
    found: dict[str, Opportunity] = {}

    def opened(name: str, **values: Any) -> None:
        found[name] = dealing.open_deal({"name": name, **values}, by=cast.mara)

    with at(day(-40)):
        opened("Before", lead_source="Web")
    with at(day(0)):
        conversion = deeds.convert(
            make_lead(lead_source="Web"), Choices(opportunity=NewDeal(name="Lead")), by=cast.mara
        )
        found["Lead"] = Opportunity.objects.get(pk=conversion.opportunity_id or 0)
        opened("Out", lead_source="Web")
        opened("Waits", lead_source="Trade Show")
        opened("On", owner_id=cast.owen.pk)
        opened("Late", stage_name="Qualification", amount=100, close_on=date(2026, 6, 1))
    with at(day(2)):
        writing.change([found["Out"]], {"next_step": "Call"}, by=cast.mara)
        dealing.advance([found["Lead"], found["On"]], "Prospecting", by=cast.mara)
    with at(day(6)):
        for name in ("Lead", "On"):
            dealing.advance([found[name]], "Needs Analysis", by=cast.mara, amount=Decimal(300),
                            close_on=date(2026, 6, 1))  # fmt: skip
    with at(day(10)):
        dealing.advance([found["Lead"]], "Closed Won", by=cast.mara, win_reason="Product fit")
        dealing.advance([found["Out"]], "Closed Lost", by=cast.mara, loss_reason="Timing")
        dealing.advance([found["Late"]], "Closed Lost", by=cast.mara, loss_reason="Price")
    return found


def test_deals_enter_early_go_on_fall_out_or_wait(
    year: dict[str, Opportunity], cast: SimpleNamespace,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    with django_assert_num_queries(1):
        lines = early_funnel.flows(cast.ada, SPAN)
    [flow] = early_funnel.added(lines, lambda line: "")
    assert (flow.entered, flow.went_on, flow.fell_out, flow.still, flow.won) == (4, 2, 1, 1, 1)
    assert flow.rate == pytest.approx(2 / 3)
    by_source = {each.key: each for each in early_funnel.added(lines, lambda line: line.source)}
    assert (by_source["Web"].entered, by_source["Web"].went_on) == (2, 1)
    assert by_source["Trade Show"].rate is None and by_source["No source"].went_on == 1
    [lead] = [line for line in lines if line.is_from_lead]
    assert lead.won == 1
    times = early_funnel.times(cast.ada, SPAN)
    assert times.until_on == pytest.approx(6) and times.until_out == pytest.approx(10)


def test_each_early_stage_says_who_was_there_and_where_they_went(
    year: dict[str, Opportunity], cast: SimpleNamespace,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    known = stages_in_use()
    with django_assert_num_queries(1):
        gathering, prospecting = early_funnel.stages(cast.ada, SPAN, known)
    assert (gathering.been, gathering.went_on, gathering.fell_out, gathering.still) == (4, 2, 1, 1)
    assert gathering.median == pytest.approx(2)
    assert (prospecting.been, prospecting.went_on, prospecting.fell_out) == (2, 2, 0)
    assert prospecting.median == pytest.approx(4)


def test_won_and_lost_by_everything(
    year: dict[str, Opportunity], cast: SimpleNamespace,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    with django_assert_num_queries(1):
        lines = closing.closed(cast.ada, SPAN)
    every = closing.altogether(lines)
    assert (every.won, every.lost, every.won_amount) == (1, 2, Decimal(300))
    assert every.rate == pytest.approx(1 / 3) and every.lost_amount == Decimal(100)
    ways = {each.key: (each.won, each.lost) for each in
            closing.outcomes(lines, lambda line: line.is_from_lead)}  # fmt: skip
    assert ways == {True: (1, 0), False: (0, 2)}
    reasons = {each.key for each in closing.outcomes(lines, lambda line: line.reason)}
    assert reasons == {"Product fit", "Timing", "Price"}
    with django_assert_num_queries(1):
        won, lost = closing.cycles(cast.ada, SPAN)
    assert won.is_won and won.is_from_lead and won.median == pytest.approx(10)
    assert not lost.is_won and lost.count == 2


def test_nobody_counts_what_they_may_not_see(
    year: dict[str, Opportunity], cast: SimpleNamespace
) -> None:
    assert closing.closed(cast.otto, SPAN) == [] == early_funnel.flows(cast.otto, SPAN)
    assert closing.cycles(cast.otto, SPAN) == []
    assert early_funnel.times(cast.otto, SPAN).until_on is None
    owen = frozenset({cast.owen.pk})
    [flow] = early_funnel.added(early_funnel.flows(cast.ines, SPAN, owners=owen), lambda line: "")
    assert flow.entered == 1 and flow.went_on == 1
    assert closing.altogether([]).closed == 0


def test_what_a_door_converts_at_once_was_direct(
    year: dict[str, Opportunity], cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    made = deeds.convert(
        make_lead(last_name="Direct"), Choices(is_direct=True, opportunity=NewDeal()), by=cast.mara
    )
    deal = Opportunity.objects.get(pk=made.opportunity_id or 0)
    dealing.advance([deal], "Closed Won", by=cast.mara, amount=Decimal(10))
    lead, direct = deals.win_rates(cast.ada, Period(None))
    assert (lead.won, lead.closed) == (1, 1) and (direct.won, direct.closed) == (1, 3)
