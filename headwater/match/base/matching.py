"""One kind of records (people or companies) against itself: from files of identities to groups.

The command and `offline.resolve` both come through here.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from headwater.match.base import (
    blocks,
    crew,
    decisions,
    grouping,
    judging,
    learning,
    levels,
    parts,
    splinking,
    store,
)
from headwater.match.base.engines import here
from headwater.match.model.weights import Weights

Report = Callable[[str, float], None]
WORDS = {"person": "people", "company": "companies"}
CANDIDATES = """
SELECT row_number() OVER () - 1 AS place, number_l, number_r, pattern
FROM {kind}_pattern JOIN {kind}_weight USING (pattern)
"""


def match(
    folder: Path,
    kind: str,
    weights: Weights,
    report: Report,
    *,
    learns: bool = True,
    asked: Sequence[tuple[int, int]] = (),
    decided: decisions.Decided | None = None,
    engine_of: Callable[[Any], Any] = here,
) -> Weights:
    """Compare, learn, judge and group; what is left are the tables `kind`_judged and `kind`_group.

    `asked` are pairs that are compared whether or not they share a key, `decided` what people made
    of pairs. Returns the weights that were used.
    """
    words = WORDS[kind]
    with store.opened(folder) as engine:
        if _load(engine, kind) < 2:
            return weights
        with engine_of(engine) as heavy:
            _compare(engine, heavy, kind, asked, report)
            report(f"Learning from {words}", 0.4)
            weights = _learned(engine, kind, weights) if learns else weights
            weights = decisions.shifted(weights, kind, decided or [])
            report(f"Weighing {words}", 0.5)
            count = _weigh(engine, heavy, kind, weights)
    _judge(folder, kind, count, weights, report)
    with store.opened(folder) as engine:
        _gather(engine, folder, kind)
        report(f"Grouping {words}", 0.9)
        grouping.group(engine, kind, weights)
    return weights


def _compare(
    engine: Any, heavy: Any, kind: str, asked: Sequence[tuple[int, int]], report: Report
) -> None:
    report(f"Looking for {WORDS[kind]} that share something", 0.0)
    blocks.make_pairs(engine, heavy, kind, asked)
    report(f"Comparing {WORDS[kind]}", 0.1)
    heavy.make(f"{kind}_pattern", levels.patterns(kind, f"{kind}_pair"))
    heavy.bring(f"{kind}_pattern")


def _load(engine: Any, kind: str) -> int:
    """The tables of identities and keys; how many records there are."""
    files = engine.folder / parts.FOLDER
    if not list(files.glob(f"{kind}-*.identities")):
        return 0
    for table, ending in ((kind, "identities"), (f"{kind}_key", "keys")):
        engine.make(table, f"SELECT * FROM read_parquet('{files}/{kind}-*.{ending}')")
    return _size(engine, kind)


def _size(engine: Any, kind: str) -> int:
    return int(engine.rows(f"SELECT count(*) FROM {kind}")[0][0])


def _weigh(engine: Any, heavy: Any, kind: str, weights: Weights) -> int:
    """Splink weighs every pattern; how many pairs are left for the judge."""
    if not engine.has(f"{kind}_candidate"):
        numbers = engine.rows(f"SELECT DISTINCT pattern FROM {kind}_pattern")
        known = ((number, levels.read(kind, number)) for (number,) in numbers)
        engine.take(f"{kind}_distinct", splinking.rows(kind, known))
        left = splinking.weigh(heavy, kind, f"{kind}_distinct", weights, least=judging.LEAST)
        engine.take(f"{kind}_weight", pa.table({"pattern": pa.array(left, pa.int64())}))
        engine.make(f"{kind}_candidate", CANDIDATES.format(kind=kind))
    return int(engine.rows(f"SELECT count(*) FROM {kind}_candidate")[0][0])


def _learned(engine: Any, kind: str, weights: Weights) -> Weights:
    """What this base teaches; kept in the folder for the case that the run is taken up again."""
    if _size(engine, kind) < learning.FEWEST:
        return weights
    path = engine.folder / f"{kind}.weights"
    if path.exists():
        return Weights.from_json(orjson.loads(path.read_bytes()), weights)
    found = learning.learn(engine, kind, weights)
    unfinished = engine.folder / f"unfinished-{path.name}"
    unfinished.write_bytes(orjson.dumps(found.as_json()))
    unfinished.rename(path)
    return found


def _judge(folder: Path, kind: str, count: int, weights: Weights, report: Report) -> None:
    """The judge over all candidates, in as many processes as there are cores."""
    step, table = judging.PORTION, f"{kind}_candidate"
    portions = [
        (judging.Portion(str(folder), kind, table, first, min(first + step, count)), weights)
        for first in range(0, count, step)
    ]
    done = 0
    for looked_at in crew.spread(judging.judge_portion, portions):
        done += looked_at
        report(f"Judging {WORDS[kind]}: {done:,} of {count:,} pairs", 0.55 + 0.35 * done / count)


def _gather(engine: Any, folder: Path, kind: str) -> None:
    files = folder / judging.JUDGED / f"{kind}_candidate-*"
    there = list(files.parent.glob(files.name))
    if there:
        engine.make(f"{kind}_judged", f"SELECT * FROM read_parquet('{files}')")
    else:
        engine.take(f"{kind}_judged", judging.VERDICTS.empty_table())


def verdicts(engine: Any, kind: str) -> Iterator[tuple[Any, ...]]:
    """Every pair that is at least possible: both numbers, probability, tier, evidence (JSON)."""
    if engine.has(f"{kind}_judged"):
        yield from engine.rows(
            f"SELECT number_l, number_r, probability, tier, evidence FROM {kind}_judged"
            " WHERE tier <> 'none' ORDER BY number_l, number_r"
        )


def groups(engine: Any, kind: str) -> list[tuple[int, int]]:
    """Number and head of its group, for every record that is one with another."""
    if not engine.has(f"{kind}_group"):
        return []
    found: list[tuple[int, int]] = engine.rows(f"SELECT number, head FROM {kind}_group")
    return found
