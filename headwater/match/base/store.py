"""Where a run keeps what it has: a folder with files of columns and a database of DuckDB.

A step is done when its table or file is there: both appear whole or not at all. So a run that was
killed goes on where it was.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

MEMORY = "2GB"  # what DuckDB may hold; beyond, it writes to the folder


def runs() -> Path:
    """Where runs have their folders."""
    return Path(settings.STATE) / "match"


def folder_of(run_id: int) -> Path:
    """Where the run with this key keeps its files."""
    return runs() / f"run-{run_id}"


def forget_all_but(run_id: int | None) -> None:
    """Throw away what other runs have left."""
    for folder in runs().glob("run-*"):
        if run_id is None or folder != folder_of(run_id):
            shutil.rmtree(folder, ignore_errors=True)


class DuckDB:
    """The engine of this machine: tables in a file of the run's folder."""

    def __init__(self, database: Any, folder: Path) -> None:
        self.database, self.folder = database, folder
        self._api: Any = None

    @property
    def api(self) -> Any:
        """What Splink works through."""
        if self._api is None:
            from splink import DuckDBAPI

            self._api = DuckDBAPI(connection=self.database)
        return self._api

    def has(self, table: str) -> bool:
        """Whether a step has been done."""
        asked = "SELECT 1 FROM duckdb_tables() WHERE table_name = ?"
        return bool(self.database.execute(asked, [table]).fetchall())

    def make(self, table: str, sql: str) -> str:
        """The table with what `sql` selects, made once; its name."""
        if not self.has(table):
            self.database.execute(f"CREATE TABLE {table} AS {sql}")
        return table

    def take(self, table: str, rows: Any) -> str:
        """The table with these rows (of Arrow), made once; its name."""
        if not self.has(table):
            self.database.register("given_rows", rows)
            self.database.execute(f"CREATE TABLE {table} AS SELECT * FROM given_rows")
            self.database.unregister("given_rows")
        return table

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What `sql` selects."""
        found: list[tuple[Any, ...]] = self.database.execute(sql).fetchall()
        return found

    def lend(self, table: str) -> str:
        """A table of the run for the heavy engine to read, which is this one; its name."""
        return table

    def bring(self, table: str) -> str:
        """A table of the heavy engine for the run; its name."""
        return table


@contextmanager
def opened(folder: Path, *, read_only: bool = False) -> Iterator[DuckDB]:
    """The database of a run; one process at a time may write. Nothing comes over the network."""
    import duckdb

    private: dict[str, Any] = {
        "memory_limit": "512MB" if read_only else MEMORY,
        "threads": 1 if read_only else max(1, settings.IMPORT_PROCESSES),
        "temp_directory": str(folder / "spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "extension_directory": str(folder / "extensions"),
        "secret_directory": str(folder / "secrets"),
    }
    database = duckdb.connect(str(folder / "base.duckdb"), read_only=read_only, config=private)
    try:
        yield DuckDB(database, folder)
    finally:
        database.close()
