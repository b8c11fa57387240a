"""Pipeline and forecast: what is open, what is expected of a span of time, and how that moved."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from headwater.measure import deals
from headwater.measure.figure import Figure, both
from headwater.measure.forecast import CATEGORIES, Cell
from headwater.measure.outlook import LENGTHS, Outlook
from headwater.measure.span import Span, around
from headwater.people.organization import organization
from headwater.web.charts.chart import Chart, Series
from headwater.web.opportunities.asked import within
from headwater.web.opportunities.moves import TONES
from headwater.web.records.kinds import person
from headwater.web.reports.frame import frame

WORDS = {"Closed": "Won"}


@require_safe
def forecast(request: HttpRequest) -> HttpResponse:
    """GET /reports/forecast?of=month|quarter|year: all deals that the person sees."""
    user, asked = person(request), request.GET.get("of", "")
    found = LENGTHS.get(asked, LENGTHS["quarter"])(user)
    currency, span = organization().currency, found.span
    return frame(
        request, "forecast", shown=(),
        charts=[_stages(deals.pipeline(user), currency), _months(found, currency),
                _moved(found, currency), _changed(found, currency)],
        span=span, lengths=[(key, key.title(), key == span.length) for key in LENGTHS],
        cells=[_cell(name, found.cells[name], found.were[name], span) for name in CATEGORIES],
        early=deals.early(user),
    )  # fmt: skip


def _cell(name: str, cell: Cell, was: Cell, span: Span) -> dict[str, Any]:
    return {
        "word": WORDS.get(name, name), "tone": TONES[name], "cell": cell,
        "change": cell.amount - was.amount, "url": _behind(name, span),
    }  # fmt: skip


def _behind(category: str, span: Span) -> str:
    kind = "IsWon = true" if category == "Closed" else (
        f"IsClosed = false AND ForecastCategoryName = '{category}'"
    )  # fmt: skip
    where = both(kind, within("CloseDate", span))
    return f"{reverse('opportunities')}?{urlencode({'view': 'all', 'where': where})}"


def _stages(figure: Figure, currency: str) -> Chart:
    url = reverse("opportunities")
    return Chart(
        "pipeline", "Pipeline by stage", "bars", [row.label for row in figure.rows],
        [Series("Amount", [float(row.amount) for row in figure.rows],
                links=[f"{url}?{urlencode({'view': 'all', 'where': row.where})}"
                       for row in figure.rows])],
        hints=[f"{row.count:,} deals" if row.count != 1 else "1 deal" for row in figure.rows],
        unit=currency, note="open deals, without early stages", head="Stage",
        nothing="No open deal yet.",
    )  # fmt: skip


def _months(found: Outlook, currency: str) -> Chart:
    """What is won and expected, month by month of the span."""
    by_month, span = found.months, found.span
    months = sorted(by_month)
    return Chart(
        "months", "Forecast by month", "stacked", [f"{month:%B}" for month in months],
        [Series(WORDS.get(name, name),
                [float(by_month[month].get(name, Cell()).amount) for month in months], TONES[name],
                [_behind(name, around(month, "month")) for month in months])
         for name in CATEGORIES],
        unit=currency, note=span.words, head="Month",
        nothing=f"No deal closes in {span.words} yet.",
    )  # fmt: skip


def _moved(found: Outlook, currency: str) -> Chart:
    """What the forecast said week by week."""
    days = [timezone.localtime(at).date() for at in found.moments]
    links = [f"{_page(found.span)}&since=day&day={day}" for day in days]
    return Chart(
        "moved", "How the forecast moved", "stacked", [f"{day.day} {day:%b}" for day in days],
        [Series(WORDS.get(name, name), [float(step[name].amount) for step in found.moved],
                TONES[name], links) for name in CATEGORIES],
        unit=currency, upright=True, note=f"what it said of {found.span.words}", head="Day",
    )  # fmt: skip


def _page(span: Span) -> str:
    """Where every deal is that is in the forecast now or was on a day."""
    return f"{reverse('opportunity_forecast')}?period={span.key}"


def _changed(found: Outlook, currency: str) -> Chart:
    """Why the open forecast changed; each deal is in one part."""
    parts = list(found.parts.items())
    return Chart(
        "changed", "What changed in 30 days", "bars", [part.value for part, _ in parts],
        [Series("Change", [float(abs(amount)) for _, (_, amount) in parts],
                links=[f"{_page(found.span)}&since=month#{slugify(part.value)}"
                       for part, _ in parts])],
        hints=[f"{'+' if amount > 0 else '−'} {count:,} {'deal' if count == 1 else 'deals'}"
               for _, (count, amount) in parts],
        unit=currency, note="of open deals; + adds, − takes off", head="Why",
        nothing="Nothing changed.",
    )  # fmt: skip
