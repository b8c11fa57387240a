"""All campaigns and all models of influence side by side."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from headwater.measure import campaigns as measured
from headwater.measure import influence_sums
from headwater.measure.campaigns import Numbers, return_on
from headwater.measure.influence import Model
from headwater.measure.touches import Credit
from headwater.people.organization import organization
from headwater.records.models import Campaign
from headwater.web.campaigns.influence import days_of, period_of, periods
from headwater.web.records import kinds

EACH = 20  # campaigns on a page: their deals are shared out anew for each look
SHOWN = (("won", "Won"), ("pipeline", "Pipeline"), ("roi", "Return on cost"))


@dataclass(frozen=True, slots=True)
class Row:
    """A campaign with what each model gives it; `best` is the model that gives it most."""

    campaign: Campaign
    numbers: Numbers
    values: list[Any]
    best: int | None


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """GET /campaigns/report?show=&period=&running=1&page=: the newest campaigns first."""
    user = kinds.person(request)
    asked = request.GET.get("show", "")
    show = asked if asked in dict(SHOWN) else "won"
    period, _ = period_of(request)
    rows: Any = Campaign.objects.alive().visible_to(user)
    is_running = "running" in request.GET
    rows = rows.filter(is_active=True) if is_running else rows
    rows = rows.order_by(F("started_on").desc(nulls_last=True), "-pk")
    page = Paginator(rows, EACH).get_page(request.GET.get("page"))
    found = list(page.object_list)
    keys = [campaign.pk for campaign in found]
    numbers = measured.results(found, user, within_the_hour=True)
    credits, counted_at = influence_sums.credits_of(keys, user, days_of(period))
    lines = [_row(each, numbers[each.pk].own, credits[each.pk], show) for each in found]
    return render(request, "campaigns/report.html", {
        "page": page, "rows": lines, "models": list(Model), "show": show, "is_running": is_running,
        "shown": [(key, word, key == show) for key, word in SHOWN], "periods": periods(period),
        "currency": organization().currency, "sums": _sums(lines) if show != "roi" else [],
        "counted_at": counted_at,
    })  # fmt: skip


def _row(campaign: Campaign, own: Numbers, credits: dict[Model, Credit], show: str) -> Row:
    values = [_value(credits[model], campaign.actual_cost, show) for model in Model]
    known = [value for value in values if value]
    best = values.index(max(known)) if known and len(set(values)) > 1 else None
    return Row(campaign, own, values, best)


def _value(credit: Credit, cost: Decimal | None, show: str) -> Any:
    if show == "roi":
        return return_on(cost, credit.won)
    return credit.won if show == "won" else credit.pipeline


def _sums(rows: list[Row]) -> list[Decimal]:
    return [sum((row.values[place] for row in rows), Decimal(0)) for place in range(len(Model))]
