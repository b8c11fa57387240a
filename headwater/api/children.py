"""Queries inside a SELECT: what hangs on each record of a page, one statement for all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.db import connection

from headwater.api import rows
from headwater.catalog import children, ids, objects
from headwater.catalog.children import Child
from headwater.catalog.objects import UnknownName
from headwater.criteria.columns import CompiledSelect, Within
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import Select
from headwater.criteria.tree import Comparison, Path, Text, all_of
from headwater.criteria.unknown import unknown_relationship
from headwater.people.models import User
from headwater.records import soql

MOST = 20  # queries inside one SELECT


@dataclass(frozen=True, slots=True)
class Asked:
    """How a page was asked for: by whom, in which version, and how long its lists may be."""

    by: User
    version: str
    with_deleted: bool
    size: int


Left = tuple[int, int, dict[str, Any]]  # number of the query, key of the parent, its list


def put_in(
    select: Select,
    found: CompiledSelect,
    raw: Sequence[Sequence[Any]],
    records: Sequence[rows.Record],
    asked: Asked,
) -> list[Left]:
    """Add to each record what hangs on it: a list, null where nothing does.

    Returns the lists that are longer than a page; their `place` is that of the last one told.
    """
    if len(select.children) > MOST:
        message = f"A query has at most {MOST} queries inside."
        raise CriteriaError(message, select.position, kind="syntax")
    left: list[Left] = []
    for number, each in enumerate(select.children):
        child = _child(found.object_name, each.select)
        lists = _lists(child, each.select, [row[_key_at(found)] for row in raw], asked)
        for record, row in zip(records, raw, strict=True):
            told = lists.get(row[_key_at(found)])
            record[child.name] = told
            if told and not told["done"]:
                left.append((number, row[_key_at(found)], told))
    return left


def as_query(select: Select, number: int, key: int) -> Select:
    """What one parent's list is made of, as a query of its own."""
    parent, asked = objects.get(select.object_name), select.children[number].select
    child = _child(parent.name, asked)
    here = Comparison(Path((child.field.name,)), "=", Text(ids.encode(parent.prefix, key)))
    return replace(asked, object_name=child.kind.name, where=all_of([asked.where, here]))


def named(select: Select, asked: Select) -> tuple[Select, str]:
    """A query inside with the object it asks in place of the relationship, and the latter."""
    child = _child(objects.get(select.object_name).name, asked)
    return replace(asked, object_name=child.kind.name), child.name


def _key_at(found: CompiledSelect) -> int:
    return next(place for place, column in enumerate(found.columns) if column.path == ("Id",))


def _child(parent: str, asked: Select) -> Child:
    try:
        return children.find(parent, asked.object_name)
    except UnknownName as error:
        raise unknown_relationship(error, asked.position) from None


def _lists(
    child: Child, asked: Select, keys: Sequence[int], how: Asked
) -> dict[int, dict[str, Any]]:
    """Parent → its list, of at most a page."""
    select = replace(asked, object_name=child.kind.name)
    of_page = f'"t"."{child.column}" = ANY (%s::bigint[])', [list(keys)]
    bounds = Within(
        where=of_page, with_deleted=how.with_deleted, keys=True, is_told=True, places=True,
        per=child.column, most=how.size,
    )  # fmt: skip
    found = soql.compiled(select, how.by, bounds)
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.params)
        raw = cursor.fetchall()
    made = rows.records(found, how.version, [row[2:] for row in raw])
    return dict(_grouped(raw, made, found))


def _grouped(
    raw: Sequence[Sequence[Any]], made: Sequence[rows.Record], found: CompiledSelect
) -> Iterator[tuple[int, dict[str, Any]]]:
    pairs = zip(raw, made, strict=True)
    for parent, some in groupby(pairs, key=lambda pair: pair[0][0]):
        each = list(some)
        last = each[-1][0]
        total = last[1]
        told: dict[str, Any] = {
            "totalSize": total, "done": total == len(each), "records": [one for _, one in each],
        }  # fmt: skip
        if not told["done"]:
            told["place"] = last[2 + len(found.columns) :]
        yield parent, told
