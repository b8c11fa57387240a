"""SOQL's SELECT as data: what is asked for, in which order, and how much of it."""

from dataclasses import dataclass, field
from functools import lru_cache

from headwater.criteria.errors import CriteriaError
from headwater.criteria.tree import EVERYTHING, Path, Tree

LARGEST_OFFSET = 2_000
LONGEST_KEPT = 2_000  # characters of a query that is remembered
MOST_ROLLED_UP = 3
COUNT = Path((), ("COUNT",))
AGGREGATES = frozenset({"COUNT", "COUNT_DISTINCT", "SUM", "AVG", "MIN", "MAX"})
WITH_GROUPS = AGGREGATES | {"GROUPING"}


@dataclass(frozen=True, slots=True)
class Column:
    """A field, or a function of one: `COUNT()`, `FIELDS(ALL)`, `MAX(Amount) most`."""

    value: Path
    alias: str = ""
    position: int = field(default=-1, compare=False, repr=False)

    @property
    def path(self) -> Path:
        """The field alone."""
        return Path(self.value.parts)

    @property
    def function(self) -> str:
        """The outermost function, '' for a plain field."""
        return self.value.functions[0] if self.value.functions else ""


@dataclass(frozen=True, slots=True)
class Kinds:
    """`TYPEOF Who WHEN Lead THEN Company ELSE Name END`: other fields for each kind of parent."""

    path: Path
    cases: tuple[tuple[str, tuple[Path, ...]], ...]
    otherwise: tuple[Path, ...] = ()
    position: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Child:
    """`(SELECT Id FROM Tasks)`: what hangs on each row; its object is named by the relationship."""

    select: "Select"
    position: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Order:
    """One item of ORDER BY; `nulls` is `first`, `last` or '' for the usual (first)."""

    path: Path
    is_descending: bool = False
    nulls: str = ""
    position: int = field(default=-1, compare=False, repr=False)


Item = Column | Kinds | Child


@dataclass(frozen=True, slots=True)
class Select:
    """A whole query. Paths have lost the aliases that the query may have given its objects.

    `sets` is `ROLLUP`, `CUBE` or '' and tells how `group` is grouped; `scope` whose rows.
    """

    columns: tuple[Item, ...]
    object_name: str
    where: Tree = EVERYTHING
    group: tuple[Column, ...] = ()
    sets: str = ""
    having: Tree = EVERYTHING
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    scope: str = ""
    position: int = field(default=-1, compare=False, repr=False)

    @property
    def is_count(self) -> bool:
        """Whether only the number of rows is asked for: `SELECT COUNT() FROM …`."""
        first = self.columns[0]
        return isinstance(first, Column) and first.value == COUNT

    @property
    def is_grouped(self) -> bool:
        """Whether its rows are sums over many: AggregateResult in the API."""
        calls = {name for each in self.fields for name in each.value.functions}
        return bool(self.group or calls & AGGREGATES) and not self.is_count

    @property
    def fields(self) -> tuple[Column, ...]:
        return tuple(each for each in self.columns if isinstance(each, Column))

    @property
    def children(self) -> tuple[Child, ...]:
        return tuple(each for each in self.columns if isinstance(each, Child))


def parse_query(text: str) -> Select:
    """The query that SOQL text asks; raises CriteriaError. Programs ask the same again."""
    return _known_query(text) if len(text) <= LONGEST_KEPT else _query(text)


@lru_cache(maxsize=512)
def _known_query(text: str) -> Select:
    return _query(text)


def _query(text: str) -> Select:
    from headwater.criteria.parse import read

    found: Select = read(text, "select")
    _refuse_wrong(found)
    for child in found.children:
        _refuse_wrong_child(child)
    return found


def _refuse_wrong(found: Select) -> None:
    for column in found.fields:
        if column.value == COUNT and (len(found.columns) > 1 or column.alias or found.group):
            raise CriteriaError(
                "COUNT() stands alone, with empty brackets.", column.position,
                "Write SELECT COUNT() FROM …", kind="syntax",
            )  # fmt: skip
    if found.is_count and found.order:
        raise CriteriaError("COUNT() has no order.", found.order[0].position, kind="syntax")
    if found.offset > LARGEST_OFFSET:
        told = f"Maximum SOQL offset allowed is {LARGEST_OFFSET}"
        message = f"OFFSET may be at most {LARGEST_OFFSET:,}."
        raise CriteriaError(message, -1, kind="range", told=told)
    if found.sets and len(found.group) > MOST_ROLLED_UP:
        message = f"{found.sets} takes at most {MOST_ROLLED_UP} fields."
        raise CriteriaError(message, found.position, kind="syntax")
    if found.is_grouped and not found.group and found.limit is not None:
        told = "Non-grouped query that uses overall aggregate functions cannot also use LIMIT"
        raise CriteriaError(
            "One row of sums needs no LIMIT.", found.position, "Leave LIMIT out.", "syntax", told
        )


def _refuse_wrong_child(child: Child) -> None:
    asked = child.select
    if asked.is_count or asked.is_grouped or asked.having != EVERYTHING:
        message = "A query inside the SELECT lists records; it counts and groups nothing."
        raise CriteriaError(message, child.position, kind="syntax")
    if asked.children:
        message = "A query inside the SELECT has no further one inside."
        raise CriteriaError(message, child.position, kind="syntax")
    _refuse_wrong(asked)


parse_select = parse_query
