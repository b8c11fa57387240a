"""How often each level holds: m among pairs that may be one, u among pairs drawn at random.

What is known already is worth some pairs more, so that a small base changes little.
"""

import numpy as np
import numpy.typing as npt

from headwater.match.model.comparisons import CLASHES, COMPARISONS
from headwater.match.model.weights import Chance, Weights

Matrix = npt.NDArray[np.int8]  # a pair in each row, a comparison in each column: place of its level
Floats = npt.NDArray[np.float64]
WORTH_M, WORTH_U = 200.0, 20_000.0  # pairs that the weights so far count for
FIELDS = 2.0  # that pairs must tell on average


def chances(  # noqa: PLR0917
    kind: str, near: Matrix, p: Floats, apart: Matrix, q: Floats, start: Weights
) -> dict[str, dict[str, Chance]]:
    """Field → level → m and u, from pairs that share a key and pairs drawn at random.

    `near` has the levels of the former, `p` for how many pairs of one each row counts; `apart` has
    the levels of the latter as if no names clashed, `q` for how many pairs of two each counts.
    """
    if not len(near) or (near >= 0).sum(axis=1).mean() < FIELDS:
        # One field alone cannot tell how often it holds for two records of one.
        return {field: dict(of) for field, of in start.chances[kind].items()}
    clash = np.isin(near[:, 0], _clashing(kind))
    found: dict[str, dict[str, Chance]] = {}
    for column, comparison in enumerate(COMPARISONS[kind]):
        levels_ = comparison.levels
        before = [start.chances[kind][comparison.field][lv.name] for lv in levels_]
        like = np.array([bool(lv.like) for lv in levels_])
        m_before, u_before = np.array(before).T
        u = _shares(apart[:, column], q, np.where(like, 0.0, u_before), WORTH_U)
        for place, level in enumerate(levels_):
            if level.like:
                u[place] = sum(u[comparison.places[name]] for name in level.like)
        if column and like.any():
            m = _shares(near[:, column], p * ~clash, np.where(like, 0.0, m_before), WORTH_M)
            other = _shares(near[:, column], p * clash, m_before, WORTH_M)
            m = np.where(like, other, m)
        else:
            m = _shares(near[:, column], p, m_before, WORTH_M)
        found[comparison.field] = {
            level.name: (float(m[place]), float(u[place])) for place, level in enumerate(levels_)
        }
    return found


def _clashing(kind: str) -> list[int]:
    """The places of the levels of the name that are a clash."""
    names = CLASHES[kind]
    return [place for place, lv in enumerate(COMPARISONS[kind][0].levels) if lv.name in names]


def _shares(column: npt.NDArray[np.int8], weight: Floats, before: Floats, worth: float) -> Floats:
    """The share of each level among pairs that tell the field."""
    said = column >= 0
    counts = np.bincount(column[said], weights=weight[said], minlength=len(before))
    counts = counts[: len(before)] + worth * before / before.sum()
    return np.asarray(counts / counts.sum())
