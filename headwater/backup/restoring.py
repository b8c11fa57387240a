"""Bringing a backup back: into an empty database only, and not before all of it is whole."""

import gzip
import shutil
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from headwater.backup import manifest, tables
from headwater.backup.bare import bare
from headwater.backup.manifest import BLOCK, Manifest, Refused, Table
from headwater.backup.writing import FOLDERS, place_of
from headwater.structure import snapshot

Say = Callable[[str, int], None]
Migration = tuple[str, str]


def restore(folder: Path, *, say: Say = lambda name, rows: None) -> Manifest:
    """Everything as it was, then migrated to this version; `say` hears of each table.

    Raises Refused before anything is changed: no backup, damaged, made by a newer version, a
    database that has something in it, a file here that is another one there.
    """
    told = manifest.read(folder)
    if not tables.is_empty():
        raise Refused("the database is not empty; a backup is restored into an empty one only.")
    _refuse_newer(told)
    manifest.verify(folder, told)
    _refuse_other_files(folder, told)
    _make_structure({(app, name) for app, name in told.migrations})
    with transaction.atomic(durable=True):
        _load(folder, told, say)
    call_command("migrate", verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_standing SET stamp = gen_random_uuid()")
        cursor.execute("ANALYZE")
    _copy_files(folder, told)
    return told


def _refuse_newer(told: Manifest) -> None:
    known = MigrationLoader(None).disk_migrations
    unknown = [f"{app}.{name}" for app, name in told.migrations if (app, name) not in known]
    if unknown:
        raise Refused(
            f"the backup was made by another version ({told.headwater}), whose {unknown[0]} is not "
            "known here; restore it with that version or a newer one."
        )


def _make_structure(held: set[Migration]) -> None:
    """The empty tables as they were when the backup was made."""
    kept = snapshot.read()
    if kept and set(kept.holds) <= held:
        snapshot.load()
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    followed = {parent.key for key in held for parent in graph.node_map[key].parents}
    executor.migrate(sorted(held - followed))
    connection.close()  # what the migrations have set is over with it


def _load(folder: Path, told: Manifest, say: Say) -> None:
    here = tables.columns_of_tables()
    named = {table.name for table in told.tables}
    if set(here) != named:
        odd = ", ".join(sorted(set(here) ^ named))
        raise Refused(f"these tables are on one side only: {odd}.")
    with bare(list(here)):
        _make_partitions(told)
        for table in told.tables:
            _fill(folder, table)
            say(table.name, table.rows)
    with connection.cursor() as cursor:
        for name, (value, is_called) in told.sequences.items():
            sql = "SELECT setval(%s::regclass, %s, %s)"
            cursor.execute(sql, [tables.quoted(name), value, is_called])


def _make_partitions(told: Manifest) -> None:
    """The months that had a place of their own have it again."""
    there = {part for _, part, _ in tables.partitions()}
    with connection.cursor() as cursor:
        for table, part, bounds in told.partitions:
            if part not in there:
                cursor.execute(
                    f"CREATE TABLE {tables.quoted(part)} PARTITION OF {tables.quoted(table)} "
                    f"{bounds}"
                )


def _fill(folder: Path, table: Table) -> None:
    """Rows of one file into its table, a block at a time; raises Refused if they are not all."""
    names = ", ".join(map(tables.quoted, table.columns))
    sql = f"COPY {tables.quoted(table.name)} ({names}) FROM STDIN (FORMAT csv, HEADER)"
    cursor = psycopg.Cursor(connection.connection)
    with (
        gzip.open(folder / table.file, "rb") as file,
        connection.wrap_database_errors,
        cursor.copy(sql.encode()) as target,
    ):
        while block := file.read(BLOCK):
            target.write(block)
    if cursor.rowcount != table.rows:
        raise Refused(f"{table.name} has {cursor.rowcount:,} rows, the backup says {table.rows:,}.")


def _refuse_other_files(folder: Path, told: Manifest) -> None:
    """A file of that name may be here already if it is the same."""
    for path, target in _files(told):
        if target.exists() and target.read_bytes() != (folder / path).read_bytes():
            raise Refused(f"{target} is here already, and another file; nothing was restored.")


def _copy_files(folder: Path, told: Manifest) -> None:
    for path, target in _files(told):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / path, target)


def _files(told: Manifest) -> list[tuple[str, Path]]:
    found = []
    for kept in told.files:
        name, _, rest = kept.path.partition("/")
        if name in FOLDERS:
            found.append((kept.path, place_of(name) / rest))
    return found
