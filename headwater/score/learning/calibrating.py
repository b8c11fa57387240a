"""From log-odds to probabilities that mean what they say: a line fitted on the newer slice (Platt).

Two numbers, learned from rows that the fit has not seen; so few cannot follow noise.
"""

import numpy as np

from headwater.score.learning.table import Floats, Whole

STEPS = 60
STEEPEST, FLATTEST = 20.0, 0.02
WIDEST, EDGE = 50.0, 1e-4  # of a shift, of a rate
HOLD = 3.0  # how firmly the slope keeps to 1 where few rows speak against it


def plain(log_odds: Floats) -> Floats:
    """Log-odds as probabilities, as they are."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return found


def said(log_odds: Floats, line: tuple[float, float]) -> Floats:
    """Log-odds as probabilities, by (slope, shift)."""
    return plain(line[0] * log_odds + line[1])


def fit(log_odds: Floats, became: Whole) -> tuple[float, float]:
    """Slope and shift under which these outcomes are likeliest (Newton's steps, halved on need)."""
    design = np.column_stack([log_odds, np.ones(len(log_odds))])
    keep, usual = np.diag([HOLD, 1e-3]), np.array([1.0, 0.0])
    line, cost = usual, _cost(design, became, usual, keep)
    for _ in range(STEPS):
        now = plain(design @ line)
        pull = design.T @ (became - now) - keep @ (line - usual)
        bend = (design * (now * (1 - now))[:, None]).T @ design + keep
        step = np.linalg.solve(bend, pull)
        while (following := _cost(design, became, line + step, keep)) > cost + 1e-12:
            step = step / 2
            if float(np.abs(step).max()) < 1e-9:
                break
        line, cost = line + step, following
        if float(np.abs(step).max()) < 1e-8:
            break
    return float(np.clip(line[0], FLATTEST, STEEPEST)), float(line[1])


def shift(log_odds: Floats, became: Whole, slope: float) -> float:
    """The shift under which as many end well as is said, for a slope (halving an interval)."""
    low, high = -WIDEST, WIDEST
    wanted = float(np.clip(became.mean(), EDGE, 1 - EDGE))
    for _ in range(STEPS):
        middle = (low + high) / 2
        if float(said(log_odds, (slope, middle)).mean()) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _cost(design: Floats, became: Whole, line: Floats, keep: Floats) -> float:
    """How unlikely the outcomes are under a line, and how far it is from leaving all as it is."""
    odds = design @ line
    away = line - np.array([1.0, 0.0])
    return float((np.logaddexp(0, odds) - became * odds).sum() + away @ keep @ away / 2)
