"""From figures to marks: the lift chart, the calibration chart, what speaks for and against."""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.score.learning.learned_model import LearnedModel
from headwater.web.templatetags.words import percent

LEFT, TOP, WIDE, HIGH = 44, 8, 370, 190  # of the field that is drawn in
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
MOST_COLUMNS, LEAST = 10, 0.05


def lift(figures: Mapping[str, Any]) -> dict[str, Any]:
    """How many of those who convert are found by working from the top of the list down."""
    mine, theirs = figures["tenths"], figures["rules_tenths"]
    half = len(mine) // 2 - 1
    words = (
        f"Working the better half first finds {percent(mine[half]['found'])} of those who "
        f"convert; by the rules’ score {percent(theirs[half]['found'])}."
    )
    return {
        "words": words, "ticks": _ticks(), "mine": _line(mine), "rules": _line(theirs),
        "blind": _line([]),
        "rows": [
            {"tenth": n, "mine": one["rate"], "rules": other["rate"], "found": one["found"],
             "rules_found": other["found"]}
            for n, (one, other) in enumerate(zip(mine, theirs, strict=True), 1)
        ],
    }  # fmt: skip


def calibration(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Ten groups of leads: what was said of them, and how many converted."""
    groups = figures["calibration"]
    count = sum(group["count"] for group in groups)
    off = sum(group["count"] * abs(group["said"] - group["rate"]) for group in groups) / count
    points = [
        {
            "x": _x(group["said"]), "y": _y(group["rate"]), "low_y": _y(group["low"]),
            "high_y": _y(group["high"]), **group,
        }
        for group in groups
    ]  # fmt: skip
    words = f"What is said and what became of the leads are {percent(off)} apart on average."
    return {"words": words, "ticks": _ticks(), "points": points, "blind": _line([])}


def speaks(version: LearnedModel) -> list[dict[str, Any]]:
    """Of a scorecard: each column's best and worst, those first that move most."""
    if version.kind != LearnedModel.Kind.SCORECARD:
        return []
    import numpy as np  # only this page needs it: every process would have to hold it

    from headwater.score.learning.learned import Learned, sentence

    learned = Learned.load(version.weights)
    found: list[dict[str, Any]] = []
    for n, bins in enumerate(learned.columns):
        places = np.zeros((bins.count, len(learned.columns)), dtype=np.int64)
        places[:, n] = np.arange(bins.count)
        points = learned.fitted.parts(places)[:, n]
        beyond = (points - learned.usual[n]) * learned.line[0]
        best, worst = int(np.argmax(beyond)), int(np.argmin(beyond))
        if beyond[best] - beyond[worst] >= LEAST:
            found.append({
                "label": bins.label, "span": float(beyond[best] - beyond[worst]),
                "best": sentence(bins, best).partition(": ")[2], "for": float(beyond[best]),
                "worst": sentence(bins, worst).partition(": ")[2], "against": float(beyond[worst]),
            })  # fmt: skip
    return sorted(found, key=lambda each: float(each["span"]), reverse=True)[:MOST_COLUMNS]


def _line(tenths: Sequence[Mapping[str, Any]]) -> str:
    """The points of a polyline; without any, from corner to corner."""
    found = [0.0, *(each["found"] for each in tenths)] if tenths else [0.0, 1.0]
    steps = len(found) - 1
    return " ".join(f"{_x(n / steps)},{_y(share)}" for n, share in enumerate(found))


def _ticks() -> list[dict[str, Any]]:
    return [{"share": share, "x": _x(share), "y": _y(share)} for share in TICKS]


def _x(share: float) -> str:
    return f"{LEFT + share * WIDE:.1f}"


def _y(share: float) -> str:
    return f"{TOP + (1 - share) * HIGH:.1f}"
