"""Many rows into a table at once: PostgreSQL's COPY, in Django's connection and transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

_ESCAPED = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_PIECE = 500  # rows sent at a time


def copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows, given as tuples in the order of `columns`; other columns get their defaults.

    JSON travels as text. A value is None, a number, a text, True or False, or a datetime.
    """
    names, tail = _columns(model, columns)
    sql = f'COPY "{model._meta.db_table}" ({", ".join(names)}) FROM STDIN'
    # Tuples are put into COPY's text form here: psycopg asks each value for its type anew.
    with connection.cursor() as cursor, cursor.copy(sql) as target:
        piece: list[str] = []
        for row in rows:
            piece.append("\t".join(map(_text, row)) + tail)
            if len(piece) == _PIECE:
                target.write("".join(piece))
                piece.clear()
        target.write("".join(piece))


def _columns(model: type[models.Model], columns: Sequence[str]) -> tuple[list[str], str]:
    """The columns to name, and the end of every line: defaults that live in Python."""
    given = set(columns)
    others = [
        field for field in model._meta.concrete_fields
        if field.column not in given and not field.primary_key and not field.null
        and not isinstance(field, models.GeneratedField)
    ]  # fmt: skip
    defaults = [_text(_stored(field)) for field in others]
    names = [f'"{name}"' for name in (*columns, *(field.column for field in others))]
    return names, "".join(f"\t{each}" for each in defaults) + "\n"


def _stored(field: Any) -> Any:
    if isinstance(field, models.JSONField):
        return "{}" if field.get_default() == {} else "[]"
    return field.get_default()


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.translate(_ESCAPED) if _needs_escape(value) else value
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value)


def _needs_escape(text: str) -> bool:
    return "\\" in text or "\n" in text or "\t" in text or "\r" in text
