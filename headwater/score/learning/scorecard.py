"""The default: points for the bin in which each column falls, added up (logistic regression).

Amounts are fitted by their steps from bin to bin, so that neighbours keep together; what is stored
is one number a bin, centred so that 0 means "as usual".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from headwater.score.learning.encoding import FEW, Bins
from headwater.score.learning.table import Floats, Whole

STRENGTHS = (
    0.01,
    0.03,
    0.1,
    0.3,
    1.0,
)  # how freely points may grow; chosen on the validation slice


@dataclass(frozen=True)
class Scorecard:
    """`points[column][bin]` in log-odds, beside the `base` of a lead that is as usual."""

    base: float
    points: tuple[Floats, ...]

    def parts(self, places: Whole) -> Floats:
        """Rows × columns: what each column adds to the log-odds."""
        if not self.points:
            return np.zeros((len(places), 0))
        return np.column_stack([own[places[:, n]] for n, own in enumerate(self.points)])

    def log_odds(self, places: Whole) -> Floats:
        """One number a row; 0 is fifty-fifty."""
        found: Floats = self.base + self.parts(places).sum(axis=1)
        return found

    def dump(self) -> dict[str, Any]:
        return {"base": self.base, "points": [own.tolist() for own in self.points]}

    @classmethod
    def load(cls, stored: dict[str, Any]) -> "Scorecard":
        return cls(stored["base"], tuple(np.array(own) for own in stored["points"]))


def fit(places: Whole, became: Whole, columns: Sequence[Bins], *, strength: float) -> Scorecard:
    """Fit the points to what became of these rows."""
    from sklearn.linear_model import LogisticRegression  # slow to load

    codes = [_codes(bins) for bins in columns]
    design = np.hstack([code[places[:, n]] for n, code in enumerate(codes)])
    model = LogisticRegression(C=strength, max_iter=2_000).fit(design, became)
    weights = np.split(model.coef_[0], np.cumsum([code.shape[1] for code in codes])[:-1])
    raw = [code @ own for code, own in zip(codes, weights, strict=True)]
    usual = [float(own[places[:, n]].mean()) for n, own in enumerate(raw)]
    for n, (own, mean) in enumerate(zip(raw, usual, strict=True)):
        rare = np.bincount(places[:, n], minlength=len(own)) < FEW
        own[rare] = mean  # too few to say anything: as usual
    points = tuple(own - mean for own, mean in zip(raw, usual, strict=True))
    return Scorecard(float(model.intercept_[0]) + sum(usual), points)


def _codes(bins: Bins) -> Floats:
    """Bins × numbers: how a bin is told to the fit; steps for amounts, one of each for levels."""
    count = bins.count
    if not bins.is_amount:
        return np.eye(count)
    steps = np.tril(np.ones((count, count)))
    steps[:, 0] = 0.0
    steps[0, 0] = 1.0
    steps[:, 1] = 0.0  # the lowest amount is where the steps begin
    return steps
