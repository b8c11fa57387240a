"""SOQL's SELECT as data: what is asked for, in which order, and how much of it."""

from dataclasses import dataclass, field, replace

from headwater.criteria.errors import CriteriaError
from headwater.criteria.tree import EVERYTHING, And, Comparison, Not, Or, Path, Tree

LARGEST_OFFSET = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """A field, or a function with its argument: `COUNT()`, `FIELDS(ALL)`."""

    path: Path
    function: str = ""
    position: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Order:
    """One item of ORDER BY; `nulls` is `first`, `last` or '' for the usual (first)."""

    path: Path
    is_descending: bool = False
    nulls: str = ""
    position: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Select:
    """A whole query. Paths have lost the alias that the query may have given its object."""

    columns: tuple[Column, ...]
    object_name: str
    alias: str = ""
    where: Tree = EVERYTHING
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    position: int = field(default=-1, compare=False, repr=False)

    @property
    def is_count(self) -> bool:
        """Whether only the number of rows is asked for: `SELECT COUNT() FROM …`."""
        return self.columns[0].function == "COUNT"


def parse_select(text: str) -> Select:
    """The query that SOQL text asks; raises CriteriaError."""
    from headwater.criteria.parse import read

    found: Select = read(text, "select")
    _refuse_wrong_columns(found)
    if found.offset > LARGEST_OFFSET:
        raise CriteriaError(f"OFFSET may be at most {LARGEST_OFFSET:,}.", -1, kind="range")
    return _without_alias(found)


def _refuse_wrong_columns(found: Select) -> None:
    for column in found.columns:
        if column.function not in ("", "COUNT", "FIELDS"):
            raise CriteriaError(
                f"{column.function}() cannot be selected.", column.position, kind="syntax"
            )
        if column.function == "COUNT" and (len(found.columns) > 1 or column.path.parts):
            raise CriteriaError(
                "COUNT() stands alone, with empty brackets.", column.position,
                "Write SELECT COUNT() FROM …", kind="syntax",
            )  # fmt: skip
    if found.is_count and found.order:
        raise CriteriaError("COUNT() has no order.", found.order[0].position, kind="syntax")


def _without_alias(found: Select) -> Select:
    names = {name.lower() for name in (found.alias, found.object_name) if name}

    def bare(path: Path) -> Path:
        has_alias = len(path.parts) > 1 and path.parts[0].lower() in names
        return Path(path.parts[1:]) if has_alias else path

    def tree(node: Tree) -> Tree:
        if isinstance(node, Comparison):
            return replace(node, field=bare(node.field))
        if isinstance(node, Not):
            return Not(tree(node.part))
        parts = tuple(tree(part) for part in node.parts)
        return Or(parts) if isinstance(node, Or) else And(parts)

    return replace(
        found,
        columns=tuple(replace(each, path=bare(each.path)) for each in found.columns),
        order=tuple(replace(each, path=bare(each.path)) for each in found.order),
        where=tree(found.where),
    )
