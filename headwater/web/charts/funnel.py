"""A funnel: what came in, and how much of it went on at each step."""

from typing import TYPE_CHECKING, Any

from headwater.web.charts.values import read, told
from headwater.web.templatetags.words import percent

if TYPE_CHECKING:
    from headwater.web.charts.chart import Chart

HIGH, GAP = 26, 22  # pixels: a step, and the slope to the next one


def drawn(chart: "Chart") -> dict[str, Any]:
    """Steps with their width, the slope below each, and the share of the step before."""
    values = [value or 0 for value in chart.series[0].values]
    largest = max(values, default=0) or 1
    return {
        "template": "charts/funnel.html", "high": HIGH, "gap": GAP, "step": HIGH + GAP,
        "steps": [_step(chart, at, values, largest) for at in range(len(values))],
    }  # fmt: skip


def _step(chart: "Chart", at: int, values: list[float], largest: float) -> dict[str, Any]:
    value, width = values[at], values[at] / largest * 100
    before = values[at - 1] if at else 0
    after = values[at + 1] / largest * 100 if at + 1 < len(values) else None
    share = percent(value / before) if before else ""
    said = read(chart.series[0].values[at], chart.unit)
    name = chart.categories[at]
    return {
        "word": name, "hint": chart.hints[at] if at < len(chart.hints) else "",
        "value": told(value, chart.unit), "share": share, "width": f"{width:.2f}%",
        "tone": chart.series[0].tone, "url": chart.link(at), "row": at, "column": 0,
        "slope": "" if after is None else f"0,0 {width:.2f},0 {after:.2f},{GAP} 0,{GAP}",
        "title": name, "label": f"{name}: {said}{f', {share} of the step before' if share else ''}",
        "lines": [("", "", said), *([("", "of the step before", share)] if share else [])],
    }  # fmt: skip
