"""Outcome: what became of converted leads; deals from leads beside those opened direct."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headwater.measure import outcome as measured
from headwater.measure.figure import both
from headwater.measure.filters import Filters
from headwater.measure.interval import Mean, Rate, Verdict
from headwater.measure.outcome import ENDS, Compared, Ended, Side
from headwater.people.organization import organization
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import reached
from headwater.web.reports.frame import filters_of, frame
from headwater.web.templatetags.words import count, money, percent

SHOWN = ("source", "owner", "team", "campaign")
ENDED = {
    "won": ("Won", "goodf"), "lost": ("Lost", "badf"), "pipeline": ("In the pipeline", "c1"),
    "early": ("Early stage", "c2"), "none": ("No deal", "mute"),
}  # fmt: skip
CLOSED, WON = "IsClosed = true", "IsWon = true"
WIDE = 100  # units of an interval's bar
UNCLEAR = "Not enough to tell: the intervals overlap."
TOO_FEW = "Not enough to tell: there are too few deals."


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the comparison: how its values are said, and what a higher one means."""

    what: str
    title: str
    word: Callable[[float], str]
    more: str


@require_safe
def outcome(request: HttpRequest) -> HttpResponse:
    """GET /reports/outcome and the filters: two queries."""
    filters, user = filters_of(request), person(request)
    compared, ended = measured.compared(user, filters), measured.ended(user, filters)
    currency = organization().currency
    return frame(
        request, "outcome", filters=filters, shown=SHOWN,
        charts=[_ended(ended, filters), _file(compared)],
        ended=ended, urls={end: reached.url(f"end_{end}", filters) for end in ENDS},
        lines=_lines(compared, filters, currency), currency=currency,
    )  # fmt: skip


def _ended(ended: Ended, filters: Filters) -> Chart:
    """Converted leads by what became of their deals."""
    return Chart(
        "ended", "What became of converted leads", "bars", [ENDED[end][0] for end in ENDS],
        [Series("Leads", [ended.counts[end] for end in ENDS],
                links=[reached.url(f"end_{end}", filters) for end in ENDS])],
        hints=[money(round(amount), organization().currency) if (amount := ended.amounts[end])
               else "" for end in ENDS],
        note="of those created in the period", head="End", nothing="Nothing was converted yet.",
    )  # fmt: skip


def _file(compared: Compared) -> Chart:
    """The comparison as a file; the page draws it with its intervals."""

    def values(side: Side) -> list[float | None]:
        found: list[float | None] = []
        for number in (side.won, side.amount, side.days):
            found += [number.value, *(number.interval or (None, None))]
        return [side.won.whole, side.won.part, *found]

    names = ["Closed deals", "Won deals"]
    for word in ("Win rate", "Amount won on average", "Days to win on average"):
        names += [word, f"{word}, from", f"{word}, to"]
    return Chart(
        "compared", "From a lead or direct", "bars", names,
        [Series("From a lead", values(compared.lead)),
         Series("Opened direct", values(compared.direct))], unit="", head="Figure",
    )  # fmt: skip


def _lines(compared: Compared, filters: Filters, currency: str) -> list[dict[str, Any]]:
    """Win rate, amount and days: both sides to one scale, and what they tell together."""

    def coin(value: float) -> str:
        return money(round(value), currency)

    def days(value: float) -> str:
        return f"{value:.0f} days"

    return [
        _line(Line("won", "Win rate", percent, "won more often"), compared, filters),
        _line(Line("amount", "Amount of a won deal", coin, "worth more"), compared, filters),
        _line(
            Line("days", "Days from opening to winning", days, "slower to win"), compared, filters
        ),
    ]


def _line(line: Line, compared: Compared, filters: Filters) -> dict[str, Any]:
    sides = (compared.lead, compared.direct)
    numbers = [getattr(side, line.what) for side in sides]
    ends = [end for number in numbers for end in (number.interval or (number.value,)) if end]
    top = 1.0 if line.what == "won" else max(ends, default=0.0) or 1.0
    verdict = compared.verdict(line.what)
    return {
        "title": line.title, "said": _said(verdict, numbers, line.more),
        "is_clear": verdict is not Verdict.UNCLEAR,
        "sides": [_side(side, number, top, line.word, filters)
                  for side, number in zip(sides, numbers, strict=True)],
    }  # fmt: skip


def _side(
    side: Side, number: Rate | Mean, top: float, word: Callable[[float], str], filters: Filters
) -> dict[str, Any]:
    low, high = number.interval or (None, None)
    is_rate = isinstance(number, Rate)
    return {
        "label": "From a lead" if side.is_from_lead else "Opened direct",
        "tone": "c1" if side.is_from_lead else "mute",
        "value": "–" if number.value is None else word(number.value),
        "of": f"{count(number.part)} of {count(number.whole)}" if isinstance(number, Rate)
        else count(number.count),
        "url": _behind(side, filters, CLOSED if is_rate else WON),
        "between": "" if low is None or high is None
        else f"{word(max(0.0, low))} to {word(high)}",
        "x": _at(low, top), "x2": _at(high, top), "at": _at(number.value, top),
    }  # fmt: skip


def _at(value: float | None, top: float) -> str:
    return "" if value is None else f"{min(1.0, max(0.0, value / top)) * WIDE:.1f}"


def _said(verdict: Verdict, numbers: list[Rate | Mean], more: str) -> str:
    if verdict is Verdict.UNCLEAR:
        return UNCLEAR if all(number.interval for number in numbers) else TOO_FEW
    first = "Deals from a lead" if verdict is Verdict.FIRST else "Deals opened direct"
    return f"{first} are {more}: the intervals lie apart."


def _behind(side: Side, filters: Filters, *criteria: str) -> str:
    """The deals of a side; a team cannot be said there."""
    if filters.team or filters.campaign:
        return ""
    view = "from-lead" if side.is_from_lead else "direct"
    closed = filters.period.criteria.replace("CreatedDate", "ClosedAt")
    where = both(filters.standing_where, closed, *criteria)
    return f"{reverse('opportunities')}?{urlencode({'view': view, 'where': where})}"
