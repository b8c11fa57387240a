"""Trains on a CSV by its time column and prints what it did on the newest rows.

Twice: on the honest columns, and on all of them, which shows what leaking columns would pretend.
Columns leak by the guard of the learning itself (asked about the oldest rows only), or because
`--leaky` names them; `--keep` overrules the guard. Nothing is chosen by the rows that are held out.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.doors.house import tell
from benchmarks.score_csv.reading import read
from headwater.score.learning import figures, leakage, training
from headwater.score.learning.table import Table, Whole


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="bin/bench score")
    parser.add_argument("--csv", type=Path, required=True)
    parser.add_argument("--target", required=True, help="the column that says how it ended")
    parser.add_argument("--time", required=True, help="the column that says when; a date, a number")
    parser.add_argument("--good", default="", help="the value of the target that is good")
    parser.add_argument("--leaky", default="", help="columns that leak, apart by commas")
    parser.add_argument("--keep", default="", help="columns that do not, whatever the guard says")
    parser.add_argument("--without", default="", help="columns that nobody looks at")
    options = parser.parse_args(arguments)
    try:
        table = read(options.csv, target=options.target, time=options.time, good=options.good)
        compare(table, _names(options.leaky), _names(options.keep), _names(options.without))
    except (ValueError, OSError, training.TooLittle) as problem:
        sys.exit(f"bin/bench score: {problem}")


def compare(table: Table, leaky: set[str], keep: set[str], without: set[str]) -> None:
    """Print the honest and the leaky set."""
    if unknown := (leaky | keep | without) - set(table.columns):
        raise ValueError(f"there is no column {', '.join(sorted(unknown))}.")
    table = table.only([name for name in table.columns if name not in without])
    old, between, new = training.slices(table)
    found = leakage.find(table.rows(old)) | dict.fromkeys(leaky, "was named")
    found = {name: why for name, why in found.items() if name not in keep}
    tell(
        figure="score.data", rows=len(table), good=round(float(table.became.mean()), 4),
        fitted=int(old.sum()), chosen_by=int(between.sum()), held_out=int(new.sum()),
    )  # fmt: skip
    tell(figure="score.leaky_columns", **found)
    honest = table.only([name for name in table.columns if name not in found])
    _told("score.honest", honest)
    _told("score.leaky", table)
    _floor(table.became[old | between], table.became[new])


def _told(name: str, table: Table) -> None:
    began = time.perf_counter()
    trained = training.train(table)
    took = time.perf_counter() - began
    found = figures.all_of(trained.said, trained.test.became)
    groups = figures.calibration(trained.said, trained.test.became)
    off = sum(each["count"] * abs(each["said"] - each["rate"]) for each in groups)
    tell(
        figure=name, model=trained.learned.kind,
        **{key: round(value, 4) for key, value in found.items()},
        calibration_error=round(off / len(trained.test), 4), seconds=round(took, 1),
        columns=[bins.name for bins in trained.learned.columns],
    )  # fmt: skip


def _floor(before: Whole, became: Whole) -> None:
    """What somebody says who only knows how many there were so far."""
    usual = np.full(len(became), float(before.mean()))
    found = figures.all_of(usual, became)
    tell(figure="score.floor", **{key: round(value, 4) for key, value in found.items()})


def _names(text: str) -> set[str]:
    return {name.strip() for name in text.split(",") if name.strip()}
