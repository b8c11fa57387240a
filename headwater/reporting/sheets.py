"""The answer of a report as a sheet: its records read by a cursor on the server, or its summary."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import connection

from headwater.catalog import ids
from headwater.people.models import User
from headwater.reporting import running
from headwater.reporting.files.sheet import FileColumn, Sheet
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.rows_asked import Value
from headwater.reporting.spec import Spec
from headwater.reporting.table import table

PORTION = 2_000  # rows fetched at once


def sheet(spec: Spec, title: str, user: User) -> Sheet:
    """Everything that the report shows this person; raises CriteriaError and TooMuch."""
    return _summary(spec, title, user) if spec.is_grouped else _records(spec, title, user)


def _records(spec: Spec, title: str, user: User) -> Sheet:
    """Each record with its 18-character id, then the columns."""
    kind = kind_of(spec.kind)
    names, asked = running.query(spec, user)
    fields = [kind.field(name) for name in names]
    columns = [FileColumn("Id", "id")]
    columns += [
        FileColumn(kind.label_of(name), field.type)
        for name, field in zip(names, fields, strict=True)
    ]
    prefixes = [part.object.prefix for part in kind.parts]
    keys = [place for place, field in enumerate(fields, start=1) if field.type == "id"]

    def rows() -> Iterator[list[Any]]:
        for place, key, *values in fetched(asked):
            row = [ids.encode(prefixes[place], key), *values]
            for at in keys:
                row[at] = row[0]
            yield row

    return Sheet(title, columns, rows(), user.time_zone)


def fetched(asked: Value) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement through a cursor on the server: memory holds one portion."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(asked.sql, list(asked.params))
        while portion := cursor.fetchmany(PORTION):
            yield from portion


def _summary(spec: Spec, title: str, user: User) -> Sheet:
    """One line for each row of the table; the columns as on the page, totals last."""
    found = table(running.grouped(spec, user), most_rows=running.MOST_CELLS, most_across=500)
    columns = [FileColumn(found.row_label, "string")]
    for head, measure in found.columns:
        words = [head.words] if head else []
        words += [measure.label] if len(found.measures) > 1 or not head else []
        columns.append(FileColumn(": ".join(words), measure.type))
    lines = [
        [line.head.words, *(_plain(number.value) for number in line.numbers)]
        for line in (*found.lines, found.total)
    ]
    return Sheet(title, columns, lines, user.time_zone)


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) and value % 1 else value
