"""Learning from a table, by time: fit on the oldest, choose on the newer, judge on the newest.

The same code learns from the organisation's leads and from any CSV (`bin/bench score --csv`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from headwater.score.learning import calibrating, encoding, enough, figures, scorecard, trees
from headwater.score.learning.learned import Learned
from headwater.score.learning.table import Flags, Floats, Table

FIT, CHOOSE = 0.6, 0.8  # shares of the rows, oldest first; what lies behind is held out
GAIN = 0.002  # of log loss: the challenger has to be clearly better
CAUTION = 0.05  # of log loss, by the root of the rows: given away for points held closer
CARD_BINS, TREE_BINS = 10, 24
Tell = Callable[[str, float], None]


class TooLittle(Exception):
    """There is too little to learn from; `missing` says of what, in words."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("; ".join(missing))
        self.missing = list(missing)


@dataclass(frozen=True)
class Trained:
    """What is to be used (fitted on everything), and the held-out rows with what was said of them.

    `tried` says of each candidate what it did on the slice by which was chosen.
    """

    learned: Learned
    test: Table
    said: Floats
    tried: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def slices(table: Table) -> tuple[Flags, Flags, Flags]:
    """Which rows are fitted, chosen by and held out. What is equally old stays together.

    Whose outcome was not known when the next slice began is left out: nobody could have learned
    from it then.
    """
    first, second = (
        float(np.quantile(table.seen_at, share, method="higher")) for share in (FIT, CHOOSE)
    )
    old, new = table.seen_at < first, table.seen_at >= second
    between = ~old & ~new
    if table.known_at is not None:
        old &= table.known_at < first
        between &= table.known_at < second
    return old, between, new


def train(table: Table, *, tell: Tell = lambda words, share: None) -> Trained:
    """Fit, choose and calibrate; raises TooLittle."""
    old, between, new = slices(table)
    parts = {"the oldest": old, "the newer": between, "the newest": new}
    cut = {name: table.rows(wanted) for name, wanted in parts.items()}
    if short := enough.missing_slices(cut):
        raise TooLittle(short)
    fitted, chosen_by, test = cut.values()
    tell("Fitting the scorecard", 0.3)
    candidates = _scorecards(fitted, chosen_by)
    tell("Growing the challenger", 0.5)
    candidates.append(_challenger(fitted, chosen_by))
    best = _choose(candidates, CAUTION / float(np.sqrt(len(chosen_by))))
    tell("Judging on held-out time", 0.8)
    seen = table.rows(old | between)
    judged = _again(best, seen, chosen_by)
    tell("Fitting on everything", 0.9)
    said = judged.probabilities(test)
    counts = {"fitted": len(fitted), "chosen_by": len(chosen_by), "held_out": len(test)}
    return Trained(_again(best, table, test), test, said, _told(candidates, best), counts)


@dataclass(frozen=True)
class _Candidate:
    kind: str
    setting: float
    log_loss: float
    area: float
    map: tuple[float, float]


def _scorecards(fitted: Table, chosen_by: Table) -> list[_Candidate]:
    columns = encoding.fit(fitted, most_bins=CARD_BINS)
    if not columns:
        raise TooLittle(["a column that says something"])
    places, others = encoding.encode(fitted, columns), encoding.encode(chosen_by, columns)
    found = []
    for strength in scorecard.STRENGTHS:
        card = scorecard.fit(places, fitted.became, columns, strength=strength)
        found.append(_candidate("scorecard", strength, card.log_odds(others), chosen_by))
    return found


def _challenger(fitted: Table, chosen_by: Table) -> _Candidate:
    columns = encoding.fit(fitted, most_bins=TREE_BINS)
    places, others = encoding.encode(fitted, columns), encoding.encode(chosen_by, columns)
    steps = trees.steps(places, fitted.became, others)
    losses = [figures.log_loss(calibrating.plain(each), chosen_by.became) for each in steps]
    count = int(np.argmin(losses)) + 1
    return _candidate("trees", count, steps[count - 1], chosen_by)


def _candidate(kind: str, setting: float, log_odds: Floats, chosen_by: Table) -> _Candidate:
    found = calibrating.fit(log_odds, chosen_by.became)
    said = calibrating.said(log_odds, found)
    loss, area = figures.log_loss(said, chosen_by.became), figures.area(said, chosen_by.became)
    return _Candidate(kind, setting, loss, area, found)


def _choose(candidates: Sequence[_Candidate], caution: float) -> _Candidate:
    """The scorecard, which everybody can read, unless the challenger is clearly better."""
    cards = [each for each in candidates if each.kind == "scorecard"]
    least = min(each.log_loss for each in cards)
    card = next(each for each in cards if each.log_loss <= least + caution)
    trees = next(each for each in candidates if each.kind == "trees")
    return trees if trees.log_loss < least - GAIN else card


def _again(best: _Candidate, table: Table, newest: Table) -> Learned:
    """The chosen kind with its setting, fitted on more rows.

    The slope of the calibration stays. Its shift made up for how much more, or less, often the
    newer ones ended well; that is now in the fit, so it is found anew on the newest that it knows.
    """
    is_card = best.kind == "scorecard"
    columns = encoding.fit(table, most_bins=CARD_BINS if is_card else TREE_BINS)
    places = encoding.encode(table, columns)
    fitted = (
        scorecard.fit(places, table.became, columns, strength=best.setting)
        if is_card else trees.fit(places, table.became, count=int(best.setting))
    )  # fmt: skip
    parts = fitted.parts(places).mean(axis=0)
    log_odds = fitted.log_odds(encoding.encode(newest, columns))
    line = (best.map[0], calibrating.shift(log_odds, newest.became, best.map[0]))
    return Learned(best.kind, columns, fitted, line, parts)


def _told(candidates: Sequence[_Candidate], best: _Candidate) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind, "setting": each.setting, "log_loss": each.log_loss,
            "auc": each.area, "is_chosen": each is best,
        }
        for each in candidates
    ]  # fmt: skip
