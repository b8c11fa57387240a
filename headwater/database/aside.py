"""A transaction of its own, beside the one that is open: on a second connection, kept for reuse."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection


class _Beside(threading.local):
    kept: "psycopg.Connection[Any] | None" = None
    inside: "psycopg.Connection[Any] | None" = None


_beside = _Beside()


@contextmanager
def aside() -> Iterator[None]:
    """The statements of this block (see `headwater.database.statements`) are committed at its end.

    They see nothing of what is not committed outside, and hold nothing for longer than the block.
    No COPY. Raises Django's database errors, also when a lock is not to be had for ten seconds.
    """
    with connection.wrap_database_errors:
        if _beside.kept is None or _beside.kept.closed:
            _beside.kept = psycopg.connect(**connection.get_connection_params(), autocommit=True)
        with _beside.kept.transaction():
            _beside.kept.execute("SET LOCAL lock_timeout = '10s'")
            _beside.inside = _beside.kept
            try:
                yield
            finally:
                _beside.inside = None


def inside() -> "psycopg.Connection[Any] | None":
    """The connection of the block that is running, if one is."""
    return _beside.inside


def leave() -> None:
    """Close the second connection."""
    if _beside.kept is not None:
        _beside.kept.close()
        _beside.kept = None
