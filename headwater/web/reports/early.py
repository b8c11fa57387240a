"""Early stage: who enters, who goes on into the pipeline, who falls out; apart from forecasts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headwater.catalog import ids
from headwater.measure import early_funnel as measured
from headwater.measure.closing import NO_SOURCE
from headwater.measure.early_funnel import Flow, Line, Stage
from headwater.measure.figure import both, quoted
from headwater.measure.filters import USER, Filters
from headwater.people.owner import owners
from headwater.web.charts.chart import Chart, Series
from headwater.web.opportunities.behind import stage_view
from headwater.web.opportunities.early import FELL_OUT, STILL, WENT_ON
from headwater.web.records.kinds import person
from headwater.web.reports.frame import filters_of, frame

ENDS = (("went_on", "Went on", "c1", WENT_ON), ("still", "Still early", "c2", STILL),
        ("fell_out", "Fell out", "mute", FELL_OUT))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Split:
    """One chart: how lines are told apart, how that is called, and said as criteria."""

    key: str
    title: str
    head: str
    of: Callable[[Line], Any] = str
    word: Callable[[Any], str] = str
    criteria: Callable[[Any], str] = str


@require_safe
def early(request: HttpRequest) -> HttpResponse:
    """GET /reports/early: deals that were opened in an early stage in the period; three queries."""
    filters, user = filters_of(request), person(request)
    found = measured.of_period(user, filters)
    lines, stages = found.lines, found.stages
    every = next(iter(measured.added(lines, lambda line: "")), Flow(""))
    charts = [_stages(stages, filters)]
    for split in _splits():
        flows = measured.added(lines, split.of)
        behind = [split.criteria(flow.key) for flow in flows]
        words = [split.word(flow.key) for flow in flows]
        charts.append(_chart(flows, words, split, filters, behind))
    return frame(
        request, "early", filters=filters, shown=("owner", "team"), charts=charts, all=every,
        times=found.times,
        urls={name: _behind(filters, where) for name, _, _, where in ENDS}
        | {"entered": _behind(filters)},
    )  # fmt: skip


def _splits() -> list[Split]:
    """What deals are told apart by."""
    names = owners()
    return [
        Split("sources", "By source", "Source", lambda line: line.source, str,
              lambda key: f"LeadSource = {'null' if key == NO_SOURCE else quoted(key)}"),
        Split("owners", "By owner", "Owner", lambda line: line.owner_id,
              lambda key: names[key].name if key in names else "Nobody",
              lambda key: f"OwnerId = {quoted(ids.encode(USER, key))}"),
        Split("ways", "By how they came", "Way", lambda line: line.is_from_lead,
              lambda key: "From a lead" if key else "Opened direct",
              lambda key: f"IsFromLead = {str(key).lower()}"),
    ]  # fmt: skip


def _stages(stages: Sequence[Stage], filters: Filters) -> Chart:
    """What became of the deals in each stage; a deal may have been in several."""
    series = [
        Series(said, [getattr(stage, name) for stage in stages], tone,
               [_of_deals(filters, stage_view(filters.period, name, stage.name))
                for stage in stages])
        for name, said, tone, _ in ENDS
    ]  # fmt: skip
    links = [_of_deals(filters, stage_view(filters.period, "been", each.name)) for each in stages]
    return Chart("stages", "Stage by stage", "stacked", [stage.name for stage in stages], series,
                 unit="deals", links=links, head="Stage")  # fmt: skip


def _chart(
    flows: Sequence[Any], words: Sequence[str], split: Split, filters: Filters,
    behind: Sequence[str],
) -> Chart:  # fmt: skip
    """Went on, still here, fell out side by side; nothing here is red."""
    series = []
    for name, said, tone, where in ENDS:
        urls = [_behind(filters, where, each) for each in behind]
        series.append(Series(said, [getattr(flow, name) for flow in flows], tone, urls))
    return Chart(split.key, split.title, "stacked", words, series, unit="deals", head=split.head)


def _behind(filters: Filters, *criteria: str) -> str:
    """The deals behind a number; a team cannot be said there."""
    return _of_deals(filters, "opened-early", filters.period.criteria, *criteria)


def _of_deals(filters: Filters, view: str, *criteria: str) -> str:
    if filters.team:
        return ""
    own = f"OwnerId = {quoted(ids.encode(USER, filters.owner))}" if filters.owner else ""
    query = {"view": view, "where": both(own, *criteria)}
    return f"{reverse('opportunities')}?{urlencode({k: v for k, v in query.items() if v})}"
