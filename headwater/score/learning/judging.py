"""Better than the rules? Both are asked about leads that neither has seen the end of."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from headwater.score.learning import calibrating, figures
from headwater.score.learning.table import Floats, Table
from headwater.score.learning.training import Trained

SURE = 0.9  # of the redraws have to say so
POINTS = 10.0  # of the rules' score: so many are one step of its log-odds


@dataclass(frozen=True)
class Judged:
    """`figures` is what the page draws; `is_better` whether it may be used."""

    is_better: bool
    figures: dict[str, Any]


def judge(trained: Trained, table: Table, scores: Floats) -> Judged:
    """Compare on the held-out rows. The rules' score is given probabilities, too, to be fair.

    Better is what orders leads better than the rules do, and whose probabilities surprise less
    than theirs and than saying the same of everybody (`blind`).
    """
    is_test = table.seen_at >= float(trained.test.seen_at.min())
    is_old = ~is_test
    if table.known_at is not None:
        is_old &= table.known_at < float(trained.test.seen_at.min())
    line = calibrating.fit(scores[is_old] / POINTS, table.became[is_old])
    by_rules = calibrating.said(scores[is_test] / POINTS, line)
    became, said = trained.test.became, trained.said
    mine, theirs = figures.all_of(said, became), figures.all_of(by_rules, became)
    theirs["auc"] = figures.area(scores[is_test], became)
    blind = figures.log_loss(np.full(len(became), table.became[is_old].mean()), became)
    groups = trained.test.belongs_to
    groups = np.arange(len(became)) if groups is None else groups
    sure = figures.share_better(said, scores[is_test], became, groups)
    is_better = sure >= SURE and mine["log_loss"] < min(theirs["log_loss"], blind)
    told = {
        "learned": mine, "rules": theirs, "blind": blind, "sure": sure,
        "usual": float(became.mean()),
        "tenths": figures.tenths(said, became), "rules_tenths": figures.tenths(by_rules, became),
        "calibration": figures.calibration(said, became), "counts": trained.counts,
        "held_out_from": float(trained.test.seen_at.min()), "tried": trained.tried,
        "until": float(table.seen_at.max()),
    }  # fmt: skip
    return Judged(is_better, told)
