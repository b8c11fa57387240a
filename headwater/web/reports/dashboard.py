"""The home dashboard: is every inquiry accounted for, answered, and what came of it?

Each figure is a table with bars in it, so that the chart and the table behind it are one thing.
"""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from headwater.measure import balance, deals, leads, response, two_times
from headwater.measure.figure import Figure, Period, Row
from headwater.people.models import User
from headwater.web.records.kinds import person
from headwater.web.reports import marks
from headwater.web.reports.filters import filters_of, period_of
from headwater.web.reports.frame import frame


def dashboard(request: HttpRequest) -> HttpResponse:
    """`/reports?period=30`: everything the asking user may see, in a fixed number of queries."""
    filters, user = filters_of(request), person(request)
    context = {
        "since": period_of(request),
        **_balance(user, filters.period),
        **_answers(user, filters.period),
        **_figures(user, filters.period),
    }
    return frame(request, "overview", shown=(), filters=filters, **context)


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
    return {"answers": answers, "bands": bands, "times": two_times.two_times(user, period)}


def _figures(user: User, period: Period) -> dict[str, Any]:
    conversion = leads.conversion(user, period)
    return {
        "funnel": marks.funnel(conversion),
        "conversion": conversion,
        "sources": _linked(leads.by_source(user, period), "leads"),
        "statuses": _linked(leads.by_status(user, period), "leads"),
        "groups": _linked(leads.by_group(user, period), "leads"),
        "pipeline": _linked(deals.pipeline(user), "opportunities"),
        "early": _linked(deals.early(user), "opportunities"),
        "won_by_source": _linked(deals.won_by_source(user, period), "opportunities"),
        "won_by_campaign": _linked(deals.won_by_campaign(user, period), "campaign"),
        "win_rates": [marks.interval(rate) for rate in deals.win_rates(user, period)],
    }


def _linked(figure: Figure, page: str) -> dict[str, Any]:
    bars = marks.bars(figure.rows)
    return {"figure": figure, "bars": [bar | {"url": _url(bar["row"], page)} for bar in bars]}


def _url(row: Row, page: str) -> str:
    try:
        if row.record_id:
            return reverse(page, args=[row.record_id])
        return f"{reverse(page)}?{urlencode({'where': row.where})}" if row.where else ""
    except NoReverseMatch:
        return ""
