"""Charts: marks, what is read out, the table behind, the file; and the arrow keys in a browser."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory

from headwater.web.charts.answers import csv_answer, lines
from headwater.web.charts.chart import Chart, Series
from headwater.web.charts.values import read, short, ticks, told

WEEK = ("Mon", "Tue", "Wed")


def _chart(kind: str = "bars", **values: Any) -> Chart:
    series = [Series("New", (3, 1, None), links=("/a", "/b", "")), Series("Old", (1, 0, 4), "c2")]
    given = {"categories": WEEK, "series": series} | values
    return Chart("chart", "Leads by day", kind, **given)


def _page(chart: Chart) -> str:
    request = RequestFactory().get("/reports?period=30")
    return render_to_string("charts/chart.html", {"chart": chart, "request": request})


@pytest.mark.parametrize("kind", ["bars", "stacked", "line", "heat", "funnel"])
def test_every_kind_has_marks_a_table_and_a_file(kind: str) -> None:
    page = _page(_chart(kind))
    assert 'aria-labelledby="chart-chart"' in page and "<table" in page
    assert "?period=30&amp;chart=chart&amp;format=csv" in page
    assert page.count("data-point=") >= 3 and 'href="/a"' in page
    assert "style=" not in page and "<script" not in page


@pytest.mark.parametrize("kind", ["bars", "stacked"])
def test_bars_stand_or_lie(kind: str) -> None:
    assert "fig-plot" in _page(_chart(kind, upright=True))
    assert "fig-rows" in _page(_chart(kind))


def test_names_of_strangers_stay_text() -> None:
    page = _page(_chart(categories=('<b>"x"', "y", "z")))
    assert "<b>" not in page.replace("<b>", "", 0) or '<b>"x"' not in page
    assert "&lt;b&gt;&quot;x&quot;" in page


def test_nothing_teaches() -> None:
    page = _page(_chart(series=[Series("New", (0, None, 0))], nothing="A form brings the first."))
    assert "A form brings the first." in page and "<svg" not in page


def test_the_file_has_plain_numbers_and_no_formula() -> None:
    chart = _chart(categories=("=cmd()", "Tue", "Wed"), head="Day")
    assert lines(chart) == [
        ["Day", "New", "Old"], ["=cmd()", 3, 1], ["Tue", 1, 0], ["Wed", "", 4],
    ]  # fmt: skip
    asked = RequestFactory().get("/reports", {"chart": "chart", "format": "csv"})
    answer = csv_answer(asked, [chart])
    assert answer is not None and answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode().splitlines()[1] == "'=cmd(),3,1"
    assert csv_answer(RequestFactory().get("/reports"), [chart]) is None
    with pytest.raises(Http404):
        csv_answer(RequestFactory().get("/", {"chart": "x", "format": "csv"}), [chart])


def test_sums_only_of_what_adds_up() -> None:
    assert _chart("stacked").has_totals and not _chart("stacked", unit="%").has_totals
    assert [line[-1] for line in _chart("stacked").table] == ["4", "1", "4"]


@pytest.mark.parametrize(
    ("largest", "expected"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (46, [0, 20, 40, 60]), (1041, [0, 500, 1000, 1500])],
)
def test_round_ticks(largest: float, expected: Sequence[float]) -> None:
    assert ticks(largest) == expected


def test_small_shares_have_ticks_of_their_own() -> None:
    assert ticks(0.031, unit="%")[-1] >= 0.031


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(None, "leads", "–"), (1, "leads", "1 lead"), (1284, "leads", "1,284 leads"),
     (0.34, "%", "34 %"), (6, "min", "6 min"), (12400, "EUR", "€12,400")],
)  # fmt: skip
def test_values_in_words(value: Any, unit: str, words: str) -> None:
    assert read(value, unit) == words


def test_short_words_on_axes() -> None:
    assert [short(v, "leads") for v in (0, 40, 1500)] == ["0", "40", "1.5k"]
    assert [short(v, "min") for v in (5, 120, 7200)] == ["5", "2h", "5d"]
    assert short(2_000_000, "USD") == "$2M" and told(2.5, "leads") == "2.5"
