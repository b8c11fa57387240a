"""The rows of a list as a sheet: its columns with their types, everything that it would show."""

from collections.abc import Callable, Iterator
from itertools import islice
from operator import itemgetter
from typing import Any

from django.http import Http404, QueryDict
from django.urls import get_resolver

from headwater.catalog import ids, objects
from headwater.catalog.objects import UnknownName
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.reporting.files.sheet import FileColumn, Sheet
from headwater.web.lists import kind as kinds_of_lists
from headwater.web.lists.columns import Column
from headwater.web.lists.kind import ListKind
from headwater.web.lists.rows import Asked

PORTION = 2_000  # rows read at once


def sheet_of(asked: Asked, title: str = "") -> Sheet:
    """The list's rows in its order; each with its 18-character id."""
    columns = [FileColumn("Id", "id")]
    columns += [FileColumn(each.name, _type(asked.kind, each)) for each in asked.columns]
    return Sheet(title or asked.kind.object_name, columns, _rows(asked), asked.user.time_zone)


def of_query(given: dict[str, Any], title: str, user: User) -> Sheet:
    """The same from the address of a list: its URL's name, and its parameters."""
    return sheet_of(_asked(given, user), title)


def title_of(given: dict[str, Any]) -> str:
    return _kind(given).title


def count_of(given: dict[str, Any], user: User) -> int:
    """How many rows it has."""
    return int(_asked(given, user).rows.order_by().count())


def _asked(given: dict[str, Any], user: User) -> Asked:
    return Asked(_kind(given), user, QueryDict(given.get("query", "")), organization().currency)


def _kind(given: dict[str, Any]) -> ListKind:
    if not kinds_of_lists.KNOWN:
        get_resolver().url_patterns  # noqa: B018 - a worker has not read the pages yet
    found = kinds_of_lists.KNOWN.get(given.get("list", ""))
    if found is None:
        raise Http404
    return found


def _rows(asked: Asked) -> Iterator[list[Any]]:
    if all(column.plain for column in asked.columns):
        return _plain_rows(asked)
    return _rows_of_records(asked)


def _plain_rows(asked: Asked) -> Iterator[list[Any]]:
    """Values as the database holds them, read by a cursor on the server: four times as fast."""
    names = list(dict.fromkeys(["pk", *(n for each in asked.columns for n in each.plain)]))
    makers = [_maker(column, names) for column in asked.columns]
    prefix, adds = objects.get(asked.kind.object_name).prefix, [c.adds for c in asked.columns]
    found = asked.joined.annotate(**dict(filter(None, adds))).values_list(*names)
    rows = found.iterator(chunk_size=PORTION)
    while portion := list(islice(rows, PORTION)):
        with moment():
            told = [[ids.encode(prefix, row[0]), *(make(row) for make in makers)]
                    for row in portion]  # fmt: skip
        yield from told


def _maker(column: Column, names: list[str]) -> Callable[[Any], Any]:
    """What a row that was read holds in a column."""
    take: Callable[[Any], Any] = itemgetter(*(names.index(name) for name in column.plain))
    told = column.told
    if told is None:
        return take
    is_one = len(column.plain) == 1
    return (lambda row: told(take(row))) if is_one else (lambda row: told(*take(row)))


def _rows_of_records(asked: Asked) -> Iterator[list[Any]]:
    values: list[Callable[[Any], Any]] = [column.export or _drawn(column) for column in
                                          asked.columns]  # fmt: skip
    rows = asked.joined.iterator(chunk_size=PORTION)
    while portion := list(islice(rows, PORTION)):
        if asked.kind.extras:
            asked.kind.extras(portion, asked.user)
        for record in portion:
            yield [record.sf_id, *(value(record) for value in values)]


def _drawn(column: Column) -> Callable[[Any], Any]:
    return lambda record: column.draw(record).value


def _type(kind: ListKind, column: Column) -> str:
    """What a field of the object holds; everything else is told as text."""
    if column.name in kind.computed or "." in column.name:
        return "string"
    try:
        return objects.get(kind.object_name).field(column.name).type
    except UnknownName:
        return "string"
