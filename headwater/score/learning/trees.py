"""The challenger: gradient boosted trees on the same bins, stored as plain numbers.

A tree is five lists: the column asked, the last bin that goes left, both children (0 = a leaf), and
the value of the node, which for an inner one is the mean of its leaves. What a row's path gains
from node to node is what each column adds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from headwater.score.learning.table import Floats, Whole

MOST = 200  # trees; the validation slice says how many of them
SETTINGS: dict[str, Any] = {
    "learning_rate": 0.06, "max_leaf_nodes": 12, "min_samples_leaf": 30, "l2_regularization": 2.0,
    "early_stopping": False, "random_state": 7,
}  # fmt: skip


@dataclass(frozen=True)
class Tree:
    """`value` of a node is in log-odds."""

    column: Whole
    until: Floats
    left: Whole
    right: Whole
    value: Floats


@dataclass(frozen=True)
class Trees:
    """`base` in log-odds, and what each tree adds."""

    base: float
    trees: tuple[Tree, ...]

    def parts(self, places: Whole) -> Floats:
        """Rows × columns: what each column adds to the log-odds."""
        found = np.zeros(places.shape)
        rows = np.arange(len(places))
        for tree in self.trees:
            node = np.zeros(len(places), dtype=np.int64)
            walking = rows
            while len(walking := walking[tree.left[node[walking]] > 0]):
                here = node[walking]
                asked = tree.column[here]
                goes_left = places[walking, asked] <= tree.until[here]
                following = np.where(goes_left, tree.left[here], tree.right[here])
                found[walking, asked] += tree.value[following] - tree.value[here]
                node[walking] = following
        return found

    def log_odds(self, places: Whole) -> Floats:
        """One number a row; 0 is fifty-fifty."""
        roots = sum(float(tree.value[0]) for tree in self.trees)
        found: Floats = self.base + roots + self.parts(places).sum(axis=1)
        return found

    def dump(self) -> dict[str, Any]:
        return {
            "base": self.base,
            "trees": [{name: list.tolist() for name, list in vars(t).items()} for t in self.trees],
        }

    @classmethod
    def load(cls, stored: dict[str, Any]) -> "Trees":
        return cls(
            stored["base"],
            tuple(
                Tree(
                    np.array(each["column"], dtype=np.int64), np.array(each["until"]),
                    np.array(each["left"], dtype=np.int64),
                    np.array(each["right"], dtype=np.int64), np.array(each["value"]),
                )
                for each in stored["trees"]
            ),
        )  # fmt: skip


def fit(places: Whole, became: Whole, *, count: int) -> Trees:
    """Fit so many trees to what became of these rows."""
    return _taken_out(_fitted(places, became, count))


def steps(places: Whole, became: Whole, others: Whole) -> Sequence[Floats]:
    """Fit the most trees; the log-odds of other rows after each of them."""
    fitted = _fitted(places, became, MOST)
    return [found.ravel() for found in fitted.staged_decision_function(others)]


def _fitted(places: Whole, became: Whole, count: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier  # slow to load

    return HistGradientBoostingClassifier(max_iter=count, **SETTINGS).fit(places, became)


def _taken_out(fitted: Any) -> Trees:
    """What was fitted, as plain numbers."""
    trees = tuple(_tree(grown[0].nodes) for grown in fitted._predictors)
    return Trees(float(np.ravel(fitted._baseline_prediction)[0]), trees)


def _tree(nodes: Any) -> Tree:
    value = nodes["value"].astype(float)
    left = np.where(nodes["is_leaf"], 0, nodes["left"]).astype(np.int64)
    right = np.where(nodes["is_leaf"], 0, nodes["right"]).astype(np.int64)
    count = nodes["count"].astype(float)
    for place in range(len(nodes) - 1, -1, -1):  # children stand behind their parent
        if left[place]:
            two = [left[place], right[place]]
            value[place] = float(np.average(value[two], weights=count[two]))
    return Tree(
        nodes["feature_idx"].astype(np.int64), nodes["num_threshold"].astype(float), left, right,
        value,
    )  # fmt: skip
