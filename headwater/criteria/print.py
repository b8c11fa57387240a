"""A tree as canonical text, which parses back to the same tree."""

from datetime import UTC
from decimal import Decimal

from headwater.criteria.select import Select
from headwater.criteria.strings import quote
from headwater.criteria.tree import (
    EVERYTHING,
    Among,
    And,
    Bool,
    Comparison,
    Currency,
    Date,
    DateLiteral,
    DateTime,
    InList,
    Not,
    Null,
    Number,
    Or,
    Pattern,
    Text,
    Tree,
    Value,
)


def text_of(tree: Tree) -> str:
    """The condition as SOQL; '' for the condition that everything meets."""
    if isinstance(tree, Comparison):
        return f"{tree.field} {tree.operator} {value_text(tree.value)}"
    if isinstance(tree, Not):
        return f"NOT {_part(tree.part)}"
    word = " OR " if isinstance(tree, Or) else " AND "
    return word.join(_part(part) for part in tree.parts)


def _part(tree: Tree) -> str:
    return f"({text_of(tree)})" if isinstance(tree, And | Or) else text_of(tree)


def value_text(value: Value) -> str:  # noqa: PLR0911
    """A value as it is written in a condition."""
    match value:
        case InList(values):
            return f"({', '.join(value_text(each) for each in values)})"
        case Among(select):
            return f"({query_text(select)})"
        case Text(text):
            return quote(text)
        case Pattern(pattern):
            return quote(pattern, is_pattern=True)
        case Null():
            return "null"
        case Bool(truth):
            return "true" if truth else "false"
        case Number(number):
            return number_text(number)
        case Currency(code, amount):
            return code + number_text(amount)
        case _:
            return date_text(value)


def query_text(select: Select) -> str:
    """A query without groups, as it stands behind IN."""
    columns = ", ".join(str(each.value) for each in select.fields)
    where = f" WHERE {text_of(select.where)}" if select.where != EVERYTHING else ""
    return f"SELECT {columns} FROM {select.object_name}{where}"  # noqa: S608  # SOQL, no SQL


def number_text(number: Decimal) -> str:
    """A number without exponent and without idle zeros: `1E+2` is 100, `1.50` is 1.5."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def date_text(value: Date | DateTime | DateLiteral) -> str:
    """A date, a moment (in UTC), or a span told from now."""
    if isinstance(value, Date):
        return value.value.isoformat()
    if isinstance(value, DateTime):
        moment = value.value.astimezone(UTC).replace(tzinfo=None)
        return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds") + "Z"
    return value.name if value.n is None else f"{value.name}:{value.n}"
