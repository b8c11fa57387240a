"""Whether a condition fits the catalog: its fields exist, its operators and values suit them."""

from collections.abc import Sequence
from datetime import UTC

from headwater.catalog import ids, objects
from headwater.catalog.fields import FieldDef
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Found, Joins
from headwater.criteria.print import value_text
from headwater.criteria.strings import is_pattern, quote, storable
from headwater.criteria.tree import (
    DEEPEST,
    Among,
    Bool,
    Comparison,
    Currency,
    Date,
    DateLiteral,
    DateTime,
    InList,
    Null,
    Number,
    Pattern,
    Single,
    Text,
    Tree,
    comparisons,
    depth,
)

EQUAL = ("=", "!=", "IN", "NOT IN")
ORDERED = ("<", "<=", ">", ">=")
OPERATORS = {
    "text": (*EQUAL, *ORDERED, "LIKE"),
    "list": (*EQUAL, "INCLUDES", "EXCLUDES"),
    "id": (*EQUAL, *ORDERED),
    "number": (*EQUAL, *ORDERED),
    "date": (*EQUAL, *ORDERED),
    "datetime": (*EQUAL, *ORDERED),
    "boolean": ("=", "!="),
}
VALUES: dict[str, tuple[type, ...]] = {
    "text": (Text, Null),
    "list": (Text, Null),
    "id": (Text, Null),
    "number": (Number, Currency, Null),
    "date": (Date, DateLiteral, Null),
    "datetime": (DateTime, Date, DateLiteral, Null),
    "boolean": (Bool, Null),
}
CALLED = {
    "text": "text", "list": "a multi-select picklist", "id": "an id", "number": "a number",
    "date": "a date", "datetime": "a date and time", "boolean": "a checkbox",
}  # fmt: skip
# Operators that need another one on this kind of field.
INSTEAD = {
    ("text", "INCLUDES"): "Use IN ('a', 'b').",
    ("text", "EXCLUDES"): "Use NOT IN ('a', 'b').",
    ("list", "LIKE"): "Use INCLUDES ('a').",
    ("boolean", "IN"): "Use = true.",
    ("boolean", "NOT IN"): "Use != true.",
}


def check(tree: Tree, object_name: str) -> None:
    """Refuse, with a CriteriaError, a condition that cannot be asked of this object."""
    if depth(tree) > DEEPEST:
        raise CriteriaError(f"The brackets are nested more than {DEEPEST} deep.", 0, kind="syntax")
    joins = Joins(object_name, "t")
    for comparison in comparisons(tree):
        fit(comparison, joins.find(comparison.field, comparison.position))


def kind_of(field: FieldDef) -> str:
    """What sort of value a field has, as far as comparing goes."""
    if field.type == "multipicklist":
        return "list"
    if field.type in ("id", "reference"):
        return "id"
    if field.is_text:
        return "text"
    return "number" if field.is_number else field.type


def fit(comparison: Comparison, found: Found) -> None:
    """Refuse a comparison whose operator or value does not suit the field."""
    field, operator, value = found.field, comparison.operator, comparison.value
    kind = kind_of(field)
    if kind not in OPERATORS:
        raise CriteriaError(
            f"{comparison.field} is made of several fields.", comparison.position,
            "Ask for one of its parts, such as City.", told="Address fields cannot be filtered",
        )  # fmt: skip
    if isinstance(value, Among):
        raise CriteriaError("Only whole queries have a query inside.", value.position)
    if operator not in OPERATORS[kind]:
        raise CriteriaError(
            f"{comparison.field} is {CALLED[kind]}, which {operator} cannot compare.",
            comparison.position,
            INSTEAD.get((kind, operator), f"It knows {' '.join(OPERATORS[kind])}."),
        )
    if isinstance(value, InList) != (operator in ("IN", "NOT IN", "INCLUDES", "EXCLUDES")):
        raise CriteriaError(
            f"{operator} does not go with this value.", comparison.position,
            "A list needs IN; a single value needs = or another sign.",
        )  # fmt: skip
    for single in value.values if isinstance(value, InList) else (value,):
        _fit_value(comparison, found, kind, single)


def _fit_value(comparison: Comparison, found: Found, kind: str, value: Single) -> None:
    operator = comparison.operator
    if operator == "LIKE":
        if not isinstance(value, Pattern):
            raise CriteriaError("LIKE needs text in quotes.", value.position, "Write LIKE '%x%'.")
        if not is_pattern(value.value):
            raise CriteriaError("This pattern has a stray backslash.", value.position)
    elif not isinstance(value, VALUES[kind]):
        raise _unsuitable(comparison, kind, value)
    if isinstance(value, Null) and operator not in EQUAL:
        raise CriteriaError(
            f"{operator} cannot compare with null.", value.position, "Use = null or != null."
        )
    if isinstance(value, Text | Pattern):
        storable(value.value, value.position)
    if kind == "id" and isinstance(value, Text) and value.value:
        key_of(value, found)


def _unsuitable(comparison: Comparison, kind: str, value: Single) -> CriteriaError:
    return CriteriaError(
        f"{comparison.field} is {CALLED[kind]}, and {_shown(value)} is not.",
        value.position,
        _hint(kind, value),
    )


def _shown(value: Single) -> str:
    text = value_text(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _hint(kind: str, value: Single) -> str:
    match kind:
        case "text" | "list" | "id":
            return f"Put it in quotes: {quote(value_text(value))}."
        case "boolean":
            return "Write true or false, without quotes."
        case "number":
            bare = value.value.replace(",", "").strip() if isinstance(value, Text) else ""
            is_number = (
                bare.lstrip("-").replace(".", "", 1).isascii()
                and bare.lstrip("-").replace(".", "", 1).isdigit()
            )
            return f"Write {bare} without quotes." if is_number else "Write digits, without quotes."
        case _:
            if isinstance(value, DateTime):
                return f"Write the day alone: {value.value.astimezone(UTC).date()}."
            return "Write 2024-01-31 or a date such as TODAY, without quotes."


def key_of(value: Text, found: Found) -> tuple[str, int]:
    """Object name and key that an id in text names; raises CriteriaError when it does not fit."""
    allowed = [target for key in found.keys for target in key.objects]
    wanted = _alternatives([target.label for target in allowed])
    try:
        prefix, key = ids.decode(value.value)
    except ids.MalformedId as error:
        raise CriteriaError(f"{_shown(value)} is no id. {error}", value.position) from None
    for target in allowed:
        if target.prefix == prefix:
            return target.name, key
    other = objects.by_prefix(prefix)
    what = (
        f"is the id of {_article(other.label)}"
        if other and prefix
        else "is not the id of a record here"
    )
    hint = f"{found.field.name} needs the id of {wanted}." if allowed else ""
    raise CriteriaError(f"{_shown(value)} {what}.", value.position, hint)


def _alternatives(labels: Sequence[str]) -> str:
    return " or ".join(_article(label) for label in labels)


def _article(label: str) -> str:
    return f"{'an' if label[:1] in 'AEIO' else 'a'} {label}"
