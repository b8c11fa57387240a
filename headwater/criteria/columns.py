"""A SELECT as SQL, and what its columns mean, so that a caller only has to format rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

from headwater.catalog import ids, objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import UnknownName
from headwater.criteria.compile import compiled, filled
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Found, Joins, Key, Seen
from headwater.criteria.select import Column, Order, Select, parse_select
from headwater.criteria.tree import Path

__all__ = ["CompiledSelect", "SelectColumn", "compile_select", "parse_select", "within"]


@dataclass(frozen=True, slots=True)
class SelectColumn:
    """One selected field. `path` has the catalog's spelling: `("Owner", "Name")`."""

    path: tuple[str, ...]
    field: FieldDef
    prefix: str = ""
    is_mixed: bool = False  # a reference to several objects comes as `prefix:key`

    def read(self, raw: Any) -> Any:
        """What the column's raw value means: 18-character ids, None for every empty."""
        if raw is None or raw == "":
            return None
        if self.is_mixed:
            prefix, _, key = raw.partition(":")
            return ids.encode(prefix, int(key))
        return ids.encode(self.prefix, int(raw)) if self.prefix else raw


@dataclass(frozen=True, slots=True)
class CompiledSelect:
    """`sql` gives the rows (for COUNT() one number); `count_sql` how many rows the query has."""

    object_name: str
    sql: str
    params: list[Any]
    columns: tuple[SelectColumn, ...]
    count_sql: str
    count_params: list[Any] = field(default_factory=list)


def compile_select(
    select: Select | str,
    *,
    calendar: Calendar,
    extra_where: tuple[str, Sequence[Any]] | None = None,
    with_deleted: bool = False,
    batch: tuple[int, int] | None = None,
    seen: Seen | None = None,
) -> CompiledSelect:
    """The SQL of a query; `batch` (first row, number of rows) cuts a page out of its rows.

    `extra_where` is one more condition on the alias `t`, such as sharing (see `within`); `seen`
    gives the same for a parent that is joined, whose fields are then empty.
    """
    select = parse_select(select) if isinstance(select, str) else select
    joins = _joins(select, seen)
    columns = [] if select.is_count else _columns(select, joins)
    where, params = _where(select, joins, calendar, extra_where, with_deleted)
    order = "" if select.is_count else " ORDER BY " + _order(select, joins)
    params = joins.params + params
    source = f'FROM "{joins.root.table}" t {" ".join(joins.sql)} WHERE {where}'
    # Names come from the catalog alone, values are parameters.
    count = f"SELECT count(*) FROM (SELECT 1 {source}{_slice(select, None)}) AS counted"  # noqa: S608
    wanted = ", ".join(sql for sql, _ in columns)
    rows = count if select.is_count else f"SELECT {wanted} {source}{order}{_slice(select, batch)}"
    meanings = tuple(column for _, column in columns)
    return CompiledSelect(joins.root.name, rows, params, meanings, count, params)


def within(queryset: QuerySet[Any], table: str = "t") -> tuple[str, list[Any]]:
    """The condition that a row is among those of a queryset, as an `extra_where`."""
    try:
        sql, params = queryset.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "FALSE", []
    key = queryset.model._meta.pk.column
    return f'"{table}"."{key}" IN ({sql})', list(params)


def _joins(select: Select, seen: Seen | None) -> Joins:
    try:
        return Joins(select.object_name, "t", seen)
    except UnknownName as error:
        names = error.suggestions
        hint = f"Did you mean {' or '.join(names)}?" if names else ""
        what = f"There is no object “{select.object_name}”."
        raise CriteriaError(what, select.position, hint, "object") from None


def _where(
    select: Select,
    joins: Joins,
    calendar: Calendar,
    extra_where: tuple[str, Sequence[Any]] | None,
    with_deleted: bool,
) -> tuple[str, list[Any]]:
    condition = compiled(select.where, joins)
    parts, params = [condition.sql], filled(condition.params, calendar)
    if "IsDeleted" in joins.root.fields and not with_deleted:
        parts.append(f"NOT {joins.find(Path(('IsDeleted',))).sql}")
    if extra_where:
        parts.append(f"({extra_where[0]})")
        params += extra_where[1]
    return " AND ".join(parts), params


def _columns(select: Select, joins: Joins) -> list[tuple[str, SelectColumn]]:
    columns: list[tuple[str, SelectColumn]] = []
    for column in select.columns:
        for path in _paths(column, joins):
            columns.append(_column(path, column.position, joins))
    names = [meaning.path for _, meaning in columns]
    twice = next((path for path in names if names.count(path) > 1), None)
    if twice:
        raise CriteriaError(f"{'.'.join(twice)} is selected twice.", select.columns[0].position)
    return columns


def _paths(column: Column, joins: Joins) -> list[Path]:
    if column.function != "FIELDS":
        return [column.path]
    which = str(column.path).upper()
    if which not in ("ALL", "STANDARD", "CUSTOM"):
        raise CriteriaError(
            "FIELDS() takes ALL, STANDARD or CUSTOM.", column.position, kind="syntax"
        )
    fields = joins.root.fields.values()
    return [Path((each.name,)) for each in fields if which in ("ALL", _group(each))]


def _group(field: FieldDef) -> str:
    return "CUSTOM" if field.is_custom else "STANDARD"


def _column(path: Path, position: int, joins: Joins) -> tuple[str, SelectColumn]:
    found = joins.find(path, position)
    spelled = (*_spelled(path, joins), found.field.name)
    if not found.keys:
        return found.sql, SelectColumn(spelled, found.field)
    targets = [target for key in found.keys for target in key.objects]
    if len(targets) > 1:
        return _mixed(found.keys, joins), SelectColumn(spelled, found.field, is_mixed=True)
    prefix = targets[0].prefix if targets else ""
    return found.keys[0].sql, SelectColumn(spelled, found.field, prefix)


def _mixed(keys: Sequence[Key], joins: Joins) -> str:
    """`prefix:key` of whichever key is set; an owner's prefix follows from its kind."""
    cases = []
    for key in keys:
        prefix = f"'{key.objects[0].prefix}'"
        if len(key.objects) > 1:
            user, queue = key.objects
            kind = joins.kind_of_owner(key)
            prefix = f"CASE {kind} WHEN 'User' THEN '{user.prefix}' ELSE '{queue.prefix}' END"
        cases.append(f"WHEN {key.sql} IS NOT NULL THEN ({prefix}) || ':' || {key.sql}")
    return f"(CASE {' '.join(cases)} END)"


def _spelled(path: Path, joins: Joins) -> tuple[str, ...]:
    """The parents of a path as the catalog writes them, whatever case the query used."""
    spelled: list[str] = []
    owners = [joins.root]
    for step in path.parts[:-1]:
        reference = next(field for owner in owners for field in _parents(owner) if
                         field.relationship.lower() == step.lower())  # fmt: skip
        spelled.append(reference.relationship)
        owners = [objects.get(target.object_name) for target in reference.targets]
        if owners[0].name == "Owner":
            owners.append(objects.get("User"))
    return tuple(spelled)


def _parents(owner: objects.ObjectDef) -> list[FieldDef]:
    return [field for field in owner.fields.values() if field.relationship]


def _order(select: Select, joins: Joins) -> str:
    """What was asked for, then the key: pages of one query never overlap."""
    items = [_order_item(item, joins.find(item.path, item.position)) for item in select.order]
    return ", ".join([*items, joins.key])


def _order_item(item: Order, found: Found) -> str:
    direction = "DESC" if item.is_descending else "ASC"
    nulls = "LAST" if item.nulls == "last" else "FIRST"
    if found.keys:
        return ", ".join(f"{key.sql} {direction} NULLS {nulls}" for key in found.keys)
    if found.field.is_text:
        # '' is the empty text, which sorts as null; case does not count, as in Salesforce.
        return f"NULLIF(lower({found.sql}), '') {direction} NULLS {nulls}"
    # Where nothing can be null the plain order finds the index.
    return f"{found.sql} {direction}" + (f" NULLS {nulls}" if found.is_nullable else "")


def _slice(select: Select, batch: tuple[int, int] | None) -> str:
    """LIMIT and OFFSET of the query, narrowed to the batch."""
    limit, offset = select.limit, select.offset
    if batch:
        start, size = batch
        left = size if limit is None else max(limit - start, 0)
        limit, offset = min(size, left), offset + start
    text = "" if limit is None else f" LIMIT {int(limit)}"
    return f"{text} OFFSET {int(offset)}" if offset else text
