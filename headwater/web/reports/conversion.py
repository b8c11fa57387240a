"""Conversion: how far inquiries come, how long each step takes, and which ones come furthest."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from headwater.measure import funnel as measured
from headwater.measure import kept_answers
from headwater.measure.filters import NO_SOURCE, Filters
from headwater.measure.funnel import STEPS, Funnel, Passage
from headwater.people.owner import owners
from headwater.records.models import Campaign
from headwater.records.submission import Door
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import reached
from headwater.web.reports.frame import filters_of, frame
from headwater.web.templatetags.words import percent

HEADS = {"inquiry": "Inquiries", "mql": "MQL", "sal": "SAL", "deal": "Opportunity", "won": "Won"}
OF_BEFORE = {"mql": "of inquiries", "sal": "of MQL", "deal": "of SAL", "won": "of opportunities"}
AXES = (("source", "Source"), ("channel", "Channel"), ("campaign", "Campaign"), ("owner", "Rep"))
MOST_KEYS = 50
MOST_WEEKS = 26


@require_safe
def conversion(request: HttpRequest) -> HttpResponse:
    """GET /reports/conversion?by=source|channel|campaign|owner and the filters."""
    filters, user = filters_of(request), person(request)
    asked = request.GET.get("by", "")
    axis = asked if asked in dict(AXES) else "source"
    found = measured.funnel(user, filters, axis=axis)
    rows = _rows(found, axis, filters)
    return frame(
        request, "conversion", filters=filters,
        charts=[_steps(found.all, filters), _days(found.all), _cohorts(found, filters),
                _by(rows, dict(AXES)[axis])],
        all=found.all, counted_at=found.counted_at or kept_answers.since(user),
        rows=rows[:MOST_KEYS], more=len(rows) - MOST_KEYS,
        heads=list(HEADS.values()), axes=[(key, word, key == axis) for key, word in AXES],
        axis_word=dict(AXES)[axis],
    )  # fmt: skip


def _steps(passage: Passage, filters: Filters) -> Chart:
    return Chart(
        "steps", "From inquiry to won", "bars", list(HEADS.values()),
        [Series("Leads", [passage.count(step) for step in STEPS],
                links=[reached.url(step, filters) for step in STEPS])],
        hints=["created in the period", *(_hint(passage, step) for step in STEPS[1:])],
        note="each step by itself", head="Step",
    )  # fmt: skip


def _hint(passage: Passage, step: str) -> str:
    rate = passage.rate(step)
    return "" if rate is None else f"{percent(rate)} {OF_BEFORE[step]}"


def _days(passage: Passage) -> Chart:
    ways = [f"{HEADS[first]} → {HEADS[last]}" for first, last in pairwise(STEPS)]
    return Chart(
        "days", "Days between the steps", "bars", ways,
        [Series("Days", [passage.days(step) for step in STEPS[1:]], tone="c2")], unit="days",
        note="on average, of those who went both", head="Way", nothing="Nobody went on yet.",
    )  # fmt: skip


def _cohorts(found: Funnel, filters: Filters) -> Chart:
    """The weeks in which leads came, the newest first, and what share of each went how far."""
    weeks = sorted(found.weeks, reverse=True)[:MOST_WEEKS]
    later = STEPS[1:]
    return Chart(
        "cohorts", "By week", "heat", [HEADS[step] for step in later],
        [Series(f"{week.day} {week:%b}", [found.weeks[week].share(step) for step in later],
                links=[reached.url(step, filters, _in_week(week)) for step in later])
         for week in weeks],
        unit="%", note="of the inquiries of the week", head="Step",
    )  # fmt: skip


def _in_week(monday: date) -> str:
    """Days mean what they mean where the asker lives."""
    return f"CreatedDate >= {monday} AND CreatedDate < {monday + timedelta(days=7)}"


def _by(rows: list[dict[str, Any]], word: str) -> Chart:
    """Drawn as a table; this is its file."""
    return Chart(
        "by",
        f"By {word.lower()}",
        "bars",
        [row["word"] for row in rows],
        [Series(HEADS[step], [row["passage"].count(step) for row in rows]) for step in STEPS]
        + [Series("Won of inquiries", [row["passage"].share("won") for row in rows])],
        head=word,
    )


def _rows(found: Funnel, axis: str, filters: Filters) -> list[dict[str, Any]]:
    """A line for each key, those who brought most first."""
    words = _words(axis, list(found.keys))
    lines = sorted(found.keys.items(), key=lambda each: (-each[1].inquiry, words(each[0])))
    return [
        {
            "word": words(key), "passage": passage, "won": passage.share("won"),
            "steps": [(passage.count(step), passage.share(step), _behind(step, axis, key, filters))
                      for step in STEPS],
        }
        for key, passage in lines
    ]  # fmt: skip


def _behind(step: str, axis: str, key: str, filters: Filters) -> str:
    if axis == "channel":
        return reached.url(step, filters, channel=key) if key else ""
    if axis == "source":
        return reached.url(step, replace(filters, source=key or NO_SOURCE))
    return reached.url(step, filters, **{axis: int(key)})


def _words(axis: str, keys: list[str]) -> Any:
    """How a key of the axis is called."""
    if axis == "source":
        return lambda key: key or "No source"
    if axis == "channel":
        return lambda key: dict(Door.choices).get(key, "Not by a door")
    if axis == "owner":
        known = owners()
        return lambda key: known[int(key)].name if int(key) in known else "Nobody"
    names = dict(Campaign.objects.filter(pk__in=map(int, keys)).values_list("pk", "name"))
    return lambda key: names.get(int(key), "A campaign")
