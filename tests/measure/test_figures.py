"""The figures of the dashboard, against a handful of records that one can count by hand."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from headwater.measure import balance, deals, leads, response
from headwater.measure.figure import Period, Row, both, quoted
from headwater.records.models import Campaign, Clock, Lead, Opportunity, Submission

MONTH = Period(30)


@pytest.fixture
def story(cast: SimpleNamespace, make_lead: Callable[..., Lead], campaign: Campaign) -> Any:
    """Mara: three web leads, one of them won for 9,000 through the campaign. Otto: one lead."""
    campaign.actual_cost = Decimal(3000)
    campaign.save()
    now = timezone.now()
    won = Opportunity.objects.create(
        name="Roof", owner=cast.mara, stage_name="Closed Won", amount=9000, is_closed=True,
        is_won=True, closed_at=now, lead_source="Web", campaign=campaign,
    )  # fmt: skip
    Opportunity.objects.create(
        name="Barn", owner=cast.otto, stage_name="Closed Lost", is_closed=True, closed_at=now
    )
    Opportunity.objects.create(
        name="Early", owner=cast.mara, stage_name="Prospecting", forecast_category="Omitted"
    )
    Opportunity.objects.create(name="Real", owner=cast.mara, stage_name="Qualification", amount=500)
    quick, slow, late = (make_lead(lead_source="Web") for _ in range(3))
    Lead.objects.filter(pk=quick.pk).update(
        is_converted=True, status="Closed - Converted", converted_opportunity=won
    )
    make_lead(owner=cast.otto, lead_source="")
    make_lead(lead_source="Web", created_at=now - timedelta(days=60))
    for lead, minutes in ((quick, 3), (slow, 40), (late, None)):
        start = now - timedelta(hours=2)
        stopped = None if minutes is None else start + timedelta(minutes=minutes)
        Clock.objects.create(
            lead=lead, policy="Web", minutes=5, started_at=start,
            due_at=start + timedelta(minutes=5),
            stopped_at=stopped, owner=cast.mara,
        )  # fmt: skip
    return cast


def test_leads_by_source_and_status_are_those_one_may_see(story: SimpleNamespace) -> None:
    figure = leads.by_source(story.mara, MONTH)
    assert [(row.label, row.count, row.parts) for row in figure.rows] == [("Web", 3, (1, 1))]
    assert figure.rows[0].where == "LeadSource = 'Web' AND CreatedDate = LAST_N_DAYS:30"
    assert leads.by_source(story.ada, Period(None)).count == 5
    statuses = {row.label: row.count for row in leads.by_status(story.mara, MONTH).rows}
    assert statuses["Open - Not Contacted"] == 2
    assert statuses["Closed - Converted"] == 1
    groups = {row.label: row for row in leads.by_group(story.mara, MONTH).rows}
    assert sum(row.count for row in groups.values()) == sum(statuses.values())
    assert (groups["Not contacted"].count, groups["Converted"].count) == (2, 1)
    assert "StatusGroup = 'Converted'" in groups["Converted"].where
    assert [row.label for row in leads.by_source(story.otto, MONTH).rows] == ["No source"]


def test_conversion_counts_the_leads_of_the_period(story: SimpleNamespace) -> None:
    found = leads.conversion(story.mara, MONTH)
    assert (found.created, found.converted, found.with_opportunity, found.won) == (3, 1, 1, 1)
    assert found.rate == pytest.approx(1 / 3)
    assert leads.conversion(story.petra, Period(7)).created == 1


def test_first_answers_tell_speed_and_promises(story: SimpleNamespace) -> None:
    found = response.first_answers(story.mara, MONTH)
    assert (found.answered, found.kept, found.missed, found.running) == (2, 1, 2, 0)
    assert found.median == pytest.approx(21.5 * 60)
    assert found.bands == (1, 0, 1, 0)
    assert found.kept_rate == pytest.approx(1 / 3)
    nothing = response.first_answers(story.otto, MONTH)
    assert (nothing.median, nothing.answered, nothing.kept_rate) == (None, 0, 0.0)


def test_the_pipeline_leaves_early_deals_out(story: SimpleNamespace) -> None:
    pipeline, early = deals.pipeline(story.mara), deals.early(story.mara)
    assert (pipeline.count, pipeline.amount) == (1, Decimal(500))
    assert pipeline.rows[0].label == "Qualification"
    assert (early.count, early.rows[1].label) == (1, "Prospecting")
    assert deals.pipeline(story.otto).count == 0


def test_revenue_is_tied_to_source_and_campaign(story: SimpleNamespace) -> None:
    by_source = deals.won_by_source(story.mara, MONTH)
    assert [(row.label, row.amount) for row in by_source.rows] == [("Web", Decimal(9000))]
    by_campaign = deals.won_by_campaign(story.mara, MONTH)
    assert [(row.label, row.note) for row in by_campaign.rows] == [
        ("Cold stores, spring", "+200 %")
    ]
    assert not deals.won_by_campaign(story.otto, MONTH).rows


def test_win_rates_compare_converted_with_direct(story: SimpleNamespace) -> None:
    from_lead, direct = deals.win_rates(story.ada, MONTH)
    assert (from_lead.won, from_lead.closed, direct.won, direct.closed) == (1, 1, 0, 1)
    low, high = from_lead.interval
    assert 0.2 < low < 0.21 and high == pytest.approx(1)
    assert deals.WinRate("none", 0, 0).interval == (0.0, 1.0)


def test_the_capture_balance_adds_up(story: SimpleNamespace, make_lead: Any) -> None:
    lead = make_lead()
    for state in ("created", "merged", "quarantined", "rejected", "waiting", "waiting"):
        Submission.objects.create(
            door="form", payload={}, state=state, lead=lead if state == "created" else None
        )
    every, form = balance.capture_balance(story.ada, MONTH)
    assert (every.received, every.waiting, every.is_even) == (6, 2, True)
    assert (form.door, form.label, form.created) == ("form", "Web form", 1)
    assert every.waiting_since is not None
    assert balance.capture_balance(story.mara, MONTH)[0].received == 1
    assert balance.capture_balance(story.otto, MONTH)[0].received == 0


def test_words_for_criteria() -> None:
    assert quoted("O'Neil \\") == "'O\\'Neil \\\\'"
    assert both("", "A = 1", "B = 2") == "A = 1 AND B = 2"
    assert Row("x").amount == 0
