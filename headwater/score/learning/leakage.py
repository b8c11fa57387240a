"""The guard: columns that can only be known, or be like that, once the outcome is known.

By their names (what a CRM writes at the end, or overwrites until the end, or what somebody judged
while working on it), and by what they do on the oldest rows: nothing that is known beforehand says
nearly everything by itself, or is filled in for one outcome only.
"""

import re
from collections.abc import Mapping

import numpy as np

from headwater.score.learning import encoding
from headwater.score.learning.encoding import Bins
from headwater.score.learning.figures import area
from headwater.score.learning.table import Floats, Table, Whole

NAMES: tuple[tuple[str, str], ...] = (
    ("status|stage|disposition|outcome|result|phase", "says where it stands"),
    ("(un)?converted|conversion|won|lost|closed?|closing|deal|opportunity", "speaks of the end"),
    ("contract|invoice|order(ed)?|purchased?|customer|sold|churn(ed)?", "speaks of the end"),
    (r"(dis|un)qualif\w*|reject\w*|loss|reason", "says why it ended"),
    ("last|latest|recent|modified|updated|changed", "is overwritten until the end"),
    ("tags?|notes?|comments?|remarks?|feedback", "is written by who works on it"),
    ("score|rating|grade|quality|rank|index|priority", "is a judgement, renewed until the end"),
    ("probability|temperature|persona|profile", "is a judgement, renewed until the end"),
    ("owner|assigned|agent|salesperson|sdr", "says who has it, often those who end it"),
    ("calls?|called|meetings?|demo|follow ?up|proposal|quote", "is done by those who work on it"),
)
TOO_GOOD = 0.90  # area under the curve of one column by itself
ONLY_FILLED = 0.75  # the same of whether it is filled in at all
PURE, PURE_SHARE = 0.97, 0.20  # values that go with one outcome, and how many rows have them
FOLDS = 5


def find(table: Table) -> dict[str, str]:
    """Column → why it may not be learned from. Look at the oldest rows only, never at the test."""
    found: dict[str, str] = {}
    for name in table.columns:
        why = by_name(table.label(name)) or by_doing(table, name)
        if why:
            found[name] = why
    return found


def by_name(label: str) -> str:
    """Why a column of this name is known too late; '' when its name says nothing of the kind."""
    said = re.sub(r"[^a-z0-9]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", label).lower()).strip()
    for pattern, why in NAMES:
        if re.search(rf"\b({pattern})\b", said):
            return why
    return ""


def by_doing(table: Table, name: str) -> str:
    """Why what a column does gives it away."""
    columns = encoding.fit(table.only([name]), most_bins=10)
    if not columns:
        return ""
    [bins] = columns
    places = encoding.encode(table, columns)[:, 0]
    if area(_out_of_fold(places, bins, table.became), table.became) >= TOO_GOOD:
        return "says nearly everything by itself"
    filled = (places > 0).astype(float)
    if max(tilt := area(filled, table.became), 1 - tilt) >= ONLY_FILLED:
        return "is filled in mostly for one outcome"
    if not bins.is_amount and _pure_share(places, bins, table.became) >= PURE_SHARE:
        return "has values that go with one outcome only"
    return ""


def told(found: Mapping[str, str], table: Table) -> list[dict[str, str]]:
    """The same for a page: label and reason."""
    return [{"label": table.label(name), "why": why} for name, why in sorted(found.items())]


def _out_of_fold(places: Whole, bins: Bins, became: Whole) -> Floats:
    """For each row, how often its bin turned out well among the other rows."""
    said = np.zeros(len(places))
    fold = np.arange(len(places)) % FOLDS
    usual = float(became.mean())
    for number in range(FOLDS):
        others, own = fold != number, fold == number
        count = np.bincount(places[others], minlength=bins.count)
        good = np.bincount(places[others], weights=became[others], minlength=bins.count)
        said[own] = ((good + usual) / (count + 1))[places[own]]
    return said


def _pure_share(places: Whole, bins: Bins, became: Whole) -> float:
    """The share of rows whose value goes with one outcome only, where both outcomes are usual."""
    usual = float(became.mean())
    count = np.bincount(places, minlength=bins.count)
    rate = np.bincount(places, weights=became, minlength=bins.count) / np.maximum(count, 1)
    is_pure = (rate >= PURE) & (usual <= 1 - 2 * (1 - PURE) - 0.1)
    is_pure |= (rate <= 1 - PURE) & (usual >= 2 * (1 - PURE) + 0.1)
    return float(count[is_pure & (count >= encoding.FEW)].sum() / len(places))
