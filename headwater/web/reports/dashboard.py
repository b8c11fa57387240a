"""The home dashboard: is every inquiry accounted for, answered, and what came of it?

Each figure is a table with bars in it, so that the chart and the table behind it are one thing.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from headwater.measure import balance, deals, health, leads, response, two_times
from headwater.measure.figure import Figure, Period, Row
from headwater.measure.filters import Filters
from headwater.measure.leads import Conversion
from headwater.people.models import User
from headwater.web.charts.chart import Chart, Series
from headwater.web.opportunities.behind import won_view
from headwater.web.records.kinds import person
from headwater.web.reports import behind, marks, reached
from headwater.web.reports.filters import filters_of, period_of
from headwater.web.reports.frame import frame
from headwater.web.reports.health import arrivals

LINKED = ("new", "open", "untouched", "answered", "kept", "missed", "running", "owned", "reached",
          "unowned")  # fmt: skip


def dashboard(request: HttpRequest) -> HttpResponse:
    """`/reports?period=30`: everything the asking user may see, in a fixed number of queries."""
    # Only the period: the other filters narrow the dashboards that show them.
    filters, user = Filters(filters_of(request).period), person(request)
    context = {
        "since": period_of(request),
        "standing": health.standing(user, filters),
        "links": {name: behind.url(name, filters) for name in LINKED}
        | {
            "won": f"{reverse('opportunities')}?view={won_view(filters.period)}",
        },
        **_balance(user, filters.period),
        **_answers(user, filters.period),
        **_figures(user, filters.period),
    }
    charts = [arrivals(user, filters), _funnel(context["conversion"], filters)]
    return frame(request, "overview", shown=(), filters=filters, charts=charts, **context)


def _funnel(found: Conversion, filters: Filters) -> Chart:
    steps = (
        ("Inquiries", "received and new", found.created, behind.url("new", filters)),
        ("Answered", "a person reacted", found.touched, behind.url("touched", filters)),
        ("Converted", "account and contact", found.converted, behind.url("converted", filters)),
        ("Opportunity", "a possible deal", found.with_opportunity, reached.url("deal", filters)),
        ("Won", "closed and won", found.won, reached.url("won", filters)),
    )
    return Chart(
        "funnel", "From inquiry to won", "funnel", [word for word, _, _, _ in steps],
        [Series("Leads", [count for _, _, count, _ in steps],
                links=[url for _, _, _, url in steps])],
        hints=[hint for _, hint, _, _ in steps], note="leads created in the period", head="Step",
        nothing="Nothing came in. The first inquiry starts the funnel.",
    )  # fmt: skip


def _balance(user: User, period: Period) -> dict[str, Any]:
    doors = balance.capture_balance(user, period)
    every = doors[0]
    parts = [
        ("Created", every.created, "c1", "new leads", "created"),
        ("Merged", every.merged, "c2", "into people we knew", "merged"),
        ("Quarantined", every.quarantined, "warnf", "spam suspected", "quarantined"),
        ("Rejected", every.rejected, "badf", "each with a reason", "rejected"),
        ("Waiting", every.waiting, "mute", "not judged yet", "waiting"),
    ]
    return {"every": every, "doors": doors[1:], "stack": marks.stack(parts, every.received)}


def _answers(user: User, period: Period) -> dict[str, Any]:
    answers = response.first_answers(user, period)
    words = ("under 5 min", "5 to 15 min", "15 to 60 min", "over an hour")
    tones = ("goodf", "c1", "warnf", "badf")
    bands = marks.bars(
        [Row(word, count) for word, count in zip(words, answers.bands, strict=True)], tones
    )
    urls = [behind.url("band", Filters(period), band) for band in range(len(bands))]
    bands_with_urls = list(zip(bands, urls, strict=True))
    return {
        "answers": answers,
        "bands": bands_with_urls,
        "times": two_times.two_times(user, period),
    }


def _figures(user: User, period: Period) -> dict[str, Any]:
    conversion = leads.conversion(user, period)
    return {
        "conversion": conversion,
        "sources": _linked(leads.by_source(user, period), "leads"),
        "statuses": _linked(leads.by_status(user, period), "leads"),
        "groups": _linked(leads.by_group(user, period), "leads"),
        "pipeline": _linked(deals.pipeline(user), "opportunities"),
        "early": _linked(deals.early(user), "opportunities"),
        "won_by_source": _linked(
            deals.won_by_source(user, period), "opportunities", won_view(period)
        ),
        "won_by_campaign": _linked(deals.won_by_campaign(user, period), "campaign"),
        "win_rates": [marks.interval(rate) for rate in deals.win_rates(user, period)],
    }


def _linked(figure: Figure, page: str, view: str = "") -> dict[str, Any]:
    bars = marks.bars(figure.rows)
    return {"figure": figure, "bars": [bar | {"url": _url(bar["row"], page, view)} for bar in bars]}


def _url(row: Row, page: str, view: str) -> str:
    asked = {"view": view} if view else {}
    try:
        if row.record_id:
            return reverse(page, args=[row.record_id])
        return f"{reverse(page)}?{urlencode(asked | {'where': row.where})}" if row.where else ""
    except NoReverseMatch:
        return ""
