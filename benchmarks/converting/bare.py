"""The floor: the new rows of the conversions, inserted once more by bare psycopg.

They go into the same tables, with their indexes, foreign keys and triggers, in as many
transactions; nothing is read, decided or changed.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

# In the order of their keys; what undoing leaves there gets new ones.
TABLES = (
    "records_account", "records_contact", "records_opportunity", "records_opportunitycontactrole",
    "records_opportunityhistory", "records_conversion", "records_trailentry",
)  # fmt: skip
STAYING = ("records_conversion", "records_trailentry")


def marks() -> dict[str, str]:
    """Table → the condition for rows that come from now on."""
    last = {table: _one(f"SELECT coalesce(max(id), 0) FROM {table}") for table in TABLES}
    # No key of its own, and nobody but conversions makes those of accounts and contacts here.
    return {table: f"id > {key}" for table, key in last.items()} | {
        "match_matchkey": "object_name <> 'Lead'"
    }


def counts(since: dict[str, str]) -> dict[str, int]:
    """How many rows each table has had since then."""
    return {t: _one(f"SELECT count(*) FROM {t} WHERE {new}") for t, new in since.items()}


def written(since: dict[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """Table → its new rows: first the columns, then the values."""
    found = {}
    for table, new in since.items():
        columns = _columns(table)
        names = ", ".join(f'"{name}"' for name, _ in columns)
        with connection.cursor() as cursor:
            place = "record_id" if table == "match_matchkey" else "id"
            cursor.execute(f"SELECT {names} FROM {table} WHERE {new} ORDER BY {place}")
            rows = cursor.fetchall()
        is_json = [kind == "jsonb" for _, kind in columns]
        found[table] = [_told(row, is_json) for row in rows]
    return found


def store(rows: dict[str, list[tuple[Any, ...]]], transactions: int) -> None:
    """Insert all of it, each table's share in each transaction."""
    for number in range(transactions):
        with transaction.atomic(), connection.cursor() as cursor:
            for table, told in rows.items():
                size = -(-len(told) // transactions)
                portion = told[number * size : (number + 1) * size]
                if portion:
                    cursor.executemany(_insert(table), portion)


def _insert(table: str) -> str:
    names = [name for name, _ in _columns(table)]
    places = ", ".join(["%s"] * len(names))
    listed = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table} ({listed}) VALUES ({places})"


def _columns(table: str) -> list[tuple[str, str]]:
    """Name and type of what is written; the key only where undoing has freed it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, udt_name FROM information_schema.columns WHERE table_name = %s "
            "AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        found = cursor.fetchall()
    return [each for each in found if each[0] != "id" or table not in STAYING]


def _one(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        found: int = cursor.fetchone()[0]
        return found


def _told(row: Sequence[Any], is_json: Sequence[bool]) -> tuple[Any, ...]:

    return tuple(
        Jsonb(json.loads(value) if isinstance(value, str) else value) if as_json else value
        for value, as_json in zip(row, is_json, strict=True)
    )
