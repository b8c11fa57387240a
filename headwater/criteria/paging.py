"""The order of a query's rows, and how a page goes on behind the last row of the one before.

The key is always the last item of the order: no two rows share a place, so pages neither overlap
nor leave a gap, whatever is added or deleted between them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from headwater.criteria.conditions import Condition
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Found, Joins
from headwater.criteria.select import Order, Select

CASTS = {
    "datetime": "timestamptz", "date": "date", "boolean": "boolean", "int": "numeric",
    "double": "numeric", "currency": "numeric", "percent": "numeric",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the order as SQL; `value` is what is ordered, `cast` its type in PostgreSQL."""

    value: str
    cast: str
    is_descending: bool = False
    nulls: str = ""  # first, last, or '' where nothing can be null

    @property
    def sql(self) -> str:
        direction = "DESC" if self.is_descending else "ASC"
        return f"{self.value} {direction}" + (f" NULLS {self.nulls}" if self.nulls else "")


@dataclass(frozen=True, slots=True)
class Mark:
    """A column that tells a row's place in the order."""

    sql: str
    cast: str


def items(select: Select, joins: Joins) -> list[Item]:
    """What was asked for, then the key."""
    found = [each for order in select.order
             for each in item_of(order, joins.find(order.path, order.position))]  # fmt: skip
    return [*found, Item(joins.key, "bigint")]


def item_of(order: Order, found: Found) -> list[Item]:
    """The items of one word of ORDER BY."""
    nulls = "LAST" if order.nulls == "last" else "FIRST"
    down = order.is_descending
    if found.field.type in ("address", "multipicklist"):
        told = f"field '{found.field.name}' can not be sorted in a query call"
        message = f"{found.field.label} has no order."
        raise CriteriaError(message, order.position, kind="syntax", told=told)
    if found.keys:
        return [Item(key.sql, "bigint", down, nulls) for key in found.keys]
    if found.field.is_text:
        # '' is the empty text, which sorts as null; case does not count, as in Salesforce.
        return [Item(f"NULLIF(lower({found.sql}), '')", "text", down, nulls)]
    # Where nothing can be null the plain order finds the index.
    cast = CASTS.get(found.field.type, "text")
    return [Item(found.sql, cast, down, nulls if found.is_nullable else "")]


def marks(order: Sequence[Item]) -> tuple[Mark, ...]:
    """As text, which holds every value without loss and costs little to read."""
    return tuple(Mark(f"({item.value})::text", item.cast) for item in order)


def after(order: Sequence[Item], place: Sequence[Any]) -> Condition:
    """That a row comes behind the one with these marks."""
    if all(not (item.nulls or item.is_descending) for item in order):
        values = ", ".join(item.value for item in order)  # one stretch of an index, ties too
        marks = ", ".join(f"%s::{item.cast}" for item in order)
        return Condition(f"({values}) > ({marks})", tuple(place))
    (first, *others), (value, *rest) = order, place
    behind = _behind(first, value)
    if not others:
        return behind
    same = _same(first, value)
    further = after(others, rest)
    sql = f"({behind.sql} OR ({same.sql} AND {further.sql}))"
    params = (*behind.params, *same.params, *further.params)
    if not first.nulls:  # said once more so that an index serves
        sign = "<=" if first.is_descending else ">="
        sql = f"({first.value} {sign} %s::{first.cast} AND {sql})"
        params = (value, *params)
    return Condition(sql, params)


def _behind(item: Item, value: Any) -> Condition:
    if value is None:
        return Condition(f"{item.value} IS NOT NULL" if item.nulls == "FIRST" else "FALSE")
    sql = f"{item.value} {'<' if item.is_descending else '>'} %s::{item.cast}"
    return Condition(f"({sql} OR {item.value} IS NULL)" if item.nulls == "LAST" else sql, (value,))


def _same(item: Item, value: Any) -> Condition:
    if value is None:
        return Condition(f"{item.value} IS NULL")
    return Condition(f"{item.value} = %s::{item.cast}", (value,))


def slice_of(select: Select, batch: tuple[int, int] | None, *, is_behind: bool = False) -> str:
    """LIMIT and OFFSET of the query, narrowed to the batch.

    `is_behind`: the page goes on behind a row, so that what was before it is not counted off again.
    """
    limit, offset = select.limit, select.offset
    if batch:
        start, size = batch
        left = size if limit is None else max(limit - start, 0)
        limit, offset = min(size, left), 0 if is_behind else offset + start
    text = "" if limit is None else f" LIMIT {int(limit)}"
    return f"{text} OFFSET {int(offset)}" if offset else text
