"""What there is in the database, as PostgreSQL itself tells it: so nothing can be forgotten."""

from typing import Any

from django.db import connection

# Its rows are the manifest's; and what is only remembered for quickness.
LEFT_OUT = ("django_migrations", "people_cache")
TABLES = """
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT c.relispartition AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
  AND c.relname <> ALL(%s)
GROUP BY c.relname ORDER BY c.relname
"""
SEQUENCES = """
SELECT relname FROM pg_class
WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' ORDER BY relname
"""
PARTITIONS = """
SELECT parent.relname, part.relname, pg_get_expr(part.relpartbound, part.oid)
FROM pg_inherits i JOIN pg_class part ON part.oid = i.inhrelid
JOIN pg_class parent ON parent.oid = i.inhparent
WHERE part.relispartition AND part.relkind = 'r'
  AND part.relnamespace = current_schema()::regnamespace ORDER BY part.relname
"""
EMPTY = """
SELECT NOT EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace
  AND relkind IN ('r', 'p', 'v', 'm', 'S'))
"""


def columns_of_tables() -> dict[str, list[str]]:
    """Every table and the columns that somebody wrote; the parts of a table are in it."""
    return dict(asked(TABLES, [list(LEFT_OUT)]))


def sequences() -> dict[str, list[int | bool]]:
    """What each sequence gives next. A sequence has no past: ask after the rows were read."""
    found = {}
    for (name,) in asked(SEQUENCES):
        found[name] = list(asked(f"SELECT last_value, is_called FROM {quoted(name)}")[0])  # noqa: S608
    return found


def partitions() -> list[list[str]]:
    """Which table has which parts, and what belongs there."""
    return [list(row) for row in asked(PARTITIONS)]


def migrations() -> list[list[str]]:
    """What has been migrated here, in that order."""
    return [list(row) for row in asked("SELECT app, name FROM django_migrations ORDER BY id")]


def is_empty() -> bool:
    """Whether the database has nothing at all."""
    return bool(asked(EMPTY)[0][0])


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return connection.ops.quote_name(name)


def asked(sql: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows that PostgreSQL answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
