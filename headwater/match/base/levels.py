"""The pattern of a pair: how alike each field is, as one number of the places of the levels.

What the comparisons share (how alike the names are) is computed once for a pair and put in their
places as a column. Plain SQL of DuckDB; sqlglot says it in Spark's words.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from headwater.match.model import company_facts, person_name
from headwater.match.model.comparison import NOBODY_SAID, Names
from headwater.match.model.comparisons import COMPARISONS

COLUMN = re.compile(r"\b[lr]\.(\w+)")
SIDE = re.compile(r"\b([lr])\.(\w+)")
# kind → (column, SQL) in this order: a later one may stand on the ones before.
SHARED: dict[str, tuple[tuple[str, str], ...]] = {
    "person": (
        ("first_is", person_name.FIRST_IS),
        ("last_is", person_name.LAST_IS),
        ("clash", person_name.CLASH),
    ),
    "company": (("clash", company_facts.CLASH),),
}
MOST_DEGREES = 8  # of likeness of a first or a last name


class Pattern(NamedTuple):
    """The places of the levels, as the judge wants them, and the light they are read in."""

    places: tuple[int, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class Said:
    """The SQL of a kind: shared columns, then a column for each comparison, over x_l and x_r."""

    attributes: tuple[str, ...]
    shared: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]


@cache
def said(kind: str) -> Said:
    """The model's comparisons with what they share taken out."""
    known: list[tuple[str, str]] = []

    def short(sql: str) -> str:
        for column, whole in reversed(known):
            sql = sql.replace(f"({whole})", column).replace(whole, column)
        return sql

    shared = []
    for column, sql in SHARED[kind]:
        shared.append((column, short(sql)))
        known.append((column, sql))
    levels = [(f"level_{each.field}", short(each.sql)) for each in COMPARISONS[kind]]
    everything = " ".join(sql for _, sql in (*shared, *levels))
    return Said(
        tuple(sorted(set(COLUMN.findall(everything)))),
        tuple((column, sided(sql)) for column, sql in shared),
        tuple((column, sided(sql)) for column, sql in levels),
    )


def sided(sql: str) -> str:
    """`l.email` as a column of a joined row: `email_l`."""
    return SIDE.sub(r"\2_\1", sql)


def patterns(kind: str, pairs: str, *, sees_clashes: bool = True) -> str:
    """The statement for number_l, number_r and pattern of `pairs` (join_key_l, join_key_r).

    Without clashes: the levels as if no two names were those of two people.
    """
    how = said(kind)
    both = ", ".join(f"l.{name} AS {name}_l, r.{name} AS {name}_r" for name in how.attributes)
    steps = [(
        f"step_0 AS (SELECT join_key_l AS number_l, join_key_r AS number_r, {both}"
        f" FROM {pairs} AS pair JOIN {kind} AS l ON l.number = join_key_l"
        f" JOIN {kind} AS r ON r.number = join_key_r)"
    )]  # fmt: skip
    for place, (column, sql) in enumerate(how.shared, 1):
        told = "false" if column == "clash" and not sees_clashes else sql
        steps.append(f"step_{place} AS (SELECT *, {told} AS {column} FROM step_{place - 1})")
    levels = ", ".join(f"{sql} AS {column}" for column, sql in how.levels)
    kept = ", ".join(("number_l", "number_r", *(column for column, _ in how.shared)))
    steps.append(f"levels AS (SELECT {kept}, {levels} FROM step_{len(how.shared)})")
    return (
        f"WITH {', '.join(steps)} SELECT number_l, number_r, {_number(kind)} AS pattern FROM levels"
    )


def _number(kind: str) -> str:
    """Everything that the judge wants to know of a pair, in one number."""
    sql = "CAST(0 AS bigint)"
    for column, size in digits(kind):
        sql = f"({sql}) * {size} + {column}"
    return sql


@cache
def digits(kind: str) -> tuple[tuple[str, int], ...]:
    """What the number is made of, the highest first: SQL and how many values it has."""
    found = [(f"level_{each.field} + 1", len(each.levels) + 1) for each in COMPARISONS[kind]]
    if kind == "person":
        found += [("first_is", MOST_DEGREES), ("last_is", MOST_DEGREES)]
    return (*found, ("CASE WHEN clash THEN 1 ELSE 0 END", 2))


def read(kind: str, number: int) -> Pattern:
    """What a pattern's number says."""
    values = []
    for _, size in reversed(digits(kind)):
        number, value = divmod(number, size)
        values.append(value)
    values.reverse()
    places = tuple(value + NOBODY_SAID for value in values[: len(COMPARISONS[kind])])
    if kind == "person":
        return Pattern(places, Names(values[-3], values[-2], bool(values[-1])))
    return Pattern(places, Names(places[0], 0, bool(values[-1])))
