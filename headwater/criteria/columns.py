"""A SELECT as SQL, and what its columns mean, so that a caller only has to format rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from headwater.catalog import custom
from headwater.catalog.objects import UnknownName
from headwater.criteria import chosen, grouped, paging
from headwater.criteria.compile import compiled, filled
from headwater.criteria.dates import Calendar
from headwater.criteria.functions import Calls
from headwater.criteria.paging import Mark
from headwater.criteria.paths import Joins, Seen
from headwater.criteria.select import Column, Select, parse_query, parse_select
from headwater.criteria.tree import Path
from headwater.criteria.unknown import unknown_object
from headwater.criteria.values import SelectColumn, told

__all__ = ["CompiledSelect", "SelectColumn", "compile_select", "parse_query", "parse_select",
           "within"]  # fmt: skip


MOST_CHILDREN = 1_000_000_000

Clause = tuple[str, list[Any]]  # SQL and its parameters


@dataclass(frozen=True, slots=True)
class CompiledSelect:
    """`sql` gives the rows (for COUNT() one number); `count_sql` how many rows the query has.

    `marks` are columns behind the last one which tell the place of a row in the order: given back
    as `after` they make the query go on behind that row.
    """

    object_name: str
    sql: str
    params: list[Any]
    columns: tuple[SelectColumn, ...]
    count_sql: str
    count_params: list[Any] = field(default_factory=list)
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """What bounds a query from outside: `where` on the alias `t`, `batch` first row and number.

    `keys` adds the ids of the row and of its parents; `places` adds the marks, `after` holds those
    of a row before; `per` is a reference by whose value LIMIT counts (children of many parents).
    """

    where: tuple[str, Sequence[Any]] | None = None
    with_deleted: bool = False
    batch: tuple[int, int] | None = None
    keys: bool = False
    is_told: bool = False  # moments and numbers come as programs are told them
    places: bool = False
    after: Sequence[Any] | None = None
    per: str = ""
    most: int = 0  # rows of each parent at most


def compile_select(
    select: Select | str,
    *,
    calendar: Calendar,
    extra_where: tuple[str, Sequence[Any]] | None = None,
    with_deleted: bool = False,
    batch: tuple[int, int] | None = None,
    seen: Seen | None = None,
    within: Within | None = None,
) -> CompiledSelect:
    """The SQL of a query; `batch` (first row, number of rows) cuts a page out of its rows.

    `extra_where` is one more condition on the alias `t`, such as sharing (see `within`); `seen`
    gives the same for a parent that is joined, whose fields are then empty.
    """
    select = parse_query(select) if isinstance(select, str) else select
    bounds = within or Within(extra_where, with_deleted, batch)
    calls = Calls(calendar)
    try:
        joins = Joins(select.object_name, "t", seen, calls)
    except UnknownName as error:
        raise unknown_object(error, select.position) from None
    where, params = _where(select, joins, calendar, bounds)
    if select.is_count:
        return _counting(select, joins, where, params)
    if select.is_grouped:
        calls.may_sum = True
        having = _having(select, joins, calendar)
        return _grouped(select, joins, (where, params), having, bounds.batch)
    return _rows(select, joins, where, params, bounds)


def _from(joins: Joins, where: str) -> str:
    return f"FROM {joins.root.source} t {' '.join(joins.sql)} WHERE {where}"


def _counting(select: Select, joins: Joins, where: str, params: list[Any]) -> CompiledSelect:
    rows = f"SELECT 1 {_from(joins, where)}{paging.slice_of(select, None)}"
    count = f"SELECT count(*) FROM ({rows}) AS counted"  # noqa: S608  # names of the catalog alone
    params = joins.params + params
    return CompiledSelect(joins.root.name, count, params, (), count, params)


def _rows(
    select: Select, joins: Joins, where: str, params: list[Any], bounds: Within
) -> CompiledSelect:
    columns = _columns(select, joins, bounds)
    items = paging.items(select, joins)
    marks = paging.marks(items) if bounds.places or bounds.after is not None else ()
    before = joins.params
    wanted = [*(each.sql for each in columns), *(mark.sql for mark in marks)]
    counted = f"SELECT 1 {_from(joins, where)}{paging.slice_of(select, None)}"
    count = f"SELECT count(*) FROM ({counted}) AS counted"  # noqa: S608
    inside, more = where, list(params)
    if bounds.after is not None:
        behind = paging.after(items, bounds.after)
        inside, more = f"{where} AND {behind.sql}", [*params, *behind.params]
    order = ", ".join(item.sql for item in items)
    if bounds.per:
        sql = _per_parent(select, wanted, _from(joins, inside), order, bounds)
    else:
        cut = paging.slice_of(select, bounds.batch, is_behind=bounds.after is not None)
        sql = f"SELECT {', '.join(wanted)} {_from(joins, inside)} ORDER BY {order}{cut}"
    return CompiledSelect(
        joins.root.name, sql, before + more, columns, count, before + params, marks
    )


def _columns(select: Select, joins: Joins, bounds: Within) -> tuple[SelectColumn, ...]:
    own = _own_columns(
        joins.root.name, joins.table, select.columns, custom.edition(), with_keys=bounds.keys
    )
    columns = own or chosen.columns(select, joins, with_keys=bounds.keys)
    return tuple(told(column) for column in columns) if bounds.is_told else columns


@lru_cache(maxsize=512)
def _own_columns(
    object_name: str, table: str, columns: tuple[Any, ...], _edition: int, *, with_keys: bool
) -> tuple[SelectColumn, ...]:
    """Fields of the row's own table, found once for all queries; () where there are others."""
    if not all(isinstance(each, Column) and not each.value.functions for each in columns):
        return ()
    joins = Joins(object_name, table)
    found = chosen.columns(
        Select(columns=columns, object_name=object_name), joins, with_keys=with_keys
    )
    return () if joins.by_alias else found


def _per_parent(
    select: Select, wanted: Sequence[str], source: str, order: str, bounds: Within
) -> str:
    """The rows of every parent, each within the query's own LIMIT and the page.

    In front of each row stand its parent and how many rows that one has.
    """
    key = f't."{bounds.per}"'
    named = ", ".join(f"{sql} AS c{place}" for place, sql in enumerate(wanted))
    every = (
        f"SELECT {key} AS parent, count(*) OVER (PARTITION BY {key}) AS every,"
        f" row_number() OVER (PARTITION BY {key} ORDER BY {order}) AS place, {named} {source}"
    )
    limit = select.limit if select.limit is not None else MOST_CHILDREN
    last = select.offset + min(limit, bounds.most or MOST_CHILDREN)
    names = ", ".join(f"c{place}" for place in range(len(wanted)))
    return (
        f"SELECT parent, LEAST(every - {select.offset}, {limit})::int, {names} FROM ({every}) AS of"  # noqa: S608
        f" WHERE place > {select.offset} AND place <= {last} ORDER BY parent, place"
    )


def _having(select: Select, joins: Joins, calendar: Calendar) -> Clause:
    joins.is_summed = True
    found = compiled(select.having, joins)
    joins.is_summed = False
    return f" HAVING {found.sql}" if found.sql != "TRUE" else "", filled(found.params, calendar)


def _grouped(
    select: Select, joins: Joins, where: Clause, having: Clause, batch: tuple[int, int] | None
) -> CompiledSelect:
    found = grouped.parts(select, joins)
    order = f" ORDER BY {found.order}" if found.order else ""
    wanted = ", ".join(each.sql for each in found.columns)
    source = f"{_from(joins, where[0])}{found.group}{having[0]}"
    params = [*joins.params, *where[1], *having[1]]
    counted = f"SELECT 1 {source}{paging.slice_of(select, None)}"
    return CompiledSelect(
        joins.root.name,
        f"SELECT {wanted} {source}{order}{paging.slice_of(select, batch)}",
        params,
        found.columns,
        f"SELECT count(*) FROM ({counted}) AS counted",  # noqa: S608
        params,
    )


def within(queryset: QuerySet[Any], table: str = "t", column: str = "") -> tuple[str, list[Any]]:
    """The condition that a row (or what its `column` names) is among those of a queryset."""
    try:
        sql, params = queryset.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "FALSE", []
    key = column or queryset.model._meta.pk.column
    return f'"{table}"."{key}" IN ({sql})', list(params)


def _where(
    select: Select, joins: Joins, calendar: Calendar, bounds: Within
) -> tuple[str, list[Any]]:
    condition = compiled(select.where, joins)
    parts, params = [condition.sql], filled(condition.params, calendar)
    if "IsDeleted" in joins.root.fields and not bounds.with_deleted:
        parts.append(f"NOT {joins.find(Path(('IsDeleted',))).sql}")
    if bounds.where:
        parts.append(f"({bounds.where[0]})")
        params += bounds.where[1]
    return " AND ".join(parts), params
