"""One comparison as SQL, by the kind of its field.

Empty text is '', other empties are NULL, and behind a parent that is missing everything is NULL.
Every condition here may answer NULL for “no”; NOT takes care of it (`IS NOT TRUE`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from headwater.criteria.check import key_of, kind_of
from headwater.criteria.dates import Calendar
from headwater.criteria.paths import Found
from headwater.criteria.tree import (
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
)

LARGEST = 2**63
# The API shows times to the millisecond, so that is how finely they are told apart.
TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Edge:
    """A parameter that is known only when somebody asks: where a span of days begins or ends."""

    value: Date | DateLiteral
    is_end: bool
    is_moment: bool

    def at(self, calendar: Calendar) -> date | datetime:
        if isinstance(self.value, DateLiteral):
            span = calendar.moments if self.is_moment else calendar.days
            return span(self.value.name, self.value.n)[self.is_end]
        return calendar.midnight(self.value.value + timedelta(days=int(self.is_end)))


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL with %s for each parameter; an `Edge` among them waits for the calendar."""

    sql: str
    params: tuple[Any, ...] = ()


def condition(comparison: Comparison, found: Found) -> Condition:
    """The SQL of a comparison that has been checked."""
    operator, value = comparison.operator, comparison.value
    if operator in ("!=", "NOT IN", "EXCLUDES"):
        opposite = {"!=": "=", "NOT IN": "IN", "EXCLUDES": "INCLUDES"}[operator]
        if isinstance(value, Null) or value == Text(""):
            return _negated(_empty(found))
        same = condition(Comparison(comparison.field, opposite, value), found)
        return _negated(same)
    assert not isinstance(value, Among)  # a semi-join, which has its own SQL
    if isinstance(value, InList):
        return _among(operator, value, found)
    if operator == "=" and (isinstance(value, Null) or value == Text("")):
        return _empty(found)
    return BY_KIND[kind_of(found.field)](found, operator, value)


def _negated(same: Condition) -> Condition:
    return Condition(f"({same.sql}) IS NOT TRUE", same.params)


def _empty(found: Found) -> Condition:
    kind = kind_of(found.field)
    if kind == "id":
        return Condition("(" + " AND ".join(f"{key.sql} IS NULL" for key in found.keys) + ")")
    if kind in ("text", "list"):
        sql = f"COALESCE({found.sql}, '')" if found.is_nullable else found.sql
        return Condition(f"{sql} = ''")
    return Condition(f"{found.sql} IS NULL")


def _among(operator: str, listed: InList, found: Found) -> Condition:
    """Whether any of the values fits; many texts, numbers or ids become one array."""
    kind = kind_of(found.field)
    values = list(dict.fromkeys(listed.values))
    full = [each for each in values if not isinstance(each, Null) and each != Text("")]
    parts = [_empty(found)] if len(full) < len(values) else []
    if len(full) > 1 and kind in MANY and operator == "IN":
        parts += MANY[kind](found, full)
    else:
        sign = "=" if operator == "IN" else operator
        parts += [BY_KIND[kind](found, sign, each) for each in full]
    return _any(parts)


def _any(parts: Sequence[Condition]) -> Condition:
    if len(parts) == 1:
        return parts[0]
    params = tuple(param for part in parts for param in part.params)
    return Condition("(" + " OR ".join(part.sql for part in parts) + ")", params)


def _text(found: Found, operator: str, value: Single) -> Condition:
    assert isinstance(value, Text | Pattern)
    sql = f"lower({found.sql}) {operator} lower(%s)"
    # An empty text is null, and null is not smaller than anything nor like anything.
    is_greedy = operator in ("<", "<=") or (operator == "LIKE" and not value.value.strip("%"))
    if is_greedy:
        sql = f"({sql} AND {found.sql} <> '')"
    return Condition(sql, (value.value,))


def _texts(found: Found, values: Sequence[Single]) -> list[Condition]:
    """One constant array, so that it is hashed, finds an index, and lower() has the same say."""
    texts = [value.value for value in values if isinstance(value, Text)]
    separator = next(
        char for char in map(chr, range(0xE000, 0xF000)) if not any(char in t for t in texts)
    )
    sql = f"lower({found.sql}) = ANY (string_to_array(lower(%s), %s))"
    return [Condition(sql, (separator.join(texts), separator))]


def _list(found: Found, operator: str, value: Single) -> Condition:
    """A multi-select picklist keeps `a;b`: as a set it contains, or is, what is asked for."""
    assert isinstance(value, Text)
    wanted = ";".join(part.strip() for part in value.value.split(";"))
    held, asked = f"string_to_array(lower({found.sql}), ';')", "string_to_array(lower(%s), ';')"
    if operator == "INCLUDES":
        return Condition(f"{held} @> {asked}", (wanted,))
    return Condition(f"({held} @> {asked} AND {held} <@ {asked})", (wanted, wanted))


def _id(found: Found, operator: str, value: Single) -> Condition:
    assert isinstance(value, Text)
    name, key = key_of(value, found)
    columns = [each.sql for each in found.keys if name in (target.name for target in each.objects)]
    return _any([Condition(f"{sql} {operator} %s", (key,)) for sql in columns])


def _ids(found: Found, values: Sequence[Single]) -> list[Condition]:
    by_column: dict[str, list[int]] = {}
    for value in values:
        assert isinstance(value, Text)
        name, number = key_of(value, found)
        for key in found.keys:
            if name in (target.name for target in key.objects):
                by_column.setdefault(key.sql, []).append(number)
    return [Condition(f"{sql} = ANY (%s::bigint[])", (keys,)) for sql, keys in by_column.items()]


def _number(found: Found, operator: str, value: Single) -> Condition:
    return Condition(f"{found.sql} {operator} %s", (_amount(value),))


def _numbers(found: Found, values: Sequence[Single]) -> list[Condition]:
    amounts = [_amount(value) for value in values]
    if all(isinstance(each, int) and -LARGEST <= each < LARGEST for each in amounts):
        return [Condition(f"{found.sql} = ANY (%s::bigint[])", (amounts,))]
    numbers = [Decimal(each) for each in amounts]
    return [Condition(f"{found.sql} = ANY (%s::numeric[])", (numbers,))]


def _amount(value: Single) -> int | Decimal:
    """A whole number as int, so that an index on an integer column serves."""
    assert isinstance(value, Number | Currency)
    amount = value.value if isinstance(value, Number) else value.amount
    return int(amount) if amount == amount.to_integral_value() else amount


def _boolean(found: Found, operator: str, value: Single) -> Condition:
    assert isinstance(value, Bool)
    return Condition(f"{found.sql} {operator} {'true' if value.value else 'false'}")


def _date(found: Found, operator: str, value: Single) -> Condition:
    if isinstance(value, Date):
        return Condition(f"{found.sql} {operator} %s", (value.value,))
    assert isinstance(value, DateLiteral)
    return _within(found, operator, Edge(value, False, False), Edge(value, True, False))


def _moment(found: Found, operator: str, value: Single) -> Condition:
    if isinstance(value, DateTime):
        start = value.value.astimezone(UTC)
        return _within(found, operator, start, start + TICK)
    assert isinstance(value, Date | DateLiteral)
    return _within(found, operator, Edge(value, False, True), Edge(value, True, True))


def _within(found: Found, operator: str, start: Any, end: Any) -> Condition:
    """Compare with a half-open span: inside, before its start, or from its end on."""
    sql = found.sql
    if operator == "=":
        return Condition(f"({sql} >= %s AND {sql} < %s)", (start, end))
    sign, edge = {"<": ("<", start), ">=": (">=", start), "<=": ("<", end), ">": (">=", end)}[
        operator
    ]
    return Condition(f"{sql} {sign} %s", (edge,))


BY_KIND: dict[str, Callable[[Found, str, Single], Condition]] = {
    "text": _text,
    "list": _list,
    "id": _id,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _moment,
}
MANY: dict[str, Callable[[Found, Sequence[Single]], list[Condition]]] = {
    "text": _texts,
    "id": _ids,
    "number": _numbers,
}
