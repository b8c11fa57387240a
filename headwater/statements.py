"""The one seam to prepared SQL: what runs for every lead is planned once for each connection.

Django's ORM builds a statement anew on each call, and PostgreSQL plans it anew: for one lead that
costs more than the work itself. These statements run on Django's own connection, in its
transaction. Rows travel as one JSON parameter, so one text serves one row and thousands.
"""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

import orjson
import psycopg
from django.db import connection, models
from django.db.models.base import ModelState

FEW = 20
Row = TypeVar("Row", bound=models.Model)


def run(
    sql: str, params: Sequence[Any] = (), *, is_large: bool | None = None
) -> list[tuple[Any, ...]]:
    """The rows that a statement returns, [] from one that returns none.

    `sql` has %s for each parameter and says their types (`%s::bigint[]`). JSON columns come as
    text. A large one (it reads by a long list) is planned by itself. Raises Django's database
    errors.
    """
    is_large = _is_large(params) if is_large is None else is_large
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    began = time.monotonic()
    with connection.wrap_database_errors:
        cursor = psycopg.Cursor(connection.connection)
        cursor.execute(sql.encode(), params, prepare=not is_large)
        rows = cursor.fetchall() if cursor.description else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - began:.3f}"})
    return rows


def _is_large(params: Sequence[Any]) -> bool:
    """A long list is worth a plan of its own.

    A kept plan may stem from the time when the table was empty, and read all of it for each key.
    """
    return any(isinstance(param, list) and len(param) > FEW for param in params)


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


def new(model: type[Row], **values: Any) -> Row:
    """An unsaved row of a model with its defaults, by attribute (`lead_id`, never `lead`).

    Does what the model's constructor would, in a tenth of the time: a lead comes with a dozen rows.
    """
    record = model.__new__(model)
    record.__dict__.update(_blank(model))
    for name in _own(model):
        record.__dict__[name] = _blank(model)[name].copy()
    record.__dict__.update(values, _state=ModelState())
    return record


@dataclass(frozen=True, slots=True)
class Insert:
    """Rows of one model to be added; `or_skip` leaves out those that are there already."""

    records: Sequence[models.Model]
    or_skip: bool = False


@dataclass(frozen=True, slots=True)
class Update:
    """Rows of one model of which these attributes (`owner_id`, `score`) are to be written."""

    records: Sequence[models.Model]
    attributes: frozenset[str]


def write(
    changes: Iterable[Insert | Update], ending: str = "SELECT", params: Sequence[Any] = ()
) -> None:
    """All these changes in one statement, which ends with a SELECT.

    They do not see each other; no row may be in two.
    """
    wanted = [change for change in changes if change.records]
    parts = [_part(change) for change in wanted]
    bodies = ", ".join(f"change_{number} AS ({sql})" for number, (sql, _) in enumerate(parts))
    if bodies or params:
        sql = f"WITH {bodies} {ending}" if bodies else ending
        run(sql, [*(said for _, said in parts), *params])
    for change in wanted:
        for record in change.records:
            record._state.adding = False


def insert(records: Sequence[models.Model], *, or_skip: bool = False) -> None:
    """Add rows of one model; keys that PostgreSQL gives stay unknown here (see `reserve`)."""
    write([Insert(records, or_skip)])


def update(records: Sequence[models.Model], attributes: Iterable[str]) -> None:
    """Write these attributes of rows of one model."""
    write([Update(records, frozenset(attributes))])


def reserve(model: type[models.Model], count: int) -> list[int]:
    """Keys for rows that are still to be added, rising."""
    sql = "SELECT nextval(pg_get_serial_sequence(%s::text, 'id')) FROM generate_series(1, %s::int)"
    return [key for (key,) in run(sql, [model._meta.db_table, count])]


def rows(records: Sequence[models.Model], columns: Sequence[tuple[str, str]]) -> str:
    """Rows as the JSON that `recordset` reads; a value that is the column's default is left out."""
    defaults = _defaults(type(records[0])) if records else {}
    asked = [(attribute, column, defaults.get(column, _NONE)) for attribute, column in columns]
    said = []
    for record in records:
        known = record.__dict__
        said.append({c: v for a, c, usual in asked if (v := known[a]) != usual})
    return dumped(said)


def recordset(model: type[models.Model]) -> str:
    """SQL for a set of rows of a model's table, read from one JSON parameter made by `rows`."""
    table = model._meta.db_table
    usual = dumped(_defaults(model)).replace("'", "''").replace("%", "%%")
    base = f"json_populate_record(NULL::{table}, '{usual}'::json)"
    return f"json_populate_recordset({base}, %s::json)"


def dumped(value: Any) -> str:
    """JSON for a parameter; times as ISO texts, decimals as texts."""
    try:
        return orjson.dumps(value, _plain, orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # whole numbers beyond 64 bits
        return json.dumps(value, default=_plain)


def stored(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """Attribute and column of everything that is written of a row, its key included."""
    return _stored(model, True)


_NONE = object()  # equal to nothing


@cache
def _defaults(model: type[models.Model]) -> dict[str, Any]:
    """Column → what most rows have there; a key or a time has no default."""
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    return {
        str(field.column): field.get_default()
        for field in fields
        if not isinstance(field, models.DateTimeField) or field.null
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value.isoformat()


@cache
def _stored(model: type[models.Model], with_key: bool) -> tuple[tuple[str, str], ...]:
    return tuple(
        (field.attname, str(field.column))
        for field in model._meta.concrete_fields
        if not isinstance(field, models.GeneratedField) and (with_key or not field.primary_key)
    )


@cache
def _read(model: type[models.Model]) -> tuple[list[str], str, tuple[int, ...]]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f't."{field.column}"' for field in fields)
    places = (n for n, field in enumerate(fields) if isinstance(field, models.JSONField))
    return [field.attname for field in fields], columns, tuple(places)


def _part(change: Insert | Update) -> tuple[str, str]:
    """The statement of one change, and its rows."""
    model = type(change.records[0])
    if isinstance(change, Insert):
        has_keys = change.records[0].pk is not None
        said = rows(change.records, _stored(model, has_keys))
        return _insert(model, has_keys, change.or_skip), said
    key = (model._meta.pk.attname, str(model._meta.pk.column))
    columns = tuple(sorted((name, _column(model, name)) for name in change.attributes))
    return _update(model, columns), rows(change.records, (key, *columns))


@cache
def _blank(model: type[models.Model]) -> dict[str, Any]:
    """Attribute → what stands there when nothing was said."""
    fields = model._meta.concrete_fields
    said = (field for field in fields if not isinstance(field, models.GeneratedField))
    return {field.attname: field.get_default() for field in said}


@cache
def _own(model: type[models.Model]) -> tuple[str, ...]:
    """The attributes of which each row needs a list or dictionary of its own."""
    return tuple(name for name, usual in _blank(model).items() if isinstance(usual, dict | list))


@cache
def _insert(model: type[models.Model], with_key: bool, or_skip: bool) -> str:
    table = model._meta.db_table
    columns = ", ".join(f'"{column}"' for _, column in _stored(model, with_key))
    conflict = " ON CONFLICT DO NOTHING" if or_skip else ""
    source = f"{recordset(model)}{conflict}"
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {source}"  # noqa: S608


@cache
def _update(model: type[models.Model], columns: tuple[tuple[str, str], ...]) -> str:
    table, key = model._meta.db_table, model._meta.pk.column
    changes = ", ".join(f'"{column}" = said."{column}"' for _, column in columns)
    source = f"{recordset(model)} AS said"
    return f'UPDATE {table} AS t SET {changes} FROM {source} WHERE t."{key}" = said."{key}"'  # noqa: S608


def _column(model: type[models.Model], attribute: str) -> str:
    fields = model._meta.concrete_fields
    return str(next(field.column for field in fields if field.attname == attribute))
