"""A chart's table as a file: `?chart=KEY&format=csv` on the page that shows it."""

import csv
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from headwater.web.charts.chart import Chart

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_answer(request: HttpRequest, charts: Iterable[Chart]) -> HttpResponse | None:
    """The file that the address asks for; None if it asks for the page. 404: no such chart here."""
    if request.GET.get("format") != "csv":
        return None
    key = request.GET.get("chart", "")
    chart = next((each for each in charts if each.key == key), None)
    if chart is None:
        raise Http404(f"There is no chart “{key}” on this page.")
    return csv_file(chart.key, lines(chart))


def csv_file(key: str, rows: Iterable[Iterable[Any]]) -> HttpResponse:
    """The rows as a file of today; what a spreadsheet would compute is text."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{key}-{timezone.localdate():%Y-%m-%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(answer).writerows([_harmless(cell) for cell in row] for row in rows)
    return answer


def lines(chart: Chart) -> list[list[Any]]:
    """Head and rows; values as plain numbers, shares of 1, minutes; nothing where unknown."""
    head: list[Any] = [chart.head or chart.title, *(each.name for each in chart.series)]
    body: list[list[Any]] = [
        [name, *("" if s.values[at] is None else s.values[at] for s in chart.series)]
        for at, name in enumerate(chart.categories)
    ]
    return [head, *body]


def _harmless(cell: Any) -> Any:
    """A text that a spreadsheet would compute gets an apostrophe: names come from strangers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
