"""The database of a test run: the one that DATABASE_URL names, else a throw-away embedded one.

`bin/test` starts and stops it around pytest. This is for a bare `pytest`, as editors call it.
"""

import os
from pathlib import Path

import pytest
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict

from headwater import postgres

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


def pytest_unconfigure(config: pytest.Config) -> None:
    """The last one to use it stops it."""
    postgres.release(STATE)
