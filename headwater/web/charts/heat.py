"""A heat map: days down, hours across; each cell says its number where there is room."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from headwater.web.charts.values import brief, read, told

if TYPE_CHECKING:
    from headwater.web.charts.chart import Chart, Series

LEVELS = 5  # tones h1 to h5 where no scale is given
ROW, GAP, TOP = 26, 2, 18  # pixels
SHORT = 5  # letters that stand over a column on a phone; longer words are slanted


def drawn(chart: "Chart") -> dict[str, Any]:
    """Rows of cells with their tone; places in percent of the width."""
    largest = max((v or 0 for s in chart.series for v in s.values), default=0) or 1
    count = len(chart.categories)
    return {
        "is_wordy": any(len(word) > SHORT for word in chart.categories),
        "template": "charts/heat.html", "axis": _axis(chart),
        "height": TOP + ROW * len(chart.series), "cell": ROW - GAP,
        "heads": [{"x": f"{(at + 0.5) / count * 100:.3f}%", "word": word,
                   "is_narrow": count < 9 or at % 3 == 0}
                  for at, word in enumerate(chart.categories)],
        "rows": [{"word": series.name, "y": TOP + number * ROW, "text": TOP + number * ROW + 16,
                  "cells": _cells(chart, series, number, largest)}
                 for number, series in enumerate(chart.series)],
        "keys": [(tone, words) for _, tone, words in chart.scale],
    }  # fmt: skip


def _axis(chart: "Chart") -> int:
    """Pixels that the longest name of a row takes, up to a sixth of a narrow screen."""
    return min(96, 12 + 6 * max(len(series.name) for series in chart.series))


def _cells(chart: "Chart", series: "Series", row: int, largest: float) -> list[dict[str, Any]]:
    count = len(chart.categories)
    return [
        {
            "x": f"{at / count * 100:.3f}%", "width": f"{100 / count - 0.25:.3f}%",
            "middle": f"{(at + 0.5) / count * 100 - 0.125:.3f}%",
            "tone": tone(value, chart.scale, largest), "row": row, "column": at,
            "url": series.link(at), "word": _inside(value, chart.unit),
            "title": f"{series.name} {name}",
            "label": f"{series.name} {name}: {read(value, chart.unit)}",
            "lines": [("", "", read(value, chart.unit))],
        }
        for at, (name, value) in enumerate(zip(chart.categories, series.values, strict=True))
    ]  # fmt: skip


def _inside(value: float | None, unit: str) -> str:
    """As short as the cell is."""
    if value is None:
        return ""
    return brief(value) if unit == "min" else told(value, unit)


def tone(
    value: float | None, scale: Sequence[tuple[float | None, str, str]], largest: float
) -> str:
    """The first step of the scale that is not passed; without one, h1 to h5 by size."""
    if value is None or (not scale and not value):
        return "h0"
    for up_to, name, _ in scale:
        if up_to is None or value < up_to:
            return name
    return f"h{min(LEVELS, 1 + int(value / largest * LEVELS))}"
