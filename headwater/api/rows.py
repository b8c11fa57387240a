"""Rows of a compiled SELECT as Salesforce's records: attributes, nested parents, typed values.

A page is made column by column: two thousand rows cost one pass over each column, and no object
of a model.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection

from headwater.api import addresses
from headwater.api.written import reader_of
from headwater.catalog import objects
from headwater.catalog.objects import ObjectDef
from headwater.criteria.columns import CompiledSelect, Within
from headwater.criteria.select import Column, Order, Select
from headwater.criteria.tree import Comparison, InList, Path, Text
from headwater.criteria.values import SelectColumn
from headwater.database import statements
from headwater.people.models import User
from headwater.records import soql

# Who a polymorphic parent is; Salesforce calls all of these Name.
POLYMORPHIC = frozenset({"Owner", "Who", "What", "Record"})
# Objects that no client asks for by this name.
INTERNAL = frozenset({"Owner", "Clock", "Submission"})
AGGREGATE = {"attributes": {"type": "AggregateResult"}}
KEYED = Within(keys=True, is_told=True)

Record = dict[str, Any]
Values = Sequence[Sequence[Any]]


@dataclass(slots=True)
class Node:
    """A record or one of its parents: where its id and its values stand among the columns."""

    name: str = ""
    key: int = -1
    entries: dict[str, "Node | list[Entry]"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One value; with `kinds` only for parents that are one of these (TYPEOF), or are none."""

    place: int
    kinds: tuple[str, ...] = ()
    is_otherwise: bool = False


def kind_of(name: str) -> ObjectDef:
    """The object of this name, in any case; raises UnknownName."""
    found = objects.get(name)
    if found.name in INTERNAL:
        raise objects.UnknownName("object", name, objects.all_names())
    return found


def asked(select: Select, user: User, version: str) -> list[Record]:
    """The records of a query that `user` may see; raises CriteriaError."""
    return fetch(soql.compiled(select, user, KEYED), version)


def fetch(found: CompiledSelect, version: str) -> list[Record]:
    """The records of a query that was compiled with its keys."""
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.params)
        return records(found, version, cursor.fetchall())


def summed(found: CompiledSelect, raw: Sequence[Sequence[Any]]) -> list[Record]:
    """The rows of a query with groups."""
    names = [column.path[0] for column in found.columns]
    values = _values(found.columns, raw)
    return [
        AGGREGATE | dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)
    ]  # fmt: skip


def records(found: CompiledSelect, version: str, raw: Sequence[Sequence[Any]]) -> list[Record]:
    """Each row as a record; columns behind those of the query are left out."""
    if not raw:
        return []
    root = _tree(found.columns)
    values = _values(found.columns, raw)
    made = _made(root, values, addresses.data(version), found.object_name)
    return [record for record in made if record is not None]


def _values(columns: Sequence[SelectColumn], raw: Sequence[Sequence[Any]]) -> list[list[Any]]:
    """What each column's raw values mean, column by column."""
    by_column = list(zip(*raw, strict=True))
    return [
        reader_of(column)(values) for column, values in zip(columns, by_column, strict=False)
    ] if by_column else [[] for _ in columns]  # fmt: skip


def _tree(columns: Sequence[SelectColumn]) -> Node:
    root = Node()
    for place, column in enumerate(columns):
        node = root
        for step in column.path[:-1]:
            inner = node.entries.setdefault(step, Node(step))
            assert isinstance(inner, Node)
            node = inner
        name = column.path[-1]
        if name == "Id" and not (column.kinds or column.writing):
            node.key = place
        if not column.is_hidden:
            entry = Entry(place, column.kinds, column.is_otherwise)
            entries = node.entries.setdefault(name, [])
            assert isinstance(entries, list)
            entries.append(entry)
    return root


def _made(node: Node, values: Values, here: str, object_name: str = "") -> list[Record | None]:
    """The records of one node, None where there is none."""
    keys = values[node.key]
    kinds = [object_name] * len(keys) if object_name else [_kind(key) for key in keys]
    entries = [each for inner in node.entries.values() if isinstance(inner, list) for each in inner]
    has_kinds = any(each.kinds for each in entries)
    is_name = not object_name and node.name in POLYMORPHIC and not has_kinds
    attributes = [
        {"type": "Name" if is_name else kind, "url": f"{here}/sobjects/{kind}/{key}"}
        for kind, key in zip(kinds, keys, strict=True)
    ]
    columns: list[Sequence[Any]] = [attributes]
    for inner in node.entries.values():
        columns.append(
            _made(inner, values, here) if isinstance(inner, Node) else values[inner[0].place]
        )
    names = ("attributes", *node.entries)
    made = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    if has_kinds:
        made = [_of_kind(node, kind, record, values, row)
                for row, (kind, record) in enumerate(zip(kinds, made, strict=True))]  # fmt: skip
    if object_name:
        return list(made)
    return [record if key else None for key, record in zip(keys, made, strict=True)]


def _of_kind(node: Node, kind: str, record: Record, values: Values, row: int) -> Record:
    """Of what was asked for several kinds of parents, that which was asked for this one."""
    found = {"attributes": record["attributes"]}
    for name, entries in node.entries.items():
        if isinstance(entries, Node):
            found[name] = record[name]
            continue
        for each in entries:
            if not each.kinds or (kind in each.kinds) != each.is_otherwise:
                found[name] = values[each.place][row]
    return found


def _kind(key: str | None) -> str:
    found = objects.by_prefix(key[:3]) if key else None
    return found.name if found else ""


def one(
    kind: ObjectDef, record_id: str, user: User, version: str, names: Sequence[str] | None = None
) -> Record | None:
    """One record with these fields (all, where none are named), if `user` may see it."""
    wanted = names or [*kind.fields, *kind.compounds]
    select = Select(
        columns=_named(tuple(wanted)),
        object_name=kind.name,
        where=Comparison(Path(("Id",)), "=", Text(record_id)),
    )
    compiled = soql.compiled(select, user, KEYED)
    raw = statements.run(compiled.sql, compiled.params)
    found = records(compiled, version, raw)
    return found[0] if found else None


@lru_cache(maxsize=256)
def _named(names: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(Path(tuple(name.split(".")))) for name in names)


def some(
    kind: ObjectDef, record_ids: Sequence[str], user: User, version: str, names: Sequence[str]
) -> dict[str, Record]:
    """Id with 18 characters → record, of those that `user` may see; raises CriteriaError."""
    shown = {name.lower(): name for name in [*names, "Id"]}.values()
    select = Select(
        columns=tuple(Column(Path(tuple(name.split(".")))) for name in shown),
        object_name=kind.name,
        where=Comparison(Path(("Id",)), "IN", InList(tuple(Text(each) for each in record_ids))),
    )
    return {record["Id"]: record for record in asked(select, user, version)}


def newest(
    kind: ObjectDef, user: User, version: str, names: Sequence[str], count: int
) -> list[Record]:
    """The records made last."""
    select = Select(
        columns=tuple(Column(Path((name,))) for name in names),
        object_name=kind.name,
        order=(Order(Path(("Id",)), is_descending=True),),
        limit=count,
    )
    return fetch(soql.compiled(select, user, KEYED), version)
