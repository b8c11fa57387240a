"""Many rows into a table at once: PostgreSQL's COPY, in Django's connection and transaction.

Rows are put into COPY's text form column by column: a column is looked at once for its type, for
what needs escaping, and for saying the same in every row, where each value would have to be asked.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from functools import cache
from operator import itemgetter
from typing import Any

import orjson
import psycopg
from django.db import connection, models

NULL = "\\N"
ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
Values = Sequence[Any]


def copy(model: type[models.Model], columns: Sequence[tuple[str, Values]]) -> None:
    """Add rows, given as columns: name and the value of every row.

    Raises Django's database errors. Columns that are not named get PostgreSQL's defaults.
    """
    written: list[tuple[str, list[str]]] = []
    constant: list[tuple[str, str]] = []
    for name, values in columns:
        texts = _texts(model, name, values)
        if isinstance(texts, str):
            constant.append((name, texts))
        else:
            written.append((name, texts))
    # What every row says alike stands at the end of the line: it is put there by the joining.
    if not written:
        name, text = constant.pop()
        written.append((name, [text] * len(columns[0][1])))
    end = "".join(f"\t{text}" for _, text in constant) + "\n"
    lines = end.join(map("\t".join, zip(*(texts for _, texts in written), strict=True))) + end
    names = ", ".join(f'"{name}"' for name, _ in (*written, *constant))
    _send(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', lines)


def _send(sql: str, lines: str) -> None:
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    cursor = psycopg.Cursor(connection.connection)
    with connection.wrap_database_errors, cursor.copy(sql.encode()) as target:
        target.write(lines)
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": "0.000"})


def columns_of(
    records: Sequence[models.Model], wanted: Iterable[tuple[str, str]]
) -> list[tuple[str, Values]]:
    """The columns of unsaved rows, from (attribute, column)."""
    attributes, names = zip(*wanted, strict=True)
    read = itemgetter(*attributes)
    rows = (read(record.__dict__) for record in records)
    return list(zip(names, zip(*rows, strict=True), strict=True))


def dumped(value: Any) -> str:
    """JSON for a parameter; times as ISO texts, decimals as texts."""
    try:
        return orjson.dumps(value, _plain, orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # whole numbers beyond 64 bits
        return json.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value.isoformat()


def _texts(model: type[models.Model], name: str, values: Values) -> list[str] | str:
    """The texts of a column; one text where all rows say the same."""
    write, is_text = _writer(model, name)
    first = values[0]
    # 1 and True are the same to Python, and not in JSON.
    if values.count(first) == len(values) and (write is not _json or not first):
        return NULL if first is None else write(first)
    if is_text:
        return _plain_texts(values)
    if None in values:
        return [NULL if value is None else write(value) for value in values]
    return list(map(write, values))


def _plain_texts(values: Values) -> list[str]:
    try:
        whole = "".join(values)
    except TypeError:  # something empty, or a number in a text column
        return [NULL if value is None else str(value).translate(ESCAPED) for value in values]
    if "\\" in whole or "\n" in whole or "\t" in whole or "\r" in whole:
        return [value.translate(ESCAPED) for value in values]
    return list(values)


@cache
def _writer(model: type[models.Model], name: str) -> tuple[Callable[[Any], str], bool]:
    """What writes a value of this column, and whether it is plain text."""
    field = next(each for each in model._meta.concrete_fields if each.column == name)
    field = getattr(field, "target_field", field)
    if isinstance(field, models.JSONField):
        return _json, False
    if isinstance(field, models.DateField | models.TimeField):  # DateTimeField is a DateField
        return lambda value: str(value.isoformat()), False
    if isinstance(field, models.BooleanField):
        return lambda value: "t" if value else "f", False
    if isinstance(field, models.CharField | models.TextField | models.GenericIPAddressField):
        return lambda value: str.translate(value, ESCAPED), True
    return str, False


def _json(value: Any) -> str:
    return dumped(value).replace("\\", "\\\\")
