"""The judge over the pairs that Splink leaves: probability, tier and evidence, rarity included.

The very same function judges a lead that comes in. Here the levels come from DuckDB, so that only
the few attributes are read whose rarity counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import make_dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pyarrow as pa

from headwater.match.base import levels, parts, store
from headwater.match.base.levels import Pattern
from headwater.match.model.comparisons import COMPARISONS
from headwater.match.model.judge import Verdict, weigh
from headwater.match.model.rarity import RAREST
from headwater.match.model.weights import Weights
from headwater.records.duplicate_pair import Tier

PORTION = 50_000  # pairs
LEAST = -2.0 - 2 * RAREST  # bits without rarity below which no rarity makes a pair possible
JUDGED = "judged"  # the folder of their files
VERDICTS = pa.schema([
    ("number_l", pa.int64()), ("number_r", pa.int64()), ("bits", pa.float64()),
    ("probability", pa.float64()), ("tier", pa.string()), ("evidence", pa.string()),
])  # fmt: skip
"""`evidence` is the JSON of DuplicatePair.evidence."""


@cache
def said(kind: str) -> tuple[tuple[str, ...], Any]:
    """The attributes that rarity and words are about, and a class that has only these."""
    rare = {name for each in COMPARISONS[kind] for level in each.levels for name in level.rare}
    names = rare - {"words", "core"} | {"given", "last"}
    names |= {"company_words"} if rare & {"words", "core"} else set()
    asked = tuple(sorted(names))
    return asked, make_dataclass("Said", ("kind", *asked), slots=True)


class Portion(NamedTuple):
    """Pairs of a table of candidates by their places, from first to below last."""

    folder: str
    kind: str
    table: str
    first: int
    below: int


def judge_portion(portion: Portion, weights: Weights) -> int:
    """Judge some pairs, in a process of its own, which only reads.

    Writes a file unless it is there already; returns how many pairs were looked at.
    """
    folder, kind, table, first, below = portion
    path = Path(folder) / JUDGED / f"{table}-{first:012}"
    if not path.exists():
        with store.opened(Path(folder), read_only=True) as engine:
            found = judged(engine, kind, table, (first, below), weights)
        path.parent.mkdir(exist_ok=True)
        parts.save(found, path)
    return below - first


def judged(engine: Any, kind: str, table: str, places: tuple[int, int], weights: Weights) -> Any:
    """The verdicts over the pairs of `table` with these places (from, below), as Arrow."""
    rows = list(_judged(engine, kind, table, places, weights))
    columns = list(zip(*rows, strict=True)) or [()] * len(VERDICTS)
    arrays = [pa.array(c, f.type) for c, f in zip(columns, VERDICTS, strict=True)]
    return pa.Table.from_arrays(arrays, schema=VERDICTS)


def _judged(
    engine: Any, kind: str, table: str, places: tuple[int, int], weights: Weights
) -> Iterator[tuple[Any, ...]]:
    read: Callable[[int], Pattern] = cache(lambda number: levels.read(kind, number))
    for one, other, pattern, mine, theirs in _pairs(engine, kind, table, places):
        how = read(pattern)
        verdict = weigh(mine, theirs, how.names, how.places, weights)
        tier = verdict.tier
        evidence = told(verdict) if tier != Tier.NONE else ""
        yield one, other, verdict.bits, verdict.probability, tier.value, evidence


def told(verdict: Verdict) -> str:
    """The evidence as DuplicatePair keeps it."""
    return orjson.dumps([each._asdict() for each in verdict.evidence]).decode()


def _pairs(
    engine: Any, kind: str, table: str, places: tuple[int, int]
) -> Iterator[tuple[int, int, int, Any, Any]]:
    """Both numbers, the pattern, and what is said of both, which stands for their identities."""
    names, make = said(kind)
    asked = ", ".join(f"{side}.{name}" for side in "lr" for name in names)
    rows = engine.rows(
        f"SELECT number_l, number_r, pattern, {asked} FROM {table}"
        f" JOIN {kind} AS l ON l.number = number_l JOIN {kind} AS r ON r.number = number_r"
        f" WHERE place >= {places[0]} AND place < {places[1]}"
    )
    size = len(names)
    for one, other, pattern, *values in rows:
        yield one, other, pattern, make(kind, *values[:size]), make(kind, *values[size:])
