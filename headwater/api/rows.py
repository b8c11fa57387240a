"""Rows of a compiled SELECT as Salesforce's records: attributes, nested parents, typed values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, models
from django.utils import timezone

from headwater.api import addresses
from headwater.api.answers import WRITERS
from headwater.catalog import objects
from headwater.catalog.objects import ObjectDef
from headwater.criteria.columns import CompiledSelect, SelectColumn, compile_select, within
from headwater.criteria.dates import Calendar
from headwater.criteria.paths import Seen
from headwater.criteria.select import Column, Order, Select
from headwater.criteria.tree import Comparison, Path, Text
from headwater.people.models import User
from headwater.records.sharing import EVERYTHING, visible

# Who a polymorphic parent is; Salesforce calls all of these Name.
POLYMORPHIC = frozenset({"Owner", "Who", "What", "Record"})
# Objects that no client asks for by this name.
INTERNAL = frozenset({"Owner", "Clock", "Submission"})

Condition = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a row becomes a record. `hidden` columns at the end were added for the parents' ids."""

    object_name: str
    version: str
    columns: tuple[SelectColumn, ...]
    shown: int
    writers: tuple[Callable[[Any], Any] | None, ...]
    key_at: dict[tuple[str, ...], int]


def kind_of(name: str) -> ObjectDef:
    """The object of this name, in any case; raises UnknownName."""
    found = objects.get(name)
    if found.name in INTERNAL:
        raise objects.UnknownName("object", name, objects.all_names())
    return found


def compiled(select: Select, user: User, **options: Any) -> CompiledSelect:
    """The SQL of a query within what `user` may see; raises CriteriaError."""

    def seen(model: type[models.Model], table: str) -> Condition | None:
        condition = visible(model, user)
        rows = model._default_manager.filter(condition)
        return None if condition == EVERYTHING else within(rows, table)

    return compile_select(
        select,
        calendar=Calendar(timezone.now(), user.time_zone),
        extra_where=_on_itself(select, seen),
        seen=seen,
        **options,
    )


def _on_itself(select: Select, seen: Seen) -> Condition | None:
    """Sharing of the rows; None for an object that is not there, which compiling tells."""
    try:
        return seen(kind_of(select.object_name).model, "t")
    except objects.UnknownName:
        return None


def with_parents(select: Select) -> tuple[Select, int]:
    """The query with the ids of itself and of every parent that it names; and how many were asked.

    The id tells an empty parent from one whose fields are empty, and gives both their addresses.
    """
    asked = [column.path.parts for column in select.columns if not column.function]
    if len(asked) < len(select.columns):
        return select, -1  # FIELDS(…) names no parents, and has the id
    named = {tuple(part.lower() for part in parts) for parts in asked}
    added = []
    for parents in dict.fromkeys(parts[:length] for parts in asked for length in range(len(parts))):
        key = (*parents, "Id")
        if tuple(part.lower() for part in key) not in named:
            added.append(Column(Path(key)))
            named.add(tuple(part.lower() for part in key))
    return replace(select, columns=(*select.columns, *added)), len(asked)


def shape_of(found: CompiledSelect, version: str, shown: int) -> Shape:
    """How the rows of this query are written."""
    columns = found.columns
    return Shape(
        object_name=found.object_name,
        version=version,
        columns=columns,
        shown=len(columns) if shown < 0 else shown,
        writers=tuple(WRITERS.get(column.field.type) for column in columns),
        key_at={
            tuple(part.lower() for part in column.path[:-1]): place
            for place, column in enumerate(columns) if column.path[-1] == "Id"
        },
    )  # fmt: skip


def fetch(found: CompiledSelect, version: str, shown: int = -1) -> list[dict[str, Any]]:
    """The records of a query."""
    shape = shape_of(found, version, shown)
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.params)
        return list(records(shape, cursor.fetchall()))


def records(shape: Shape, rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Each row as a record."""
    for row in rows:
        values = [
            column.read(raw) if writer is None or raw is None else writer(raw)
            for column, writer, raw in zip(shape.columns, shape.writers, row, strict=True)
        ]
        record: dict[str, Any] = {"attributes": _attributes(shape, (), values)}
        for column, value in zip(shape.columns[: shape.shown], values, strict=False):
            _put(shape, record, column.path, value, values)
        yield record


def _put(
    shape: Shape, record: dict[str, Any], path: tuple[str, ...], value: Any, values: list[Any]
) -> None:
    """Set `Owner.Name` inside the parent's record; a parent that is not there is null."""
    inside = record
    for length, step in enumerate(path[:-1], start=1):
        if step not in inside:
            parents = path[:length]
            is_there = values[shape.key_at[tuple(part.lower() for part in parents)]] is not None
            inside[step] = {"attributes": _attributes(shape, parents, values)} if is_there else None
        if inside[step] is None:
            return
        inside = inside[step]
    inside[path[-1]] = value


def _attributes(shape: Shape, parents: tuple[str, ...], values: list[Any]) -> dict[str, str]:
    key = values[shape.key_at[tuple(part.lower() for part in parents)]]
    kind = objects.by_prefix(key[:3])
    name = kind.name if kind else shape.object_name
    shown = "Name" if parents and parents[-1] in POLYMORPHIC else name
    return {"type": shown, "url": addresses.record(shape.version, name, key)}


def one(
    kind: ObjectDef, record_id: str, user: User, version: str, names: Sequence[str] | None = None
) -> dict[str, Any] | None:
    """One record with these fields (all, where none are named), if `user` may see it."""
    wanted = names or list(kind.fields)
    select = Select(
        columns=tuple(Column(Path(tuple(name.split(".")))) for name in wanted),
        object_name=kind.name,
        where=Comparison(Path(("Id",)), "=", Text(record_id)),
    )
    whole, shown = with_parents(select)
    found = fetch(compiled(whole, user), version, shown)
    return found[0] if found else None


def newest(
    kind: ObjectDef, user: User, version: str, names: Sequence[str], count: int
) -> list[dict[str, Any]]:
    """The records made last."""
    select = Select(
        columns=tuple(Column(Path((name,))) for name in names),
        object_name=kind.name,
        order=(Order(Path(("Id",)), is_descending=True),),
        limit=count,
    )
    return fetch(compiled(select, user), version)
