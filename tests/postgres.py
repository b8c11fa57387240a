"""The database of a test run: the one that DATABASE_URL names, else a throw-away embedded one.

`bin/test` starts and stops it around pytest. This is for a bare `pytest`, as editors call it.

A test with real transactions empties every table in the end; the first rows that the migrations
made are then put back, for the next test and for the next run with `--reuse-db`.
"""

import json
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from headwater.database import postgres

STATE = Path(__file__).parent.parent / ".headwater" / "test"


def pytest_configure(config: pytest.Config) -> None:
    """Before anything has connected."""
    if os.environ.get("DATABASE_URL"):
        return
    os.environ["DATABASE_URL"] = url = postgres.start(STATE, for_tests=True)
    parts = conninfo_to_dict(url)
    settings.DATABASES["default"] |= {
        "NAME": parts["dbname"],
        "USER": parts["user"],
        "PASSWORD": parts["password"],
        "HOST": parts["host"],
    }


def database_url(database: str = "") -> str:
    """Where another process finds the test database, or one beside it: `DATABASE_URL`.

    The server may be one on a socket, without port or password.
    """
    return make_conninfo("", **whereabouts(), dbname=database or connection.settings_dict["NAME"])


def whereabouts() -> dict[str, Any]:
    """The server of the test database, as psycopg wants it."""
    said = connection.settings_dict
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {name: said[key] for name, key in names.items() if said.get(key)}


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last one to use it stops it."""
    postgres.release(STATE)


FIRST_ROWS = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def django_db_setup(  # noqa: PLR0917
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
) -> Generator[None]:
    """The test database, also where no test asks for it but a fixture copies its tables.

    What the migrations wrote is remembered; Django itself makes content types again.
    """
    verbosity = request.config.option.verbose
    with django_db_blocker.unblock():
        made = setup_databases(
            verbosity=verbosity, interactive=False, aliases={"default": True},
            serialized_aliases=set(),
            keepdb=django_db_keepdb and not django_db_createdb,
        )  # fmt: skip
        rows = json.loads(connection.creation.serialize_db_to_string())
    ours = [row for row in rows if not row["model"].startswith(("contenttypes.", "auth."))]
    request.config.stash[FIRST_ROWS] = json.dumps(ours)
    yield
    if not django_db_keepdb:
        with django_db_blocker.unblock():
            teardown_databases(made, verbosity=verbosity)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """After everything else of the test is gone."""
    yield
    # With the last test the test database went, too: its name now means the real one.
    is_gone = nextitem is None and not item.config.getoption("reuse_db")
    if is_gone or not _has_transactions(item):
        return
    if first_rows := item.config.stash.get(FIRST_ROWS, ""):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(first_rows)
            with connection.cursor() as cursor:  # not Django's, so that it does not empty them
                cursor.execute("TRUNCATE procrastinate_jobs CASCADE")
            connection.close()


def _has_transactions(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = getattr(item, "fixturenames", ())
    marked = bool(marker and marker.kwargs.get("transaction"))
    return marked or "transactional_db" in asked or "live_server" in asked
