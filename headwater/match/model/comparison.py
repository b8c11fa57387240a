"""A field's comparison: ordered levels, each said in Python and in SQL of DuckDB."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from headwater.match.identity import Identity

NOBODY_SAID = -1  # the level of a field that one of the two does not tell


class Level(NamedTuple):
    """One degree of agreement. `sql` is read after those of the levels before were false.

    `rare` names attributes that are equal then: the rarer the value, the more it proves. `like`
    names the levels that would hold if the names did not clash. `most` is the highest evidence, in
    bits, of what other fields nearly imply: names that agree make mailbox names agree, too.
    """

    name: str
    words: str
    sql: str
    rare: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    most: float = 99.0


class Names(NamedTuple):
    """How alike two names are; the other fields are read in this light."""

    first: int
    last: int
    clash: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """`level(one, other, names)` is the place of the first level that holds, or NOBODY_SAID."""

    kind: str
    field: str
    missing_sql: str
    levels: tuple[Level, ...]
    level: Callable[[Identity, Identity, Names], int]
    places: dict[str, int] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places.update({level.name: place for place, level in enumerate(self.levels)})

    def holds(self, one: Identity, other: Identity, names: Names) -> str:
        """The name of the level that holds, '' where nobody said."""
        place = self.level(one, other, names)
        return self.levels[place].name if place >= 0 else ""

    @property
    def sql(self) -> str:
        """The place of the level in SQL, over the tables l and r."""
        whens = [f"WHEN {level.sql} THEN {place}" for place, level in enumerate(self.levels)]
        return f"CASE WHEN {self.missing_sql} THEN {NOBODY_SAID} {' '.join(whens)} END"
