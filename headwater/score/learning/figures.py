"""How good estimates are: figures that need no more than what was said and what became of it."""

from typing import Any

import numpy as np

from headwater.score.learning.table import Floats, Whole

TENTHS = 10
REDRAWS = 400
EDGE = 1e-6


def all_of(said: Floats, became: Whole) -> dict[str, float]:
    """Area under the curve, log loss, Brier score, lift of the best tenth."""
    return {
        "auc": area(said, became),
        "log_loss": log_loss(said, became),
        "brier": float(np.mean((said - became) ** 2)),
        "lift": lift(said, became),
    }


def area(said: Floats, became: Whole, weight: Floats | None = None) -> float:
    """The chance that one that turned out well was given more than one that did not; 0.5: luck."""
    weight = np.ones(len(said)) if weight is None else weight
    _, place = np.unique(said, return_inverse=True)
    good = np.bincount(place, weights=weight * became)
    bad = np.bincount(place, weights=weight * (1 - became))
    if not good.sum() or not bad.sum():
        return float("nan")
    below = np.cumsum(bad) - bad
    return float((good * (below + bad / 2)).sum() / (good.sum() * bad.sum()))


def log_loss(said: Floats, became: Whole) -> float:
    """How surprised one is by the outcome, on average; less is better."""
    sure = np.clip(said, EDGE, 1 - EDGE)
    return float(-np.mean(became * np.log(sure) + (1 - became) * np.log(1 - sure)))


def lift(said: Floats, became: Whole) -> float:
    """How many times more often the best tenth turns out well than all of them."""
    usual = float(became.mean())
    return float(tenths(said, became)[0]["rate"] / usual) if usual else float("nan")


def tenths(said: Floats, became: Whole) -> list[dict[str, Any]]:
    """From the tenth that was given most to the one that was given least: share found so far.

    Those that were given the same share their outcomes, so that no order of theirs is luck.
    """
    _, place = np.unique(-said, return_inverse=True)
    mean = (np.bincount(place, weights=became) / np.bincount(place))[place]
    order = np.argsort(-said, kind="stable")
    found, total, parts = 0.0, float(became.sum()) or 1.0, np.array_split(order, TENTHS)
    told = []
    for part in parts:
        found += float(mean[part].sum())
        rate = float(mean[part].mean()) if len(part) else 0.0
        told.append({"count": len(part), "rate": rate, "found": found / total})
    return told


def calibration(said: Floats, became: Whole) -> list[dict[str, Any]]:
    """Ten groups from the least to the most that was said: what was said, and what became."""
    parts = np.array_split(np.argsort(said, kind="stable"), TENTHS)
    return [_group(said[part], became[part]) for part in parts if len(part)]


def _group(said: Floats, became: Whole) -> dict[str, Any]:
    low, high = _wilson(int(became.sum()), len(became))
    rate = float(became.mean())
    return {
        "count": len(became), "said": float(said.mean()), "rate": rate, "low": low, "high": high,
    }  # fmt: skip


def share_better(one: Floats, other: Floats, became: Whole, belongs_to: Whole) -> float:
    """In which share of redraws of what was held out (whole leads) one's area is the larger."""
    _, group = np.unique(belongs_to, return_inverse=True)
    count = int(group.max()) + 1
    draw = np.random.default_rng(7)
    wins = 0.0
    for _ in range(REDRAWS):
        weight = np.bincount(draw.integers(0, count, count), minlength=count)[group].astype(float)
        wins += area(one, became, weight) > area(other, became, weight)
    return wins / REDRAWS


def _wilson(good: int, count: int) -> tuple[float, float]:
    """The 95 % interval of a rate."""
    z, rate = 1.96, good / count
    middle = (rate + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * np.sqrt(rate * (1 - rate) / count + z * z / (4 * count**2))
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
