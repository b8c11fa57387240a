"""The one seam to prepared SQL: what runs for every lead is planned once for each connection.

Django's ORM builds a statement anew on each call, and PostgreSQL plans it anew: for one lead that
costs more than the work itself. These statements run on Django's own connection, in its
transaction. Rows travel as one JSON parameter, so one text serves one row and thousands.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import orjson
import psycopg
from django.db import connection, models
from django.db.models.base import ModelState

from headwater.database import aside
from headwater.database.copying import columns_of, copy, dumped

__all__ = [
    "Insert", "Update", "dumped", "fetch", "insert", "new", "point", "recordset", "reserve", "rows",
    "run", "stored", "update", "write",
]  # fmt: skip

FEW = 20
MANY = 500  # rows; so many come in by COPY, which has no conflicts clause
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
        cursor = psycopg.Cursor(aside.inside() or connection.connection)
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
    blank, own = _blank(model)
    record = model.__new__(model)
    record.__dict__ = said = {**blank, **values, "_state": ModelState()}
    for name, usual in own:
        if said[name] is usual:
            said[name] = usual.copy()
    return record


def point(record: models.Model, name: str, other: models.Model) -> None:
    """What `record.name = other` does, without Django's checks of what is known to fit."""
    record.__dict__[f"{name}_id"] = other.pk
    record._state.fields_cache[name] = other


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
    changes: Iterable[Insert | Update],
    ending: str = "SELECT",
    params: Sequence[Any] = (),
    *,
    copies: bool = True,
) -> None:
    """All these changes in one statement, which ends with a SELECT.

    They do not see each other; no row may be in two. Many new rows go before it by COPY, unless
    all is to be one statement (`copies`).
    """
    wanted = [change for change in changes if change.records]
    small = []
    for change in wanted:
        if copies and _is_many(change):
            _copy(change.records)
        else:
            small.append(change)
    parts = [_part(change) for change in small]
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
    sql = f"SELECT nextval('{_sequence(model)}'::regclass) FROM generate_series(1, %s::int)"  # noqa: S608
    return [key for (key,) in run(sql, [count])]


@cache
def _sequence(model: type[models.Model]) -> str:
    sql = "SELECT pg_get_serial_sequence(%s::text, 'id')"
    return str(run(sql, [model._meta.db_table])[0][0])


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


def _is_many(change: Insert | Update) -> bool:
    return isinstance(change, Insert) and not change.or_skip and len(change.records) >= MANY


def _copy(records: Sequence[models.Model]) -> None:
    has_keys = records[0].pk is not None
    copy(type(records[0]), columns_of(records, _stored(type(records[0]), has_keys)))


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
def _blank(model: type[models.Model]) -> tuple[dict[str, Any], tuple[tuple[str, Any], ...]]:
    """What stands where nothing was said; and of that, what each row needs its own of."""
    fields = model._meta.concrete_fields
    said = (field for field in fields if not isinstance(field, models.GeneratedField))
    blank = {field.attname: field.get_default() for field in said}
    own = ((name, usual) for name, usual in blank.items() if isinstance(usual, dict | list))
    return blank, tuple(own)


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
