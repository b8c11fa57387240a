"""Lying bars: a row for each category, a segment for each series, the number at its end."""

from typing import TYPE_CHECKING, Any

from headwater.web.charts.values import read, told

if TYPE_CHECKING:
    from headwater.web.charts.chart import Chart


THICK, THIN = 14, 14  # pixels of a bar; of one of several, with the room around it


def drawn(chart: "Chart") -> dict[str, Any]:
    """Rows of points; widths in percent of the longest row."""
    if chart.kind == "stacked":
        lengths = [chart.sum_at(at) for at in range(len(chart.categories))]
    else:
        lengths = [max((s.values[at] or 0 for s in chart.series), default=0)
                   for at in range(len(chart.categories))]  # fmt: skip
    largest = max(lengths, default=0) or 1
    return {
        "template": "charts/rows.html",
        "height": THIN * len(chart.series) if _is_paired(chart) else THICK,
        "thick": THIN - 6 if _is_paired(chart) else THICK,
        "rows": [_row(chart, at, largest) for at in range(len(chart.categories))],
    }


def _row(chart: "Chart", at: int, largest: float) -> dict[str, Any]:
    is_one = len(chart.series) == 1
    value = chart.series[0].values[at] if is_one else chart.sum_at(at)
    return {
        "label": chart.categories[at],
        "hint": chart.hints[at] if at < len(chart.hints) else "",
        "url": chart.link(at),
        "value": told(value, chart.unit) if is_one or chart.has_totals else "",
        "values": [told(each.values[at], chart.unit) for each in chart.series]
        if _is_paired(chart)
        else [],
        "points": _points(chart, at, largest),
    }


def _points(chart: "Chart", at: int, largest: float) -> list[dict[str, Any]]:
    points, place = [], 0.0
    for number, series in enumerate(chart.series):
        value = series.values[at]
        width = (value or 0) / largest * 100
        name = f"{chart.categories[at]}, {series.name}" if len(chart.series) > 1 else ""
        points.append({
            "y": 3 + THIN * number if _is_paired(chart) else 0,
            "x": f"{place:.2f}%", "width": f"{width:.2f}%", "tone": series.tone, "column": number,
            "row": at, "url": series.link(at) or (chart.link(at) if not name else ""),
            "label": f"{name or chart.categories[at]}: {read(value, chart.unit)}",
            "lines": [(series.tone, series.name, read(value, chart.unit))],
            "title": chart.categories[at], "is_seen": bool(value) or len(chart.series) == 1,
        })  # fmt: skip
        place += width if chart.kind == "stacked" else 0
    return points


def _is_paired(chart: "Chart") -> bool:
    """Several bars in a row, one below the other."""
    return chart.kind == "bars" and len(chart.series) > 1
