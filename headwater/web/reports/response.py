"""Response: how fast inquiries are answered, by whom, from where and at which hour."""

from collections.abc import Callable
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from headwater.measure import answer_times, two_times
from headwater.measure import response as measured
from headwater.measure.answer_times import Answers, Kept
from headwater.measure.filters import Filters
from headwater.records.clock import Kind
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import behind
from headwater.web.reports.frame import filters_of, frame

MINUTE = 60
BANDS = ("0–5 min", "5–15 min", "15–60 min", "60+ min")
TONES = ("goodf", "c1", "warnf", "badf")
SCALE = ((5, "goodt", "to 5 min"), (15, "okt", "to 15"), (60, "warnt", "to 60"),
         (None, "badt", "over 60"))  # fmt: skip
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OUTCOMES = (("kept", "Kept", "goodf"), ("missed", "Broken", "badf"), ("running", "Running", "mute"))
MOST = 12
NOTHING = "No clock started in this period. One starts with every inquiry that is to be answered."


@require_safe
def response(request: HttpRequest) -> HttpResponse:
    """GET /reports/response and the filters."""
    filters, user = filters_of(request), person(request)
    found = measured.first_answers(user, filters)
    stretches = answer_times.over_time(user, filters)
    by_source = answer_times.by_source(user, filters)
    by_person = answer_times.by_person(user, filters)
    return frame(
        request, "response", filters=filters, answers=found,
        times=two_times.two_times(user, filters),
        by_source=[(row, behind.url("answered", filters, "", behind.of_source(row.key)),
                    behind.url("missed", filters, "", behind.of_source(row.key)))
                   for row in by_source[:MOST]],
        by_person=[(row, behind.url("answered", replace(filters, owner=int(row.key))),
                    behind.url("missed", replace(filters, owner=int(row.key))))
                   for row in by_person[:MOST]],
        links={name: behind.url(name, filters)
               for name in ("answered", "owned", "reached", "kept", "missed", "running",
                            "decided_promises")},
        charts=[
            _bands(found, filters), _hours(answer_times.by_hour(user, filters), filters),
            _over_time(stretches, filters),
            _speed(stretches, filters),
            _medians("source", "By source", by_source, lambda row: behind.url(
                "answered", filters, "", behind.of_source(row.key))),
            _medians("person", "By rep", by_person, lambda row: behind.url(
                "answered", replace(filters, owner=int(row.key)))),
            _promises(answer_times.by_kind(user, filters), filters),
        ],
    )  # fmt: skip


def _bands(found: measured.FirstAnswers, filters: Filters) -> Chart:
    return Chart(
        "bands", "Answered in", "stacked", ["First answers"],
        [Series(word, [count], tone, links=[behind.url("band", filters, band)])
         for band, (word, count, tone) in enumerate(zip(BANDS, found.bands, TONES, strict=True))],
        unit="leads", nothing=NOTHING, head="",
    )  # fmt: skip


def _hours(week: list[list[tuple[float | None, int]]], filters: Filters) -> Chart:
    return Chart(
        "hours", "Minutes to the first answer", "heat", [str(hour) for hour in range(24)],
        [Series(DAYS[day], [None if median is None else median / MINUTE for median, _ in hours],
                links=[behind.url("hour", filters, day * 24 + hour) if count else ""
                       for hour, (_, count) in enumerate(hours)])
         for day, hours in enumerate(week)],
        unit="min", note="median, by the hour at which the inquiry came", scale=SCALE,
        nothing=NOTHING, head="Hour",
    )  # fmt: skip


def _over_time(found: list[Kept], filters: Filters) -> Chart:
    return Chart(
        "over_time", "Promises kept and broken", "stacked",
        [each.label for each in found],
        [Series(word, [getattr(each, name) for each in found], tone,
                links=[_of_days(each, name, filters) for each in found])
         for name, word, tone in OUTCOMES],
        unit="promises", upright=True, nothing=NOTHING, head="From",
    )  # fmt: skip


def _of_days(each: Kept, outcome: str, filters: Filters) -> str:
    if each.since is None or each.until is None:
        return ""
    return behind.url("stretch", filters, f"{each.since:%Y%m%d}~{each.until:%Y%m%d}~{outcome}")


def _speed(found: list[Kept], filters: Filters) -> Chart:
    return Chart(
        "speed", "Median over time", "line", [each.label for each in found],
        [Series("Median", [each.median / MINUTE if each.median is not None else None
                           for each in found],
                links=[_of_days(each, "answered", filters) for each in found])],
        unit="min", note="minutes to the first answer", nothing=NOTHING, head="From",
    )  # fmt: skip


def _medians(
    key: str, title: str, found: list[Answers], link: Callable[[Answers], str]
) -> Chart:  # fmt: skip
    """Of the answered ones; both of their times open these."""
    shown = [each for each in found if each.answered][:MOST]
    links = [link(each) for each in shown]
    return Chart(
        key, title, "bars", [each.label or "No source" for each in shown],
        [Series("Half within", [(each.median or 0) / MINUTE for each in shown], "c1",
                links),
         Series("Nine of ten within", [(each.slowest_tenth or 0) / MINUTE for each in shown],
                "c3", links)],
        links=links, unit="min", nothing=NOTHING, head=title.removeprefix("By ").capitalize(),
    )  # fmt: skip


def _promises(found: list[Kept], filters: Filters) -> Chart:
    kinds = {str(kind.label): kind.value for kind in Kind}
    return Chart(
        "kinds", "Clocks", "stacked", [each.label for each in found],
        [Series(word, [getattr(each, name) for each in found], tone,
                links=[behind.url("promise", filters, f"{kinds[each.label]}~{name}")
                       for each in found])
         for name, word, tone in OUTCOMES],
        unit="promises", note="all promises, not only first answers", nothing=NOTHING, head="Clock",
    )  # fmt: skip
