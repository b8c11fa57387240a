"""From log-odds to probabilities that mean what they say: a line fitted on the newer slice (Platt).

Two numbers, learned from rows that the fit has not seen; so few cannot follow noise.
"""

import numpy as np

from headwater.score.learning.table import Floats, Whole

STEPS = 50
STEEPEST, FLATTEST = 5.0, 0.05


def plain(log_odds: Floats) -> Floats:
    """Log-odds as probabilities, as they are."""
    found: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return found


def said(log_odds: Floats, line: tuple[float, float]) -> Floats:
    """Log-odds as probabilities, by (slope, shift)."""
    return plain(line[0] * log_odds + line[1])


def fit(log_odds: Floats, became: Whole) -> tuple[float, float]:
    """Slope and shift under which these outcomes are likeliest (Newton's steps)."""
    design = np.column_stack([log_odds, np.ones(len(log_odds))])
    line = np.array([1.0, 0.0])
    keep = np.diag([1.0, 1e-3])  # a hold on the slope, so that few rows do not run away with it
    for _ in range(STEPS):
        now = plain(design @ line)
        pull = design.T @ (became - now) - keep @ (line - np.array([1.0, 0.0]))
        bend = (design * (now * (1 - now))[:, None]).T @ design + keep
        step = np.linalg.solve(bend, pull)
        line = line + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return float(np.clip(line[0], FLATTEST, STEEPEST)), float(line[1])
