"""From values to bins: each column falls into a few, and "not known" is one of them.

Bins make what was learned readable ("9 or more page views") and estimates exact: whatever is
fitted on them needs no more than whole numbers, and these are stored as text.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from headwater.score.learning.table import Table, Whole, is_known, number, numbers

FEW = 20  # rows that a value needs to be looked at by itself
SHARE = 0.005  # and of all rows
MOST_LEVELS = 30
LEAST_NUMBERS = 7  # fewer different ones are names, not amounts
MISSING, OTHER = "not known", "another"


@dataclass(frozen=True)
class Bins:
    """One column. Bin 0: not known; then by `cuts` (from each on) or `levels`, last: another."""

    name: str
    label: str
    cuts: tuple[float, ...] = ()
    levels: tuple[str, ...] = ()
    is_amount: bool = False

    @property
    def count(self) -> int:
        return 2 + (len(self.cuts) if self.is_amount else len(self.levels))

    def words(self, place: int) -> str:
        """What a bin is called."""
        if place == 0:
            return MISSING
        if not self.is_amount:
            return self.levels[place - 1] if place <= len(self.levels) else OTHER
        low = self.cuts[place - 2] if place > 1 else None
        high = self.cuts[place - 1] if place <= len(self.cuts) else None
        if low is None:
            return "any" if high is None else f"less than {_said(high)}"
        return f"{_said(low)} or more" if high is None else f"{_said(low)} up to {_said(high)}"


def _said(amount: float) -> str:
    return f"{amount:,.0f}" if abs(amount) >= 1_000 else f"{amount:g}"


def fit(table: Table, *, most_bins: int) -> list[Bins]:
    """How each column of these rows falls apart; columns that tell nothing are left out."""
    found = (_fit(name, values, table, most_bins) for name, values in table.columns.items())
    return [bins for bins in found if bins is not None]


def encode(table: Table, columns: Sequence[Bins]) -> Whole:
    """Rows × columns: the bin in which each value falls."""
    if not columns:
        return np.zeros((len(table), 0), dtype=np.int64)
    return np.column_stack([_places(table.columns[bins.name], bins) for bins in columns])


def dump(columns: Sequence[Bins]) -> list[dict[str, Any]]:
    return [asdict(bins) for bins in columns]


def load(stored: Sequence[dict[str, Any]]) -> list[Bins]:
    return [
        Bins(
            each["name"], each["label"], tuple(each["cuts"]), tuple(each["levels"]),
            each["is_amount"],
        )
        for each in stored
    ]  # fmt: skip


def text(value: Any) -> str:
    """A value as the name of a level."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).strip()


def _fit(name: str, values: Sequence[Any], table: Table, most_bins: int) -> Bins | None:
    known = [value for value in values if is_known(value)]
    if not known:
        return None
    amounts = numbers(known)
    if amounts is not None and len(set(amounts)) >= LEAST_NUMBERS:
        if len(set(amounts)) == len(values) and all(each.is_integer() for each in amounts):
            return None  # a number that each has of its own: says who it is
        return _amount(name, table.label(name), np.array(amounts), most_bins)
    return _levels(name, values, table)


def _amount(name: str, label: str, amounts: Any, most_bins: int) -> Bins:
    wanted = np.quantile(amounts, np.arange(1, most_bins) / most_bins, method="higher")
    cuts = sorted({float(f"{cut:.3g}") for cut in wanted if cut > amounts.min()})
    return Bins(name, label, cuts=tuple(cuts), is_amount=True)


def _levels(name: str, values: Sequence[Any], table: Table) -> Bins | None:
    """Values that are frequent enough, from the one that turned out worst to the best."""
    least = max(FEW, SHARE * len(values))
    counts, good = Counter[str](), Counter[str]()
    for value, became in zip(values, table.became.tolist(), strict=True):
        if is_known(value):
            counts[text(value)] += 1
            good[text(value)] += became
    usual = float(table.became.mean())
    frequent = [level for level, count in counts.most_common(MOST_LEVELS) if count >= least]
    if frequent and len(values) - counts[frequent[0]] < least:
        return None  # nearly always the same
    if not frequent and counts.total() == len(values):
        return None  # says who it is, not what it is like
    rate = {level: (good[level] + FEW * usual) / (counts[level] + FEW) for level in frequent}
    return Bins(name, table.label(name), levels=tuple(sorted(frequent, key=lambda x: (rate[x], x))))


def _places(values: Sequence[Any], bins: Bins) -> Whole:
    if bins.is_amount:
        said = (number(value) if is_known(value) else None for value in values)
        amounts = np.array([np.nan if value is None else value for value in said])
        places = 1 + np.searchsorted(np.array(bins.cuts), amounts, side="right")
        return np.where(np.isnan(amounts), 0, places).astype(np.int64)
    known = {level: place for place, level in enumerate(bins.levels, 1)}
    other = len(bins.levels) + 1
    return np.array(
        [known.get(text(value), other) if is_known(value) else 0 for value in values],
        dtype=np.int64,
    )
