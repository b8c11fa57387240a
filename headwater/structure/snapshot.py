"""Reading the kept structure: which migrations it holds, whether it fits, and loading it."""

import hashlib
import inspect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

TEXT = Path(__file__).parent / "data" / "structure.sql"
MARK = "-- holds "  # app, name and hash of a migration
Migration = tuple[str, str]  # its app and its name


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The text and the migrations it holds, each with the hash of its file."""

    text: str
    holds: dict[Migration, str]


def load() -> bool:
    """Make the structure in an empty database; False where there is none that fits.

    Also False for a database that is not empty or whose tables go elsewhere than to `public`.
    """
    kept = read()
    if kept is None or not is_empty() or not fits(kept, MigrationLoader(None)):
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL check_function_bodies = false")  # they name tables made later
        cursor.execute(kept.text)
        cursor.execute("UPDATE people_standing SET stamp = gen_random_uuid()")
    connection.close()  # what the text has set is over with its connection
    return True


def read(path: Path = TEXT) -> Snapshot | None:
    """The kept text; None where none is kept."""
    if not path.exists():
        return None
    text = path.read_text()
    lines = (line for line in text.splitlines() if line.startswith(MARK))
    holds = {}
    for line in lines:
        app, name, digest = line.removeprefix(MARK).split()
        holds[app, name] = digest
    return Snapshot(text, holds)


def is_empty() -> bool:
    """Whether nothing was ever migrated here, and tables would go to `public`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = cursor.fetchone()
        names = connection.introspection.table_names(cursor)
    return schema == ("public",) and MigrationRecorder.Migration._meta.db_table not in names


def fits(kept: Snapshot, loader: MigrationLoader) -> bool:
    """Whether every migration that it holds is there, unchanged, with all that comes before it."""
    there: dict[Migration, Any] = loader.disk_migrations
    return all(
        key in there
        and hash_of(there[key]) == digest
        and all(parent in kept.holds for parent in _parents(loader, key))
        for key, digest in kept.holds.items()
    )


def missing_from(kept: Snapshot, loader: MigrationLoader) -> list[Migration]:
    """The migrations that are newer than the text, or changed since."""
    there = loader.disk_migrations
    return sorted(
        key for key, migration in there.items() if kept.holds.get(key) != hash_of(migration)
    )


def hash_of(migration: Any) -> str:
    """A short hash of a migration's file."""
    source = Path(inspect.getfile(type(migration)))
    return hashlib.sha256(source.read_bytes()).hexdigest()[:16]


def marks(migrations: Iterable[Any]) -> Iterator[str]:
    """A line for each migration that a new text holds."""
    for each in sorted(migrations, key=lambda each: (each.app_label, each.name)):
        yield f"{MARK}{each.app_label} {each.name} {hash_of(each)}"


def _parents(loader: MigrationLoader, key: Migration) -> list[Migration]:
    return [parent.key for parent in loader.graph.node_map[key].parents]
