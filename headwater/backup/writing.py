"""Writing a backup: everything as of one moment, while the others work on."""

import gzip
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from headwater import __version__
from headwater.backup import manifest, tables
from headwater.backup.manifest import BLOCK, Kept, Manifest, Refused, Table

QUICKLY = 1  # gzip's level: the disk is seldom what one waits for
# Folder of the backup → folder of the state: uploads, and posts that wait for the database.
FOLDERS = ("files", "spool")
Say = Callable[[str, int], None]


def place_of(name: str) -> Path:
    """Where a folder of the backup lies on this machine."""
    return Path(settings.MEDIA_ROOT) if name == "files" else Path(settings.STATE) / name


def write(folder: Path, *, say: Say = lambda name, rows: None) -> Manifest:
    """Write everything into a folder that is new or empty; `say` hears of each table.

    Raises Refused where something is in it already, OSError where it cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refused(f"{folder} is not empty; a backup goes into a folder of its own.")
    (folder / "data").mkdir()
    made_at = timezone.now().isoformat()
    # Before the rows are read: a post that comes in between is then in both, and known by its key.
    kept = [each for name in FOLDERS for each in _copied(folder, name)]
    with one_moment():
        migrations, partitions = tables.migrations(), tables.partitions()
        written = []
        for name, columns in tables.columns_of_tables().items():
            table, file = _table(folder, name, columns)
            written.append(table)
            kept.append(file)
            say(name, table.rows)
        version = tables.asked("SHOW server_version")[0][0]
        told = Manifest(
            __version__, version, made_at, migrations, written, tables.sequences(), partitions, kept
        )
    manifest.write(folder, told)
    return told


@contextmanager
def one_moment() -> Iterator[None]:
    """All reading inside sees the same moment, and stops nobody from writing."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        yield


def _table(folder: Path, name: str, columns: list[str]) -> tuple[Table, Kept]:
    """One table as CSV: an empty field is NULL, a quoted one that is empty is ''."""
    path = folder / "data" / f"{name}.csv.gz"
    names = ", ".join(map(tables.quoted, columns))
    sql = f"COPY (SELECT {names} FROM {tables.quoted(name)}) TO STDOUT (FORMAT csv, HEADER)"  # noqa: S608
    cursor = psycopg.Cursor(connection.connection)
    with (
        gzip.GzipFile(path, "wb", compresslevel=QUICKLY, mtime=0) as packed,
        # A row at a time would cost more than packing it.
        io.BufferedWriter(packed, BLOCK) as file,
        connection.wrap_database_errors,
        cursor.copy(sql.encode()) as source,
    ):
        for row in source:
            file.write(row)
    kept = manifest.described(folder, path)
    return Table(name, columns, cursor.rowcount, kept.path), kept


def _copied(folder: Path, name: str) -> Iterator[Kept]:
    """The files of one folder; one that goes away meanwhile was not to be kept."""
    source = place_of(name)
    for path in sorted(source.rglob("*")):
        if not path.is_file() or path.is_symlink() or path.suffix == ".part":
            continue
        target = folder / name / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, target)
        except FileNotFoundError:
            continue
        yield manifest.described(folder, target)
