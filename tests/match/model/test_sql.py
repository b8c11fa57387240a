"""Every level says the same in Python and in DuckDB."""

from collections.abc import Callable, Sequence
from random import Random

import duckdb
import pyarrow as pa
import pytest

from headwater.match.identity import Identity
from headwater.match.model.comparisons import COMPARISONS, levels
from tests.match.model import people

PAIRS = 4000


@pytest.mark.parametrize(
    ("kind", "made"), [("person", people.people), ("company", people.companies)]
)
def test_python_and_sql_agree(kind: str, made: Callable[[int, int], Sequence[Identity]]) -> None:
    random = Random(11)
    found = made(300, 7)
    pairs = [(random.randrange(300), random.randrange(300)) for _ in range(PAIRS)]
    told = in_sql(kind, found, pairs)
    for (one, other), row in zip(pairs, told, strict=True):
        assert levels(found[one], found[other]) == row, (found[one], found[other])


def test_most_levels_are_met(monkeypatch: pytest.MonkeyPatch) -> None:
    met: dict[str, set[int]] = {}
    random = Random(11)
    found = people.people(300, 7)
    for _ in range(PAIRS):
        one, other = random.choice(found), random.choice(found)
        for comparison, place in zip(COMPARISONS["person"], levels(one, other), strict=True):
            met.setdefault(comparison.field, set()).add(place)
    for comparison in COMPARISONS["person"]:
        assert len(met[comparison.field]) > 0.6 * len(comparison.levels), comparison.field


def in_sql(
    kind: str, found: Sequence[Identity], pairs: list[tuple[int, int]]
) -> list[tuple[int, ...]]:
    columns = {name: pa.array([_said(each, name) for each in found]) for name in Identity._fields}
    with duckdb.connect() as connection:
        connection.register("said", pa.table({"n": range(len(found)), **columns}))
        ones, others = zip(*pairs, strict=True)
        connection.register(
            "pair", pa.table({"one": ones, "other": others, "place": range(len(pairs))})
        )
        wanted = ", ".join(f"({comparison.sql})" for comparison in COMPARISONS[kind])
        return connection.execute(
            f"SELECT {wanted} FROM pair JOIN said AS l ON l.n = one JOIN said AS r ON r.n = other"
            " ORDER BY place"
        ).fetchall()


def _said(one: Identity, name: str) -> object:
    value = getattr(one, name)
    return list(value) if isinstance(value, tuple) else value
