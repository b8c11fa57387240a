"""Campaigns: who was in them, who answered, what came of it and what it cost, by model."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headwater.measure import campaigns as measured
from headwater.measure import influence_sums
from headwater.measure.campaigns import Numbers, return_on
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.influence import Model
from headwater.measure.touches import Credit
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Campaign
from headwater.web.campaigns.influence import model_of
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import reached
from headwater.web.reports.frame import filters_of, frame

MOST = 200  # campaigns, the newest ones
DRAWN = 12
HEADS = ("People", "Responses", "Leads", "Opportunities", "Won", "Amount won", "Pipeline", "Cost",
         "Return on cost")  # fmt: skip


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """GET /reports/campaigns?model=&period=: deals won in the period, all members ever."""
    filters, user, model = filters_of(request), person(request), model_of(request)
    rows, counted_at = _rows(user, filters, model)
    every = measured.together(row["numbers"] for row in rows)
    return frame(
        request, "campaigns", filters=filters, shown=(),
        charts=[_money(rows), _file(rows)], rows=rows, model=model, heads=HEADS,
        models=[(each, each == model) for each in Model], shared_at=counted_at,
        total=every, won=sum((row["credit"].won for row in rows), Decimal(0)),
        roi=return_on(every.cost, sum((row["credit"].won for row in rows), Decimal(0))),
        is_cut=len(rows) == MOST,
    )  # fmt: skip


def _rows(user: User, filters: Filters, model: Model) -> tuple[list[dict[str, Any]], Any]:
    """What each campaign brought, those that brought most first; and when that was counted."""
    newest: Any = Campaign.objects.alive().visible_to(user)
    found = list(newest.order_by(F("started_on").desc(nulls_last=True), "-pk")[:MOST])
    keys, days = [campaign.pk for campaign in found], filters.period.days or 0
    numbers = measured.results(found, user, within_the_hour=True)
    credits, counted_at = influence_sums.credits_of(keys, user, days)
    rows = [
        _row(each, numbers[each.pk].own, credits[each.pk][model], filters, model) for each in found
    ]
    rows.sort(key=lambda row: (-row["credit"].won_cents, -row["numbers"].people, row["word"]))
    return rows, counted_at


def _row(
    campaign: Campaign, numbers: Numbers, credit: Credit, filters: Filters, model: Model
) -> dict[str, Any]:
    ever = replace(filters, period=Period(None))
    results = reverse("campaign_results", args=[campaign.pk])
    return {
        "word": campaign.name, "pk": campaign.pk, "numbers": numbers, "credit": credit,
        "deals": credit.open_deals + credit.won_deals, "roi": return_on(numbers.cost, credit.won),
        "url": f"{results}?{urlencode({'model': model.value})}",
        "leads_url": reached.url("inquiry", ever, campaign=campaign.pk),
    }  # fmt: skip


def _money(rows: list[dict[str, Any]]) -> Chart:
    shown = [row for row in rows if row["credit"].won_cents or row["numbers"].cost][:DRAWN]
    return Chart(
        "money", "Won and spent", "bars", [row["word"] for row in shown],
        [Series("Won", [float(row["credit"].won) for row in shown], tone="goodf"),
         Series("Cost", [float(row["numbers"].cost or 0) for row in shown], tone="mute")],
        unit=organization().currency, links=[row["url"] for row in shown], head="Campaign",
        nothing="No campaign has a cost or a won deal yet.",
    )  # fmt: skip


def _file(rows: list[dict[str, Any]]) -> Chart:
    """The table as a file."""
    columns = [
        [row["numbers"].people for row in rows], [row["numbers"].responses for row in rows],
        [row["numbers"].leads for row in rows], [row["deals"] for row in rows],
        [row["credit"].won_deals for row in rows], [float(row["credit"].won) for row in rows],
        [float(row["credit"].pipeline) for row in rows],
        [None if row["numbers"].cost is None else float(row["numbers"].cost) for row in rows],
        [row["roi"] for row in rows],
    ]  # fmt: skip
    series = [Series(name, column) for name, column in zip(HEADS, columns, strict=True)]
    return Chart("campaigns", "Campaigns", "bars", [row["word"] for row in rows], series,
                 head="Campaign")  # fmt: skip
