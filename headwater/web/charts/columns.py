"""Upright charts: columns, stacks and lines over an axis; each category is one band to point at.

Places are percent of the width and pixels of the height, so that text and strokes keep their size
while the chart is as wide as its column. Curves stretch inside a frame of their own.
"""

from typing import TYPE_CHECKING, Any

from headwater.web.charts.values import read, short, ticks

if TYPE_CHECKING:
    from headwater.web.charts.chart import Chart

HEIGHT, TOP, LABELS = 160, 12, 20  # pixels: the plot, the room over it, the words under it
WIDE = 1000  # units of the frame that curves stretch in
WIDEST, SHARE = 0.07, 0.64  # of the plot, of its band: how broad a column may be
SHOWN, SHOWN_NARROW = 12, 5  # how many words fit under the plot
LETTERS, LETTERS_NARROW = 150, 45  # that stand side by side there; longer ones are slanted


def drawn(chart: "Chart") -> dict[str, Any]:
    """Bands with their columns, curves, the ticks of the axis, and the words under it."""
    lines = ticks(_largest(chart), unit=chart.unit)
    top = lines[-1]
    return {
        "template": "charts/columns.html", "slant": _slant(chart),
        "height": TOP + HEIGHT + LABELS, "plot": HEIGHT + TOP,
        "top": TOP, "wide": WIDE, "base": TOP + HEIGHT, "under": TOP + HEIGHT + 15,
        "ticks": [{"y": f"{_y(value, top):.1f}", "text": f"{_y(value, top) + 4:.1f}",
                   "word": short(value, chart.unit)} for value in lines],
        "bands": [_band(chart, at, top) for at in range(len(chart.categories))],
        "curves": _curves(chart, top) if chart.kind == "line" else [],
    }  # fmt: skip


def _slant(chart: "Chart") -> str:
    """The class that slants the words: everywhere, on a phone alone, or not at all."""
    longest = max((len(word) for word in chart.categories), default=0)
    count = len(chart.categories)
    if longest * min(count, SHOWN) > LETTERS:
        return "slanted"
    return "slanted-s" if longest * min(count, SHOWN_NARROW) > LETTERS_NARROW else ""


def _largest(chart: "Chart") -> float:
    if chart.kind == "stacked":
        return max((chart.sum_at(at) for at in range(len(chart.categories))), default=0)
    return max((value or 0 for each in chart.series for value in each.values), default=0)


def _y(value: float, top: float) -> float:
    return TOP + HEIGHT - value / top * HEIGHT


def _band(chart: "Chart", at: int, top: float) -> dict[str, Any]:
    count = len(chart.categories)
    lines = [(s.tone, s.name, read(s.values[at], chart.unit)) for s in chart.series]
    told = ", ".join(f"{name} {words}" for _, name, words in lines)
    name = chart.categories[at]
    return {
        "x": f"{at / count * 100:.3f}%", "width": f"{100 / count:.3f}%", "column": at, "row": 0,
        "middle": f"{(at + 0.5) / count * 100:.3f}%", "url": chart.link(at), "title": name,
        "word": name, "is_shown": _is_shown(at, count, SHOWN),
        "is_narrow": _is_shown(at, count, SHOWN_NARROW), "lines": lines,
        "label": f"{name}: {told if len(lines) > 1 else lines[0][2]}",
        "bars": [] if chart.kind == "line" else _bars(chart, at, top),
        "dots": _dots(chart, at, top) if chart.kind == "line" else [],
    }  # fmt: skip


def _is_shown(at: int, count: int, room: int) -> bool:
    """Every so manyth from the last one back: today is always named."""
    return (count - 1 - at) % -(-count // room) == 0


def _bars(chart: "Chart", at: int, top: float) -> list[dict[str, str]]:
    count = len(chart.categories)
    side_by_side = 1 if chart.kind == "stacked" else len(chart.series)
    whole = min(WIDEST * side_by_side, SHARE / count) * 100
    bars, below = [], 0.0
    for number, series in enumerate(chart.series):
        value = series.values[at] or 0
        if value:
            left = (at + 0.5) / count * 100 - whole / 2
            left += whole / side_by_side * (number if side_by_side > 1 else 0)
            high = value / top * HEIGHT
            bars.append({
                "x": f"{left:.3f}%", "width": f"{whole / side_by_side:.3f}%",
                "y": f"{_y(below + value, top):.1f}", "tone": series.tone,
                "height": f"{max(1.0, high - (1 if below else 0)):.1f}",
            })  # fmt: skip
        below += value if chart.kind == "stacked" else 0
    return bars


def _dots(chart: "Chart", at: int, top: float) -> list[dict[str, str]]:
    return [
        {"y": f"{_y(value, top):.1f}", "tone": series.tone}
        for series in chart.series
        if (value := series.values[at]) is not None
    ]


def _curves(chart: "Chart", top: float) -> list[dict[str, str]]:
    """One path for each series; a value that is not known leaves a gap."""
    curves = []
    step = WIDE / max(1, len(chart.categories))
    for series in chart.series:
        path, is_down = [], False
        for at, value in enumerate(series.values):
            if value is not None:
                path.append(
                    f"{'L' if is_down else 'M'}{(at + 0.5) * step:.1f} {_y(value, top):.1f}"
                )
            is_down = value is not None
        curves.append({"tone": series.tone, "path": " ".join(path)})
    return curves
