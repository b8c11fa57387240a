"""What all dashboards have in common: navigation, filter bar, charts and their files."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.measure.by_the_hour import counted_at
from headwater.measure.filters import Filters
from headwater.people.organization import organization
from headwater.web.charts.answers import csv_answer
from headwater.web.charts.chart import Chart
from headwater.web.records.kinds import person
from headwater.web.reports import filters as filtering
from headwater.web.reports.filters import filters_of

__all__ = ["PAGES", "Filters", "filters_of", "frame"]


class Page(NamedTuple):
    """One line of the navigation; `name` is that of its address and `key` that of its template."""

    key: str
    name: str
    title: str
    group: str


# A page that is not there has no line here.
PAGES = (
    Page("overview", "reports", "Overview", "Leads"),
    Page("health", "report_health", "Lead health", "Leads"),
    Page("response", "report_response", "Response", "Leads"),
    Page("conversion", "report_conversion", "Conversion", "Leads"),
    Page("leaks", "leaks", "Leak report", "Leads"),
    Page("sources", "report_sources", "Sources", "Leads"),
    Page("campaigns", "report_campaigns", "Campaigns", "Marketing"),
    Page("nurture", "report_nurture", "Nurture", "Marketing"),
    Page("weekly", "weekly", "Week of marketing", "Marketing"),
    Page("recycling", "recycling", "Recycling", "Marketing"),
    Page("outcome", "report_outcome", "Outcome", "Deals"),
    Page("early", "report_early", "Early stage", "Deals"),
    Page("forecast", "report_forecast", "Pipeline and forecast", "Deals"),
    Page("process", "process", "The process", "Team and care"),
    Page("team", "report_team", "Team", "Team and care"),
    Page("quality", "report_quality", "Data quality", "Team and care"),
    Page("history", "report_history", "History", "Yours"),
    Page("library", "report_library", "All reports", "Yours"),
)  # fmt: skip


def frame(
    request: HttpRequest,
    page: str,
    *,
    charts: Iterable[Chart] = (),
    shown: tuple[str, ...] = filtering.ALL,
    filters: Filters | None = None,
    of_period: bool = True,
    **context: Any,
) -> HttpResponse:
    """The page `reports/<page>.html` with its charts by key; or the file of one of them.

    `shown` are the filters that this page obeys, `of_period` says whether it is of a period or of
    this moment; the template extends `reports/frame.html`.
    """
    drawn = list(charts)
    if answer := csv_answer(request, drawn):
        return answer
    filters = filters or filters_of(request)
    here = next((each for each in PAGES if each.key == page), None)
    return render(request, f"reports/{page}.html", {
        "charts": {chart.key: chart for chart in drawn},
        "filters": filters,
        "bar": filtering.bar(request, filters, shown, of_period=of_period),
        "groups_of_pages": _groups(),
        "here": here,
        "kept": kept(request),
        "counted_at": counted_at(person(request)),
        "currency": organization().currency,
    } | context)  # fmt: skip


def kept(request: HttpRequest) -> str:
    """Period and filters of this address, to take along to the next dashboard."""
    query = request.GET.copy()
    for name in set(query) - {"period", *filtering.ALL}:
        del query[name]
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    return f"?{query.urlencode()}" if query else ""


def _groups() -> list[tuple[str, list[Page]]]:
    groups: dict[str, list[Page]] = {}
    for page in PAGES:
        groups.setdefault(page.group, []).append(page)
    return list(groups.items())
