"""Sources: what each of them brought, from the first inquiry through to the money."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from headwater.measure import sources as measured
from headwater.measure.filters import NO_SOURCE, Filters
from headwater.measure.sources import Source
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import behind, reached
from headwater.web.reports.frame import filters_of, frame

MOST, MOST_LINES = 12, 3
TONES = ("c1", "c4", "c5")


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """GET /reports/sources and the filters."""
    filters, user = filters_of(request), person(request)
    found = measured.sources(user, filters)
    return frame(
        request, "sources", filters=filters,
        rows=[(each, _links(each, filters)) for each in found],
        total=_total(found), links=_links(None, filters),
        charts=[_money(found, filters), _leads(found, filters), _rates(found, filters),
                _over_time(user, filters, found)],
    )  # fmt: skip


def _links(each: Source | None, filters: Filters) -> dict[str, str]:
    """Of one source, or of all that the filters leave."""
    its = replace(filters, source=each.name or NO_SOURCE) if each else filters
    steps = {step: reached.url(step, its) for step in ("mql", "deal", "won")}
    return steps | {"leads": behind.url("new", its), "converted": behind.url("converted", its)}


def _total(found: list[Source]) -> Source:
    names = ("leads", "mql", "converted", "deals", "won", "won_amount", "open_amount")
    return Source("All", **{name: sum(getattr(each, name) for each in found) for name in names})


def _names(found: list[Source]) -> list[str]:
    return [each.name or "No source" for each in found]


def _money(found: list[Source], filters: Filters) -> Chart:
    shown = [each for each in found if each.won_amount or each.open_amount][:MOST]
    return Chart(
        "money", "Money", "stacked", _names(shown),
        [Series("Won", [float(each.won_amount) for each in shown], "c1",
                links=[_links(each, filters)["won"] for each in shown]),
         Series("Open", [float(each.open_amount) for each in shown], "c3",
                links=[_links(each, filters)["deal"] for each in shown])],
        unit=organization().currency, note="deals of the leads of the period", head="Source",
        nothing="No lead of this period has brought a deal with an amount yet. Convert with an "
        "opportunity, and its money is told of the source here.",
    )  # fmt: skip


def _leads(found: list[Source], filters: Filters) -> Chart:
    shown = sorted(found, key=lambda each: -each.leads)[:MOST]
    return Chart(
        "leads", "Leads", "bars", _names(shown),
        [Series("Leads", [each.leads for each in shown],
                links=[_links(each, filters)["leads"] for each in shown])],
        head="Source", nothing="No lead came in this period.",
    )  # fmt: skip


def _rates(found: list[Source], filters: Filters) -> Chart:
    shown = [each for each in sorted(found, key=lambda each: -each.leads) if each.leads][:MOST]
    return Chart(
        "rates", "How far they come", "bars", _names(shown),
        [Series("Converted", [each.converted / each.leads for each in shown], "c2",
                links=[_links(each, filters)["converted"] for each in shown]),
         Series("Won", [each.rate for each in shown], "c1",
                links=[_links(each, filters)["won"] for each in shown])],
        unit="%", note="of the leads of each source", head="Source",
        nothing="Nothing of this period is converted yet.",
    )  # fmt: skip


def _over_time(user: User, filters: Filters, found: list[Source]) -> Chart:
    largest = sorted(found, key=lambda each: -each.leads)[:MOST_LINES]
    stretches, counts = measured.over_time(user, filters, [each.name for each in largest])
    series = [
        Series(each.name or "No source", counts[each.name], tone,
               links=[behind.url("new", replace(filters, source=each.name or NO_SOURCE), "",
                                 stretch.criteria) for stretch in stretches])
        for each, tone in zip(largest, TONES, strict=False) if stretches
    ]  # fmt: skip
    if stretches and any(counts["*"]):
        series.append(Series("All others", counts["*"], "mute"))
    return Chart(
        "over_time", "Leads over time", "line", [each.label for each in stretches], series,
        links=[behind.url("new", filters, "", each.criteria) for each in stretches],
        note="the three largest sources, and all others", head="From",
        nothing="No lead came in this period.",
    )  # fmt: skip
