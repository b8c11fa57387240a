"""Each figure against a slow, obvious count over random histories (docs/metrics.md)."""

from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.measure import daily_sums, deals, early_funnel, funnel, outcome
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.funnel import Funnel, Passage
from headwater.measure.funnel_sql import DAILY
from headwater.measure.interval import mean
from headwater.people.models import User
from headwater.records.models import Lead, Opportunity
from tests.measure.histories import History, history, visible_ids

SEEDS = (1, 2, 3)
PERIODS = (None, 30)


@pytest.fixture(params=SEEDS)
def made(request: pytest.FixtureRequest, cast: SimpleNamespace) -> Any:
    return SimpleNamespace(history=history(request.param, cast), cast=cast)


def askers(cast: SimpleNamespace) -> tuple[User, ...]:
    return (cast.ada, cast.ines, cast.mara, cast.otto)


def of_period(rows: list[Any], column: str, period: Period) -> list[Any]:
    return [row for row in rows if not period.since or getattr(row, column) >= period.since]


# --- the funnel ------------------------------------------------------------------------------
def slow_passage(made: History, leads: list[Lead]) -> Passage:
    """Lead by lead, in words."""
    counts = dict.fromkeys((*funnel.STEPS, "deal_of_sal"), 0)
    ways: list[list[float]] = [[], [], [], []]
    for lead in leads:
        offers = [row for row in made.handoffs if row.lead_id == lead.pk and row.kind == "mql"]
        taken = [row.decided_at for row in offers if row.stage == "accepted" and row.decided_at]
        mql, sal = min((row.offered_at for row in offers), default=None), min(taken, default=None)
        act = next((a for a in made.acts if a.lead_id == lead.pk and not a.undone_at), None)
        deal = made.deal(lead.converted_opportunity_id)
        won = deal if deal and deal.is_won and not deal.is_deleted else None
        came = {"inquiry": True, "mql": mql, "sal": sal, "deal": deal, "won": won,
                "deal_of_sal": deal and sal}  # fmt: skip
        for step, is_there in came.items():
            counts[step] += bool(is_there)
        moments = (
            lead.created_at, mql, sal, act.at if act else None, won.closed_at if won else None,
        )  # fmt: skip
        for way, (first, last) in zip(ways, pairwise(moments), strict=True):
            if first and last:
                way.append(round(max(0.0, (last - first).total_seconds())))
    return Passage(**counts, seconds=tuple((int(sum(way)), len(way)) for way in ways))


def keys_of(made: History, lead: Lead, axis: str) -> list[str]:
    if axis == "source":
        return [lead.lead_source]
    if axis == "owner":
        return [str(lead.owner_id)]
    if axis == "campaign":
        mine = [m for m in made.members if m.lead_id == lead.pk and not m.is_deleted]
        return [str(member.campaign_id) for member in mine]
    doors = [s.door for s in made.submissions if s.lead_id == lead.pk and s.state == "created"]
    return [doors[0] if doors else ""]


def assert_same(found: Passage, expected: Passage) -> None:
    assert [found.count(step) for step in funnel.STEPS] == [
        expected.count(step) for step in funnel.STEPS
    ]
    assert found.deal_of_sal == expected.deal_of_sal
    for (total, count), (slow, how_many) in zip(found.seconds, expected.seconds, strict=True):
        assert count == how_many and abs(total - slow) <= count


def check_funnel(made: History, user: User, period: Period, axis: str) -> Funnel:
    found = funnel.funnel(user, Filters(period), axis=axis)
    leads = of_period(made.seen(made.leads, visible_ids(user)), "created_at", period)
    assert_same(found.all, slow_passage(made, leads))
    keys = {key for lead in leads for key in keys_of(made, lead, axis)}
    assert found.keys.keys() == keys
    for key in keys:
        mine = [lead for lead in leads if key in keys_of(made, lead, axis)]
        assert_same(found.keys[key], slow_passage(made, mine))
    assert sum(week.inquiry for week in found.weeks.values()) == len(leads)
    for monday, week in found.weeks.items():
        since = [lead for lead in leads if 0 <= (lead.created_at.date() - monday).days < 7]
        assert week.count("won") == slow_passage(made, since).won
    return found


def test_the_funnel(made: SimpleNamespace) -> None:
    for user in askers(made.cast):
        for days in PERIODS:
            for axis in funnel.AXES:
                check_funnel(made.history, user, Period(days), axis)


def test_the_funnel_s_sums_say_the_same(made: SimpleNamespace) -> None:
    live = {axis: check_funnel(made.history, made.cast.ada, Period(None), axis)
            for axis in funnel.AXES}  # fmt: skip
    assert daily_sums.count(funnel.WHAT, DAILY)
    for axis, expected in live.items():
        found = funnel.funnel(made.cast.ada, Filters(Period(None)), axis=axis)
        assert found.counted_at
        assert (found.all, found.keys, found.weeks) == (
            expected.all, expected.keys, expected.weeks
        )  # fmt: skip
        narrow = funnel.funnel(made.cast.ada, Filters(Period(None), source="Web"), axis=axis)
        assert narrow.counted_at is None
        assert funnel.funnel(made.cast.otto, Filters(Period(None)), axis=axis).counted_at is None


def test_the_lists_behind_the_steps(made: SimpleNamespace) -> None:
    filters = Filters(Period(30))
    found = funnel.funnel(made.cast.ines, filters, axis="source")
    for step, condition in funnel.REACHED.items():
        assert filters.leads(made.cast.ines).filter(condition).count() == found.all.count(step)


# --- what became of converted leads, and from leads against direct -----------------------------
def is_from_lead(made: History, deal: Opportunity) -> bool:
    at_once = [a for a in made.acts if a.opportunity_id == deal.pk and a.is_direct]
    at_once = [act for act in at_once if not act.undone_at]
    return not at_once and any(lead.converted_opportunity_id == deal.pk for lead in made.leads)


def test_from_leads_against_direct(made: SimpleNamespace) -> None:
    for user in askers(made.cast):
        for period in map(Period, PERIODS):
            found = outcome.compared(user, Filters(period))
            closed = [d for d in made.history.seen(made.history.deals, visible_ids(user))
                      if d.is_closed]  # fmt: skip
            closed = of_period(closed, "closed_at", period)
            for side in (found.lead, found.direct):
                mine = [d for d in closed if is_from_lead(made.history, d) == side.is_from_lead]
                won = [deal for deal in mine if deal.is_won]
                assert (side.won.part, side.won.whole) == (len(won), len(mine))
                amounts = mean(float(deal.amount) for deal in won if deal.amount is not None)
                days = mean((d.closed_at - d.created_at) / timedelta(days=1) for d in won)
                for told, slow in ((side.amount, amounts), (side.days, days)):
                    assert told.count == slow.count
                    assert told.value == pytest.approx(slow.value)
                    assert told.deviation == pytest.approx(slow.deviation)
            rates = deals.win_rates(user, period)  # the overview says the same
            assert [(rate.won, rate.closed) for rate in rates] == [
                (side.won.part, side.won.whole) for side in (found.lead, found.direct)
            ]


def test_what_became_of_converted_leads(made: SimpleNamespace) -> None:
    def end_of(lead: Lead) -> str:
        deal = made.history.deal(lead.converted_opportunity_id)
        if deal is None or deal.is_deleted:
            return "none"
        if deal.is_closed:
            return "won" if deal.is_won else "lost"
        return "early" if deal.forecast_category == "Omitted" else "pipeline"

    for user in askers(made.cast):
        found = outcome.ended(user, Filters(Period(30)))
        leads = made.history.seen(made.history.leads, visible_ids(user))
        leads = [lead for lead in of_period(leads, "created_at", Period(30)) if lead.is_converted]
        for end in outcome.ENDS:
            mine = [lead for lead in leads if end_of(lead) == end]
            assert found.counts[end] == len(mine)
            if end != "none":
                worth = [made.history.deal(lead.converted_opportunity_id) for lead in mine]
                assert found.amounts[end] == sum(deal.amount or 0 for deal in worth if deal)


# --- early stages, pipeline ---------------------------------------------------------------------
def test_what_became_of_early_deals(made: SimpleNamespace) -> None:
    for user in askers(made.cast):
        for period in map(Period, PERIODS):
            deals_seen = made.history.seen(made.history.deals, visible_ids(user))
            mine = [
                deal for deal in of_period(deals_seen, "created_at", period)
                if deal.pipeline_at is None or deal.pipeline_at > deal.created_at
            ]  # fmt: skip
            found = early_funnel.of_period(user, Filters(period)).lines
            [every] = early_funnel.added(found, lambda line: "") or [early_funnel.Flow("")]
            went_on = [deal for deal in mine if deal.pipeline_at]
            out = [deal for deal in mine if not deal.pipeline_at and deal.closed_at]
            assert (every.entered, every.went_on, every.fell_out, every.still) == (
                len(mine), len(went_on), len(out), len(mine) - len(went_on) - len(out)
            )  # fmt: skip
            assert every.won == sum(deal.is_won for deal in mine)


def test_the_pipeline_and_early_deals(made: SimpleNamespace) -> None:
    for user in askers(made.cast):
        seen = made.history.seen(made.history.deals, visible_ids(user))
        is_early = [deal for deal in seen if not deal.is_closed
                    and deal.forecast_category == "Omitted"]  # fmt: skip
        rest = [deal for deal in seen if not deal.is_closed and deal not in is_early]
        for figure, mine in ((deals.early(user), is_early), (deals.pipeline(user), rest)):
            assert figure.count == len(mine)
            assert figure.amount == sum(deal.amount or 0 for deal in mine)
