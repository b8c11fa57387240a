"""Which records are compared: those that share a key, in plain SQL that DuckDB and Spark know.

Small blocks first: of the keys that many share (a switchboard, a frequent name) only so many are
taken as keep the number of comparisons in proportion to the records. In a larger block each record
is still compared with its neighbours in the order of the names.
"""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from headwater.match.keys import MOST

PER_RECORD = 12  # comparisons of a record with others, on average, that a base can afford
SMALLEST, LARGEST = MOST, 6 * MOST  # records of a block that are all compared with each other
NEAR = 4  # neighbours in a larger block
SORTED_BY = {"person": "last, first", "company": "company"}

SIZES = """
SELECT size, count(*) AS blocks FROM {kind}_shared GROUP BY size ORDER BY size
"""
SHARED = """
SELECT hash, count(*) AS size FROM {kind}_key GROUP BY hash HAVING count(*) > 1
"""
SMALL = """
SELECT hash, number FROM {kind}_key
WHERE hash IN (SELECT hash FROM {kind}_shared WHERE size <= {most})
"""
PLACED = """
SELECT hash, number, row_number() OVER (PARTITION BY hash ORDER BY {sort}, number) AS place FROM (
    SELECT k.hash, k.number, {sort} FROM {kind}_key AS k JOIN {kind} USING (number)
    WHERE k.hash IN (SELECT hash FROM {kind}_shared WHERE size > {most})
) AS large
"""
PAIRS = """
WITH small AS ({small}), placed AS ({placed})
SELECT DISTINCT join_key_l, join_key_r FROM (
    SELECT one.number AS join_key_l, other.number AS join_key_r
    FROM small AS one JOIN small AS other ON other.hash = one.hash AND one.number < other.number
    UNION ALL {near}
    UNION ALL SELECT join_key_l, join_key_r FROM {kind}_asked
) AS found
"""
NEXT = """
SELECT least(one.number, other.number) AS join_key_l, greatest(one.number, other.number)
FROM placed AS one JOIN placed AS other
  ON other.hash = one.hash AND other.place = one.place + {step}
"""


def make_pairs(engine: Any, heavy: Any, kind: str, asked: Sequence[tuple[int, int]] = ()) -> str:
    """The table of all pairs of a kind that are to be compared, each once; its name.

    `asked` are pairs that are compared in any case.
    """
    if heavy.has(f"{kind}_pair"):
        return f"{kind}_pair"
    pairs = [(min(pair), max(pair)) for pair in asked]
    ones, others = zip(*pairs, strict=True) if pairs else ((), ())
    types = {"join_key_l": pa.array(ones, pa.int64()), "join_key_r": pa.array(others, pa.int64())}
    engine.take(f"{kind}_asked", pa.table(types))
    for table in (kind, f"{kind}_key", f"{kind}_asked"):
        heavy.lend(table)
    heavy.make(f"{kind}_shared", SHARED.format(kind=kind))
    given = {"kind": kind, "most": _affordable(heavy, kind), "sort": SORTED_BY[kind]}
    near = " UNION ALL ".join(NEXT.format(step=step) for step in range(1, NEAR + 1))
    small, placed = SMALL.format(**given), PLACED.format(**given)
    return str(
        heavy.make(f"{kind}_pair", PAIRS.format(small=small, placed=placed, near=near, kind=kind))
    )


def _affordable(heavy: Any, kind: str) -> int:
    """How many records a block may have, all of which are compared with each other."""
    ((size,),) = heavy.rows(f"SELECT count(*) FROM {kind}")
    left, most = PER_RECORD * size, SMALLEST
    for members, blocks in heavy.rows(SIZES.format(kind=kind)):
        left -= blocks * members * (members - 1) // 2
        if left < 0 or members > LARGEST:
            break
        most = max(most, members)
    return most
