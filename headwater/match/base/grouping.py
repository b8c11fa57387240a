"""Pairs become groups of records that are one, with care for weak bridges.

Whoever is linked through others is compared now, if no key has brought them together before.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import Any

import pyarrow as pa

from headwater.match.base import judging, levels
from headwater.match.model.clusters import clusters
from headwater.match.model.tiers import LIKELY
from headwater.match.model.weights import Weights

MOST = 200  # records that hang together, all of which are compared with each other
PER_RECORD = 6  # such comparisons, on average, that a base can afford
UNKNOWN = 0.0  # bits of a pair that was not looked at, in a larger crowd
# In one order: of pairs with the same bits the first joins first.
LINKS = """
SELECT number_l, number_r, bits FROM {kind}_judged WHERE probability >= {least}
ORDER BY number_l, number_r
"""
NEW = """
SELECT row_number() OVER () - 1 AS place, number_l, number_r, pattern FROM ({patterns})
WHERE (number_l, number_r) NOT IN (SELECT (number_l, number_r) FROM {kind}_judged)
"""
# Who is certainly two records that cannot be one (a mailbox of three Kushas, John Smith without his
# birthday) is certainly neither: people decide.
AMBIGUOUS = """
CREATE TEMP TABLE ambiguous AS
WITH link AS (
    SELECT number_l AS one, number_r AS other FROM {kind}_judged WHERE tier = 'certain'
    UNION ALL SELECT number_r, number_l FROM {kind}_judged WHERE tier = 'certain'
)
SELECT a.one AS middle, a.other AS first, b.other AS second
FROM link AS a JOIN link AS b ON a.one = b.one AND a.other < b.other
JOIN {kind}_judged AS apart
  ON apart.number_l = a.other AND apart.number_r = b.other AND apart.tier = 'none'
"""
DOUBT = """
UPDATE {kind}_judged SET tier = 'likely'
WHERE tier = 'certain' AND (number_l, number_r) IN (
    SELECT (least(middle, first), greatest(middle, first)) FROM ambiguous
    UNION SELECT (least(middle, second), greatest(middle, second)) FROM ambiguous)
"""


def group(engine: Any, kind: str, weights: Weights) -> str:
    """The table of groups (number, head: the least of its group); judges what is missing."""
    if not engine.has(f"{kind}_group"):
        crowds = list(_crowds(engine.rows(LINKS.format(kind=kind, least=LIKELY))))
        _complete(engine, kind, crowds, weights)
        _doubt(engine, kind)
        links = engine.rows(LINKS.format(kind=kind, least=LIKELY))
        known = _known(engine, kind, crowds)
        found = clusters(
            links, lambda one, other: known.get((min(one, other), max(one, other)), UNKNOWN)
        )
        rows = [(number, members[0]) for members in found for number in members]
        numbers, heads = zip(*rows, strict=True) if rows else ((), ())
        columns = {"number": pa.array(numbers, pa.int64()), "head": pa.array(heads, pa.int64())}
        engine.take(f"{kind}_group", pa.table(columns))
    return f"{kind}_group"


def _crowds(links: Iterable[tuple[int, int, float]]) -> Iterable[list[int]]:
    """Records that hang together over any link: three or more, where closure says something."""
    head: dict[int, int] = {}

    def of(number: int) -> int:
        while (above := head.setdefault(number, number)) != number:
            head[number] = head[above]
            number = above
        return number

    for one, other, _ in links:
        head[of(one)] = of(other)
    members = defaultdict(list)
    for number in head:
        members[of(number)].append(number)
    return (sorted(some) for some in members.values() if len(some) > 2)


def _complete(engine: Any, kind: str, crowds: list[list[int]], weights: Weights) -> None:
    """Judge every pair within these crowds that has not been judged."""
    pairs = list(_affordable(engine, kind, crowds))
    if not pairs or engine.has(f"{kind}_completed"):
        return
    ones, others = zip(*pairs, strict=True)
    engine.take(f"{kind}_link", pa.table({"join_key_l": ones, "join_key_r": others}))
    patterns = levels.patterns(kind, f"{kind}_link")
    engine.make(f"{kind}_more", NEW.format(kind=kind, patterns=patterns))
    size = len(engine.rows(f"SELECT 1 FROM {kind}_more"))
    engine.take(
        f"{kind}_completed", judging.judged(engine, kind, f"{kind}_more", (0, size), weights)
    )
    engine.rows(f"INSERT INTO {kind}_judged SELECT * FROM {kind}_completed RETURNING 1")


def _affordable(engine: Any, kind: str, crowds: list[list[int]]) -> Iterable[tuple[int, int]]:
    ((size,),) = engine.rows(f"SELECT count(*) FROM {kind}")
    left = PER_RECORD * size + MOST**2
    for some in sorted(crowds, key=len):
        left -= len(some) * (len(some) - 1) // 2
        if len(some) > MOST or left < 0:
            return
        yield from combinations(some, 2)


def _doubt(engine: Any, kind: str) -> None:
    """What is certain for two that exclude each other is only likely for each."""
    engine.rows("DROP TABLE IF EXISTS ambiguous")
    engine.rows(AMBIGUOUS.format(kind=kind))
    engine.rows(DOUBT.format(kind=kind))


def _known(engine: Any, kind: str, crowds: Iterable[list[int]]) -> dict[tuple[int, int], float]:
    numbers = [number for some in crowds for number in some]
    if not numbers:
        return {}
    engine.take(f"{kind}_crowd", pa.table({"number": pa.array(numbers, pa.int64())}))
    rows = engine.rows(
        f"SELECT number_l, number_r, bits FROM {kind}_judged"
        f" WHERE number_l IN (SELECT number FROM {kind}_crowd)"
    )
    return {(one, other): bits for one, other, bits in rows}
