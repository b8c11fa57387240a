"""The tree of a condition: frozen, comparable, and independent of any text it came from.

`position` is where a comparison or value stood in its text; it takes no part in comparing.
"""

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from headwater.criteria.select import Select

# Deep enough for any rule a person can read; keeps recursion in Python and PostgreSQL bounded.
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Path:
    """A field (`Status`) or a field of a parent (`Owner.Name`), as its parts.

    `functions`, the outermost first, are applied to it: `MAX(CALENDAR_YEAR(CreatedDate))`.
    """

    parts: tuple[str, ...]
    functions: tuple[str, ...] = ()

    def __str__(self) -> str:
        called = "".join(f"{each}(" for each in self.functions)
        return called + ".".join(self.parts) + ")" * len(self.functions)


@dataclass(frozen=True, slots=True)
class Text:
    value: str
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Pattern:
    """What LIKE looks for: `%` any text, `_` one character; a backslash makes these plain."""

    value: str
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Currency:
    """An amount with its ISO code, as in `USD5000`."""

    code: str
    amount: Decimal
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bool:
    value: bool
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Null:
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Date:
    value: date
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DateTime:
    """A moment, always with its offset."""

    value: datetime
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DateLiteral:
    """A span of days told from now: `TODAY`, or with `n` `LAST_N_DAYS:30`."""

    name: str
    n: int | None = None
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


Single = Text | Pattern | Number | Currency | Bool | Null | Date | DateTime | DateLiteral


@dataclass(frozen=True, slots=True)
class InList:
    """The bracketed values behind IN, NOT IN, INCLUDES and EXCLUDES."""

    values: tuple[Single, ...]
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Among:
    """A query whose one column is the list behind IN or NOT IN: `(SELECT LeadId FROM …)`."""

    select: "Select"
    position: int = dataclasses.field(default=-1, compare=False, repr=False)


Value = Single | InList | Among


@dataclass(frozen=True, slots=True)
class Comparison:
    field: Path
    operator: str  # = != < <= > >= LIKE IN, NOT IN, INCLUDES, EXCLUDES
    value: Value
    position: int = dataclasses.field(default=-1, compare=False, repr=False)

    def __str__(self) -> str:
        return _printed(self)


@dataclass(frozen=True, slots=True)
class Not:
    part: "Tree"

    def __str__(self) -> str:
        return _printed(self)


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more parts; of no part at all only as `EVERYTHING`."""

    parts: tuple["Tree", ...]

    def __str__(self) -> str:
        return _printed(self)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more parts."""

    parts: tuple["Tree", ...]

    def __str__(self) -> str:
        return _printed(self)


Tree = And | Or | Not | Comparison
EVERYTHING = And(())


def all_of(parts: "list[Tree] | tuple[Tree, ...]") -> Tree:
    """One condition that asks for every part; of a single part that part itself."""
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def comparisons(tree: Tree) -> list[Comparison]:
    """Every comparison from left to right."""
    found: list[Comparison] = []
    waiting: list[Tree] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Comparison):
            found.append(node)
        else:
            waiting += reversed(inside(node))
    return found


def inside(node: Tree) -> tuple[Tree, ...]:
    """The conditions directly below a node."""
    if isinstance(node, Comparison):
        return ()
    return (node.part,) if isinstance(node, Not) else node.parts


def depth(tree: Tree) -> int:
    """Levels of AND, OR and NOT above the deepest comparison, counted without recursion."""
    deepest = 0
    waiting: list[tuple[Tree, int]] = [(tree, 0)]
    while waiting:
        node, level = waiting.pop()
        deepest = max(deepest, level)
        waiting += [(part, level + 1) for part in inside(node)]
    return deepest


def _printed(tree: Tree) -> str:
    from headwater.criteria.print import text_of

    return text_of(tree)
