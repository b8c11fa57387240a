"""Tables without what judges each row: rows come in at once, and all is judged in the end.

Keys to other tables are dropped and made again, which looks at every row once; indexes are built
from all rows; triggers sleep, since what they would do is in the rows already.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from headwater.backup import tables

# Of a table that has parts only its own are named: those of the parts follow.
KEYS = """
SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND conparentid = 0 AND connamespace = current_schema()::regnamespace
ORDER BY conrelid::regclass::text, conname
"""
INDEXES = """
SELECT i.indexrelid::regclass::text, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ')
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)
ORDER BY 1
"""


@contextmanager
def bare(names: list[str]) -> Iterator[None]:
    """Inside, these tables are empty and take any row; to be called in a transaction."""
    keys, indexes = tables.asked(KEYS), tables.asked(INDEXES)
    quoted = [tables.quoted(name) for name in names]
    _do([f"ALTER TABLE {table} DROP CONSTRAINT {tables.quoted(name)}" for table, name, _ in keys])
    _do([f"DROP INDEX {name}" for name, _ in indexes])
    _do([f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in quoted])
    _do([f"TRUNCATE {', '.join(quoted)}"])
    yield
    _do([sql for _, sql in indexes])
    _do(
        f"ALTER TABLE {table} ADD CONSTRAINT {tables.quoted(name)} {sql}"
        for table, name, sql in keys
    )
    _do([f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in quoted])


def _do(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
