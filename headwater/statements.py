"""The one seam to prepared SQL: what runs for every lead is planned once for each connection.

Django's ORM builds a statement anew on each call, and PostgreSQL plans it anew: for one lead that
costs more than the work itself. These statements run on Django's own connection, in its
transaction. Rows travel as one JSON parameter, so one text serves one row and thousands.
"""

import json
import time
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
import psycopg
from django.db import connection, models


def run(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows that a statement returns, [] from one that returns none.

    `sql` has %s for each parameter and says their types (`%s::bigint[]`). JSON columns come as
    text. Raises Django's database errors.
    """
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    began = time.monotonic()
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(connection.connection)
        cursor.execute(sql.encode(), params, prepare=True)
        rows = cursor.fetchall() if cursor.description else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - began:.3f}"})
    return rows


def fetch(model: type[models.Model], where: str, params: Sequence[Any] = ()) -> list[Any]:
    """Rows of a model's table as its instances; `where` stands behind `FROM table t`."""
    names, columns, json_places = _read(model)
    found = []
    for row in run(f"SELECT {columns} FROM {model._meta.db_table} t {where}", params):  # noqa: S608
        values = list(row)
        for place in json_places:
            if isinstance(values[place], str):
                values[place] = orjson.loads(values[place])
        found.append(model.from_db("default", names, values))
    return found


def insert(records: Sequence[models.Model], *, or_skip: bool = False) -> None:
    """Add rows of one model in one statement; rows without a key get theirs.

    `or_skip` leaves out those that are there already (their keys then stay unknown).
    """
    if not records:
        return
    model = type(records[0])
    has_keys = records[0].pk is not None
    sql = _insert(model, has_keys, or_skip)
    keys = run(sql, [rows(records, _stored(model, has_keys))])
    if not has_keys and not or_skip:
        for record, (key,) in zip(records, keys, strict=True):
            record.pk = key
    for record in records:
        record._state.adding = False


def update(records: Sequence[models.Model], attributes: Iterable[str]) -> None:
    """Write these attributes (`owner_id`, `score`) of rows of one model in one statement."""
    if not records:
        return
    model = type(records[0])
    columns = tuple(sorted((name, _column(model, name)) for name in set(attributes)))
    key = (model._meta.pk.attname, model._meta.pk.column)
    run(_update(model, columns), [rows(records, (key, *columns))])


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Keys for rows that are still to be added, rising."""
    sql = "SELECT nextval(pg_get_serial_sequence(%s::text, 'id')) FROM generate_series(1, %s::int)"
    return [key for (key,) in run(sql, [model._meta.db_table, count])]


def rows(records: Iterable[models.Model], columns: Sequence[tuple[str, str]]) -> str:
    """Rows as the JSON that `json_populate_recordset` reads: a list of column → value."""
    said = [
        {column: getattr(record, attribute) for attribute, column in columns} for record in records
    ]
    return dumped(said)


def dumped(value: Any) -> str:
    """JSON for a parameter; times as ISO texts, decimals as texts."""
    try:
        return orjson.dumps(value, _plain, orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # whole numbers beyond 64 bits
        return json.dumps(value, default=_plain)


def stored(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """Attribute and column of everything that is written of a row, its key included."""
    return _stored(model, True)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value.isoformat()


@cache
def _stored(model: type[models.Model], with_key: bool) -> tuple[tuple[str, str], ...]:
    return tuple(
        (field.attname, field.column)
        for field in model._meta.concrete_fields
        if not isinstance(field, models.GeneratedField) and (with_key or not field.primary_key)
    )


@cache
def _read(model: type[models.Model]) -> tuple[list[str], str, tuple[int, ...]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f't."{field.column}"' for field in fields)
    places = (n for n, field in enumerate(fields) if isinstance(field, models.JSONField))
    return [field.attname for field in fields], columns, tuple(places)


@cache
def _insert(model: type[models.Model], with_key: bool, or_skip: bool) -> str:
    table, key = model._meta.db_table, model._meta.pk.column
    columns = ", ".join(f'"{column}"' for _, column in _stored(model, with_key))
    conflict = " ON CONFLICT DO NOTHING" if or_skip else ""
    returning = "" if with_key or or_skip else f' RETURNING "{key}"'
    source = f"json_populate_recordset(NULL::{table}, %s::json)"
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {source}{conflict}{returning}"  # noqa: S608


@cache
def _update(model: type[models.Model], columns: tuple[tuple[str, str], ...]) -> str:
    table, key = model._meta.db_table, model._meta.pk.column
    changes = ", ".join(f'"{column}" = said."{column}"' for _, column in columns)
    source = f"json_populate_recordset(NULL::{table}, %s::json) AS said"
    return f'UPDATE {table} AS t SET {changes} FROM {source} WHERE t."{key}" = said."{key}"'  # noqa: S608


def _column(model: type[models.Model], attribute: str) -> str:
    return next(field.column for field in model._meta.concrete_fields if field.attname == attribute)
