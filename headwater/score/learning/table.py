"""What is learned from: rows with columns, what became of each, and when it was seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

# How people, forms and exports write that something was not filled in.
UNKNOWN = frozenset({"", "-", "n/a", "na", "nan", "none", "null", "select", "(not set)"})


@dataclass(frozen=True)
class Table:
    """`columns` maps a name to one value a row (text, number, boolean, or None: not known).

    `became` is 1 where it turned out well and 0 where not; `seen_at` is when the row stood like
    that, as a number that rises; `known_at` is when its outcome was known. `belongs_to` numbers
    what a row is about: one lead may be seen several times. `labels` are the columns in words.
    """

    columns: dict[str, list[Any]]
    became: Whole
    seen_at: Floats
    known_at: Floats | None = None
    belongs_to: Whole | None = None
    labels: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.became)

    def rows(self, wanted: Flags) -> "Table":
        """Only these rows."""
        places = np.flatnonzero(wanted).tolist()
        return Table(
            {name: [values[place] for place in places] for name, values in self.columns.items()},
            self.became[wanted], self.seen_at[wanted],
            None if self.known_at is None else self.known_at[wanted],
            None if self.belongs_to is None else self.belongs_to[wanted], self.labels,
        )  # fmt: skip

    def only(self, names: Sequence[str]) -> "Table":
        """Only these columns."""
        columns = {name: self.columns[name] for name in names}
        return Table(
            columns, self.became, self.seen_at, self.known_at, self.belongs_to, self.labels
        )

    def label(self, name: str) -> str:
        return self.labels.get(name, name)


def is_known(value: Any) -> bool:
    """Whether somebody said something."""
    if isinstance(value, str):
        return value.strip().lower() not in UNKNOWN
    return value is not None and not (isinstance(value, float) and isnan(value))


def number(value: Any) -> float | None:
    """A value as a number; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def numbers(values: Sequence[Any]) -> list[float] | None:
    """All that is known of a column as numbers; None where one of them is none."""
    found = [number(value) for value in values if is_known(value)]
    return None if None in found else cast("list[float]", found)
