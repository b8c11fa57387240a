"""Asking the database from a public door: a connection that died is made anew, once.

While the database is away nobody waits for it a second time: for a moment every question is
answered at once with an error, and the door goes on without it.
"""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

T = TypeVar("T")

PAUSE = 1.0  # seconds after a failure in which nobody tries
_away_until = 0.0  # of time.monotonic(), for this process


def reaching(work: Callable[[], T]) -> T:
    """What `work` returns; raises Django's database errors at once while the database is away."""
    if time.monotonic() < _away_until:
        raise OperationalError("The database was away a moment ago.")
    try:
        return work()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        had_begun = connection.connection is not None
        connection.close()
        if not had_begun:
            _note()
            raise
    try:
        return work()
    except (OperationalError, InterfaceError):
        connection.close()
        _note()
        raise


def forget() -> None:
    """Try again at the next question."""
    global _away_until  # noqa: PLW0603
    _away_until = 0.0


def _note() -> None:
    global _away_until  # noqa: PLW0603
    _away_until = time.monotonic() + PAUSE
