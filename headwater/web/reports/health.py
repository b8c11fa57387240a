"""Lead health: what came in, how old it is, and what nobody has done anything about."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from headwater.measure import health as measured
from headwater.measure.figure import quoted
from headwater.measure.filters import Filters
from headwater.people.models import User
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import behind
from headwater.web.reports.frame import filters_of, frame

# From fresh to old; what is older than a month has a colour of its own.
TONES = ("h1", "h2", "h3", "h4", "h5", "warnf")
SPANS = ("under a day", *(f"{word} days" for word in measured.WORDS[1:]))
MOST_OWNERS = 12


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """GET /reports/health and the filters."""
    filters, user = filters_of(request), person(request)
    by_status, by_owner = measured.aging(user, filters)
    charts = [
        arrivals(user, filters), _ages(by_status, filters), _by_status(by_status, filters),
        _by_owner(by_owner, filters),
    ]  # fmt: skip
    standing = measured.standing(user, filters)
    links = {
        name: behind.url(name, filters) for name in ("open", "untouched", "unplanned", "queued")
    }
    return frame(
        request, "health", filters=filters, charts=charts, standing=standing,
        links=links | {"old": behind.url("age", filters, len(measured.AGES) - 1)},
        new=sum(charts[0].series[0].values[at] or 0 for at in range(len(charts[0].categories))),
        new_link=behind.url("new", filters),
    )  # fmt: skip


def arrivals(user: User, filters: Filters) -> Chart:
    """New leads along the time, each stretch with its leads behind it."""
    found = measured.arrivals(user, filters)
    step = found[0][0].step if found else "day"
    return Chart(
        "new", f"New leads by {step}", "bars", [bucket.label for bucket, _ in found],
        [Series("New leads", [count for _, count in found],
                links=[_created(filters, bucket.criteria) for bucket, _ in found])],
        upright=True, head=step.capitalize(),
        nothing="Nothing came in. A form, an import or an e-mail address brings the first leads.",
    )  # fmt: skip


def _created(filters: Filters, criteria: str) -> str:
    """By the days of the bucket alone: the first may begin before the period does."""
    return behind.url("new", filters, "", criteria)


def _ages(by_status: list[measured.Aging], filters: Filters) -> Chart:
    totals = [sum(each.counts[band] for each in by_status) for band in range(len(measured.AGES))]
    return Chart(
        "ages", "Aging", "bars", measured.WORDS,
        [Series("Open leads", totals,
                links=[behind.url("age", filters, band) for band in range(len(totals))])],
        note="open leads by days since they came", upright=True, head="Days",
        nothing="No lead is open. That is either very good or very quiet.",
    )  # fmt: skip


def _by_status(found: list[measured.Aging], filters: Filters) -> Chart:
    series = _bands(
        found, lambda each, band: behind.url("age", filters, band, _in(each)),
    )  # fmt: skip
    return Chart(
        "status", "By status", "stacked", [each.label for each in found], series,
        links=[behind.url("open", filters, "", _in(each)) for each in found], head="Status",
        note="days since they came",
    )  # fmt: skip


def _by_owner(found: list[measured.Aging], filters: Filters) -> Chart:
    def of(each: measured.Aging) -> Filters:
        return replace(filters, owner=int(each.key))

    shown = found[:MOST_OWNERS]
    series = _bands(shown, lambda each, band: behind.url("age", of(each), band))
    return Chart(
        "owner", "By owner", "stacked", [each.label for each in shown], series,
        links=[behind.url("open", of(each)) for each in shown], head="Owner",
        note=f"the {MOST_OWNERS} with the most" if len(found) > MOST_OWNERS else "",
    )  # fmt: skip


def _bands(found: list[measured.Aging], link: Callable[[measured.Aging, int], str]) -> list[Series]:
    return [
        Series(SPANS[band], [each.counts[band] for each in found], tone,
               links=[link(each, band) for each in found])
        for band, tone in enumerate(TONES)
    ]  # fmt: skip


def _in(each: measured.Aging) -> str:
    return f"Status = {quoted(each.label)}"
