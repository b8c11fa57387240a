"""A CSV as a table to learn from: a target column, a time column, the rest as it is."""

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from headwater.score.learning.table import Table, number, numbers

GOOD = frozenset({"1", "1.0", "true", "t", "yes", "y", "won", "converted"})
BAD = frozenset({"0", "0.0", "false", "f", "no", "n", "lost", "not converted"})
DATES = ("%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M",
         "%m/%d/%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M:%S")  # fmt: skip
SNIFFED = 65_536


def read(path: Path, *, target: str, time: str, good: str = "") -> Table:
    """The table; raises ValueError in words where the file does not fit what was said of it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.read(SNIFFED)
        file.seek(0)
        separator = max(",;\t|", key=head.partition("\n")[0].count)
        rows = list(csv.DictReader(file, delimiter=separator))
    if not rows:
        raise ValueError(f"{path} has no rows.")
    for name in (target, time):
        if name not in rows[0]:
            raise ValueError(f"{path} has no column {name!r}; it has {', '.join(rows[0])}.")
    names = [name for name in rows[0] if name and name not in (target, time)]
    columns: dict[str, list[Any]] = {name: [row[name] or "" for row in rows] for name in names}
    became = np.array([_became(row[target] or "", good, target) for row in rows], dtype=np.int64)
    return Table(columns, became, np.array(_moments([row[time] or "" for row in rows], time)))


def _became(said: str, good: str, target: str) -> int:
    word = said.strip().lower()
    if good:
        return int(word == good.strip().lower())
    if word not in GOOD | BAD:
        raise ValueError(f"{target!r} says {said!r}: name the value that is good by --good.")
    return int(word in GOOD)


def _moments(said: Sequence[str], name: str) -> list[float]:
    """Times as numbers that rise: numbers as they are, dates as seconds."""
    if numbers(said) is not None:
        found = [number(each) for each in said]
        if None in found:
            raise ValueError(f"{name!r} is empty in some rows: nobody knows when they were.")
        return [each for each in found if each is not None]
    for form in ("", *DATES):
        try:
            return [_moment(each.strip(), form).timestamp() for each in said]
        except ValueError:
            continue
    raise ValueError(f"{name!r} is neither a number nor a date in every row, as {said[0]!r}.")


def _moment(said: str, form: str) -> datetime:
    found = datetime.strptime(said, form) if form else datetime.fromisoformat(said)  # noqa: DTZ007
    return found if found.tzinfo else found.replace(tzinfo=UTC)
