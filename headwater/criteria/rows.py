"""A flat AND as rows of field, operator and value, for a builder made of drop-downs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from headwater.catalog.fields import FieldDef
from headwater.criteria.check import check, kind_of
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.paths import Joins
from headwater.criteria.print import value_text
from headwater.criteria.strings import as_pattern, plain, quote
from headwater.criteria.tree import (
    Among,
    And,
    Comparison,
    InList,
    Not,
    Null,
    Path,
    Pattern,
    Single,
    Text,
    Tree,
    all_of,
)


class Row(NamedTuple):
    """One line of the builder; lists for the operators that take several values."""

    field: str
    operator: str
    value: str | list[str] = ""


@dataclass(frozen=True, slots=True)
class RowOperator:
    """An operator of the builder; `takes` is `nothing`, `one` or `many` values."""

    name: str
    label: str
    takes: str = "one"


IS_EMPTY = RowOperator("is_empty", "is empty", "nothing")
IS_FULL = RowOperator("is_not_empty", "is not empty", "nothing")
EQUALS, DIFFERS = RowOperator("=", "is"), RowOperator("!=", "is not")
IS_ONE, IS_NONE = (
    RowOperator("IN", "is one of", "many"),
    RowOperator("NOT IN", "is none of", "many"),
)
LIKES = (
    RowOperator("contains", "contains"),
    RowOperator("not_contains", "does not contain"),
    RowOperator("begins", "begins with"),
    RowOperator("ends", "ends with"),
)
EMPTINESS = (IS_EMPTY, IS_FULL)
OPERATORS: dict[str, tuple[RowOperator, ...]] = {
    "text": (EQUALS, DIFFERS, *LIKES, IS_ONE, IS_NONE, *EMPTINESS),
    "picklist": (EQUALS, DIFFERS, IS_ONE, IS_NONE, *LIKES, *EMPTINESS),
    "list": (
        RowOperator("INCLUDES", "includes", "many"),
        RowOperator("EXCLUDES", "does not include", "many"),
        *EMPTINESS,
    ),
    "id": (EQUALS, DIFFERS, IS_ONE, IS_NONE, *EMPTINESS),
    "number": (
        EQUALS, DIFFERS, RowOperator(">", "is over"), RowOperator(">=", "is at least"),
        RowOperator("<", "is under"), RowOperator("<=", "is at most"), *EMPTINESS,
    ),
    "boolean": (RowOperator("=", "is"),),
    "date": (
        EQUALS, DIFFERS, RowOperator("<", "is before"), RowOperator(">", "is after"),
        RowOperator("<=", "is on or before"), RowOperator(">=", "is on or after"), *EMPTINESS,
    ),
}  # fmt: skip
SHAPES = {"contains": "%{}%", "not_contains": "%{}%", "begins": "{}%", "ends": "%{}"}


def operators_for(field: FieldDef) -> tuple[RowOperator, ...]:
    """What the builder offers for a field, the usual first."""
    kind = "date" if field.type == "datetime" else kind_of(field)
    return OPERATORS["picklist" if field.type == "picklist" else kind]


def rows(tree: Tree) -> list[Row] | None:
    """The rows of a flat AND, [] for everything; None when only text can show the tree."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    found = [_row(part) for part in parts]
    whole = [row for row in found if row is not None]
    return whole if len(whole) == len(found) else None


def _row(tree: Tree) -> Row | None:  # noqa: PLR0911
    if isinstance(tree, Not):
        inner = _row(tree.part) if isinstance(tree.part, Comparison) else None
        is_contained = inner is not None and inner.operator == "contains"
        return inner._replace(operator="not_contains") if inner and is_contained else None
    if not isinstance(tree, Comparison):
        return None
    field, value = str(tree.field), tree.value
    if isinstance(value, Pattern):
        return _like_row(field, value.value)
    if isinstance(value, InList):
        if any(isinstance(each, Null) or each == Text("") for each in value.values):
            return None
        return Row(field, tree.operator, [_input(each) for each in value.values])
    if isinstance(value, Among) or tree.field.functions:
        return None
    if isinstance(value, Null) or value == Text(""):
        emptiness = {"=": "is_empty", "!=": "is_not_empty"}.get(tree.operator)
        return Row(field, emptiness) if emptiness else None
    return Row(field, tree.operator, _input(value))


def _like_row(field: str, pattern: str) -> Row | None:
    for operator in ("contains", "begins", "ends"):
        shape = SHAPES[operator]
        start, end = shape.split("{}")
        core = pattern[len(start) : len(pattern) - len(end)]
        text = plain(core) if core else None
        if text and shape.format(as_pattern(text)) == pattern:
            return Row(field, operator, text)
    return None


def _input(value: Single) -> str:
    """A value as a person types it into a field: text without quotes."""
    return value.value if isinstance(value, Text) else value_text(value)


def from_rows(lines: Sequence[Row | tuple[str, str, str | list[str]]], object_name: str) -> Tree:
    """The tree of the builder's rows; raises CriteriaError, whose position is the row's number."""
    joins = Joins(object_name, "t")
    parts: list[Tree] = []
    for number, line in enumerate(lines):
        try:
            part = _tree(Row(*line), joins)
            check(part, object_name)
        except CriteriaError as error:
            raise CriteriaError(error.message, number, error.suggestion, error.kind) from None
        parts.append(part)
    return all_of(parts) if parts else And(())


def _tree(row: Row, joins: Joins) -> Tree:
    path = Path(tuple(row.field.split(".")))
    field = joins.find(path).field
    if row.operator in ("is_empty", "is_not_empty"):
        return Comparison(path, "=" if row.operator == "is_empty" else "!=", Null())
    if row.operator in SHAPES:
        text = row.value if isinstance(row.value, str) else ""
        if not text:
            raise CriteriaError("There is nothing to look for.")
        pattern = SHAPES[row.operator].format(as_pattern(text))
        like = Comparison(path, "LIKE", Pattern(pattern))
        return Not(like) if row.operator == "not_contains" else like
    if row.operator in ("IN", "NOT IN", "INCLUDES", "EXCLUDES"):
        given = row.value if isinstance(row.value, list) else [row.value]
        values = tuple(_value(each, field) for each in given if each)
        if not values:
            raise CriteriaError("No value is chosen.")
        return Comparison(path, row.operator, InList(values))
    value = row.value if isinstance(row.value, str) else ", ".join(row.value)
    return Comparison(path, row.operator, _value(value, field))


def _value(typed: str, field: FieldDef) -> Single:
    """What a person typed, as a value of the field's kind."""
    kind = kind_of(field)
    if kind in ("text", "list", "id"):
        return Text(typed)
    typed = typed.strip().replace(",", "") if kind == "number" else typed.strip()
    if not typed:
        raise CriteriaError("A value is missing.")
    try:
        tree = parse(f"{field.name} = {typed}")
    except CriteriaError:
        tree = parse(f"{field.name} = {quote(typed)}")  # check then says what is wrong with it
    if not isinstance(tree, Comparison) or isinstance(tree.value, InList | Among):
        raise CriteriaError(f"“{typed}” is not one value.")
    return tree.value
