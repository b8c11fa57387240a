"""Data quality: what open leads lack, what is wrong with them, and what waits to be tidied up."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headwater.measure import quality as measured
from headwater.measure.filters import NO_SOURCE, Filters
from headwater.measure.quality import NEEDED, Quality
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import behind
from headwater.web.reports.frame import filters_of, frame

# trouble → (its word, what it means, what mends it)
TROUBLES = {
    "unreachable": ("Cannot be reached", "no mail address and no number", "hygiene"),
    "mail": ("Impossible mail addresses", "no mail can have such an address", "hygiene"),
    "phone": ("Impossible numbers", "too short or too long to be dialled", "hygiene"),
    "bounced": ("Bounced", "mail to them comes back", ""),
    "duplicate": ("Duplicates waiting", "may be somebody we know", "duplicates"),
    "stale": ("Stale", f"no activity for {measured.STALE_DAYS} days", "recycling"),
}
TOLD_FIRST = ("unreachable", "bounced", "duplicate", "stale")
MOST = 12


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """GET /reports/quality and the filters. It is of open leads, so no period."""
    filters, user = filters_of(request), person(request)
    found = measured.quality(user, filters)
    return frame(
        request, "quality", filters=filters, of_period=False, found=found,
        open_url=behind.url("open", filters),
        troubles=_troubles(found, filters),
        charts=[_missing(found, filters), _wrong(found, filters),
                _by_source(measured.by_source(user, filters), filters)],
    )  # fmt: skip


def _troubles(found: Quality, filters: Filters) -> list[dict[str, Any]]:
    return [
        {"word": word, "meaning": meaning, "count": found.troubles[name],
         "url": behind.url("trouble", filters, name), "mend": reverse(page) if page else ""}
        for name in TOLD_FIRST for word, meaning, page in [TROUBLES[name]]
    ]  # fmt: skip


def _missing(found: Quality, filters: Filters) -> Chart:
    names = sorted(NEEDED, key=lambda name: -found.missing[name])
    return Chart(
        "missing", "Missing fields", "bars", [NEEDED[name][1] for name in names],
        [Series("Empty", [found.missing[name] / found.open if found.open else None
                          for name in names], "warnf",
                links=[behind.url("missing", filters, name) for name in names])],
        unit="%", note="of the open leads", head="Field",
        nothing="Nothing is missing: every open lead has all that somebody needs to answer it.",
    )  # fmt: skip


def _wrong(found: Quality, filters: Filters) -> Chart:
    return Chart(
        "troubles", "To be put right", "bars", [word for word, _, _ in TROUBLES.values()],
        [Series("Open leads", [found.troubles[name] for name in TROUBLES], "c1",
                links=[behind.url("trouble", filters, name) for name in TROUBLES])],
        hints=[meaning for _, meaning, _ in TROUBLES.values()], note="a lead may have several",
        head="Trouble", nothing="Every open lead can be reached and is looked after.",
    )  # fmt: skip


def _by_source(rows: list[tuple[str, Quality]], filters: Filters) -> Chart:
    shown = [(name, found) for name, found in rows if found.open][:MOST]
    return Chart(
        "sources", "Missing by source", "heat", [label for _, label in NEEDED.values()],
        [Series(name or "No source", [found.missing[field] / found.open for field in NEEDED],
                links=[behind.url("missing", replace(filters, source=name or NO_SOURCE), field)
                       for field in NEEDED])
         for name, found in shown],
        unit="%", note="share of the open leads of each source", head="Field",
        nothing="No lead is open.",
    )  # fmt: skip
