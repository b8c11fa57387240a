"""The floor: the rows that the journey left, inserted once more by bare psycopg, nothing decided.

One transaction for each lead, one prepared INSERT for each of its tables, into the same tables with
all of their indexes and foreign keys. Only what must be unique is told anew: the lead's key, and
texts of which there may be only one, which are written backwards.
"""

import multiprocessing
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from benchmarks.doors.base import AWAY, columns_of, one
from benchmarks.doors.house import House

MOST = 3_000  # leads that are stored again
PATIENCE = 300  # seconds
WARM = 5  # for each connection, before the time runs
OF_A_LEAD = ("id", "lead_id", "record_id")
# The lead that a row belongs to; rows of tables that tell none are dealt out in turn.
BY_URL = "substring(url FROM '^/leads/(\\d+)')::bigint"
BY_OBJECT = "CASE object_name WHEN 'Lead' THEN record_id END"
# The first text of every unique index in which no column tells the lead; NULL where it has none.
UNIQUE_TEXTS = """
SELECT min(attname) FILTER (WHERE atttypid IN (25, 1043))
FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary AND indpred IS NULL
GROUP BY indexrelid
HAVING NOT bool_or(attname = ANY (%s))
"""
GROWING = """
SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attname = 'id'
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND atttypid = 'bigint'::regtype
  AND relname NOT LIKE ALL (ARRAY['procrastinate%', 'django%', 'account%', 'oauth2%', 'measure%'])
"""

Write = tuple[str, list[Any]]  # a statement and its values


@dataclass(frozen=True)
class Cost:
    """CPU seconds of the program and of PostgreSQL, and seconds on the clock."""

    program: float
    postgres: float
    clock: float


def marks(house: House) -> dict[str, int]:
    """The last key of each table, before something happens."""
    with house.connect() as connection:
        tables = [name for (name,) in connection.execute(GROWING)]
        return {
            name: one(connection, f"SELECT max(id) FROM {name} WHERE id < {AWAY}")
            for name in tables
        }


def written(house: House, since: dict[str, int]) -> tuple[list[list[Write]], dict[str, float]]:
    """What was written for each lead since then, and how many rows a lead of each table."""
    found: dict[int, list[Write]] = defaultdict(list)
    counts: dict[str, float] = {}
    with house.connect() as connection:
        leads = [pk for (pk,) in connection.execute(
            "SELECT id FROM records_lead WHERE id > %s AND id < %s ORDER BY id",
            [since["records_lead"], AWAY],
        )]  # fmt: skip
        for table in sorted(since, key=lambda name: (name != "records_lead", name)):
            rows = rows_of(connection, table, since[table], leads)
            for lead, many in rows.items():
                found[lead].append(insert(table, many))
            counts[table] = sum(map(len, rows.values()))
    told = {name: round(count / len(leads), 2) for name, count in counts.items() if count}
    return [found[lead] for lead in leads[:MOST]], told


def rows_of(
    connection: "psycopg.Connection[Any]", table: str, since: int, leads: list[int]
) -> dict[int, list[dict[str, Any]]]:
    """Lead → its new rows of a table, column → value."""
    there = columns_of(connection, table)
    key = lead_of(table, there)
    columns = [name for name in there if name != "id" or key == "id"]
    unique = {name for (name,) in connection.execute(UNIQUE_TEXTS, [table, list(OF_A_LEAD)])}
    if None in unique:  # one row for another row, such as a reminder for a clock: not the journey's
        return {}
    names = ", ".join(f'"{name}"' for name in columns)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    wanted = set(leads)
    cursor = connection.execute(
        f"SELECT {key}, {names} FROM {table} WHERE id > {since} AND id < {AWAY}".encode()
    )
    kinds = [column.type_code for column in cursor.description or ()][1:]
    for number, (lead, *values) in enumerate(cursor):
        owner = lead if lead in wanted else leads[number % len(leads)]
        row = dict(zip(columns, values, strict=True))
        for (name, value), kind in zip(list(row.items()), kinds, strict=True):
            row[name] = told_anew(name, value, is_json=kind == 3802, is_unique=name in unique,
                                  is_lead=value == lead and lead is not None)  # fmt: skip
        found[owner].append(row)
    return found


def lead_of(table: str, columns: list[str]) -> str:
    """SQL for the lead that a row of a table belongs to."""
    if table == "records_lead":
        return "id"
    if "lead_id" in columns:
        return "lead_id"
    if {"object_name", "record_id"} <= {*columns}:
        return BY_OBJECT
    return BY_URL if table == "records_notification" else "NULL::bigint"


def told_anew(name: str, value: Any, *, is_json: bool, is_unique: bool, is_lead: bool) -> Any:
    if is_lead and name in OF_A_LEAD:
        return value + AWAY
    if is_unique and isinstance(value, str):
        return value[::-1]
    return Jsonb(value) if is_json and value is not None else value


def insert(table: str, rows: list[dict[str, Any]]) -> Write:
    """One statement for all rows of one lead in one table."""
    names = ", ".join(f'"{name}"' for name in rows[0])
    line = "(" + ", ".join(["%s"] * len(rows[0])) + ")"
    lines = ", ".join([line] * len(rows))
    values = [value for row in rows for value in row.values()]
    return f"INSERT INTO {table} ({names}) VALUES {lines}", values


def store(house: House, leads: list[list[Write]], clients: int) -> tuple[Cost, int]:
    """What it costs to store these leads again with so many connections, and how many they were."""
    forks = multiprocessing.get_context("fork")
    ready, go = forks.Barrier(clients + 1), forks.Barrier(clients + 1)
    told: Any = forks.Queue()
    parts = [leads[number::clients] for number in range(clients)]
    workers = [
        forks.Process(target=work, args=(house.url, part, ready, go, told)) for part in parts
    ]
    for worker in workers:
        worker.start()
    ready.wait(PATIENCE)
    before, began = house.postgres_seconds(), time.monotonic()
    go.wait(PATIENCE)
    program = sum(told.get(timeout=PATIENCE) for _ in workers)
    clock = time.monotonic() - began
    for worker in workers:
        worker.join()
    count = sum(len(part) - WARM for part in parts)
    return Cost(program, house.postgres_seconds() - before, clock), count


def work(url: str, leads: list[list[Write]], ready: Any, go: Any, told: Any) -> None:
    """One connection: a few to warm up, then the rest against the clock."""
    with psycopg.connect(url, autocommit=True) as connection:
        put(connection, leads[:WARM])
        ready.wait(PATIENCE)
        go.wait(PATIENCE)
        began = time.process_time()
        put(connection, leads[WARM:])
        told.put(time.process_time() - began)


def put(connection: "psycopg.Connection[Any]", leads: list[list[Write]]) -> None:
    for writes in leads:
        with connection.transaction(), connection.cursor() as cursor:
            for statement, values in writes:
                cursor.execute(statement.encode(), values, prepare=True)
