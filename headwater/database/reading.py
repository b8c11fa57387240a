"""Reading from a replica: what counts and lists much need not be asked of the primary.

Inside `reader()` Django's usual connection is the replica's, for the ORM and for plain SQL alike;
it writes nothing. Where the replica is away, too old or none any more, the primary is read, and
`now()` says so. Without DATABASE_REPLICA_URL all of this does nothing.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, InternalError, OperationalError, connections

log = logging.getLogger("headwater.database.reading")
REPLICA = "replica"
PAUSE = 10.0  # seconds for which a replica that was away is not asked again
WRITTEN = "SELECT pg_current_wal_lsn()"
# Idle primaries commit nothing: what has replayed all that is written is of this moment.
REPLAYED = """
SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,
  extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float
"""
T = TypeVar("T")


class Reading(NamedTuple):
    """Where figures come from: of a replica their greatest `age` in seconds, else the reason."""

    is_replica: bool
    age: float = 0.0
    why: str = ""

    @property
    def words(self) -> str:
        """For the page: `as of 3 s ago`, `read live, because …`, or nothing."""
        if not self.is_replica:
            return f"read live, because {self.why}" if self.why else ""
        return f"as of {round(self.age)} s ago" if self.age >= 1 else "as of now"


PRIMARY = Reading(False)
_here = threading.local()
_asks_again_at = 0.0


def now() -> Reading:
    """How the block that is running reads."""
    found: Reading = getattr(_here, "reading", PRIMARY)
    return found


@contextmanager
def reader() -> Iterator[Reading]:
    """What is read inside comes from the replica if it is there and young enough.

    Inside a transaction, or of another reader, nothing changes.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    if REPLICA not in connections.settings or usual.in_atomic_block or hasattr(_here, "reading"):
        yield now()
        return
    _here.reading = found = _look()
    _here.primary = usual
    if found.is_replica:
        connections[DEFAULT_DB_ALIAS] = connections[REPLICA]
    try:
        yield found
    finally:
        connections[DEFAULT_DB_ALIAS] = usual
        del _here.reading, _here.primary


@contextmanager
def writer() -> Iterator[None]:
    """What is written inside goes to the primary, whatever the block around it reads from."""
    here = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = getattr(_here, "primary", here)
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = here


def read(work: Callable[[], T]) -> T:
    """What `work` answers; if the replica fails meanwhile, the primary is asked all of it again."""
    with reader() as found:
        try:
            return work()
        except OperationalError as error:
            if not found.is_replica:
                raise
            log.warning("The replica failed: %s", error)
            _leave_alone()
        except InternalError as error:  # it tried to write
            if not found.is_replica:
                raise
            log.warning("Not for a replica: %s", error)
            return _live(work)
    with reader():
        return work()


def _live(work: Callable[[], T]) -> T:
    """On the primary, whatever the replica is like."""
    _here.reading = PRIMARY
    try:
        return work()
    finally:
        del _here.reading


def verdict(is_in_recovery: bool, has_all: bool | None, age: float | None) -> Reading:
    """Whether what a replica says of itself is good enough."""
    if not is_in_recovery:
        return Reading(False, why="the replica is none any more")
    behind = 0.0 if has_all else age
    if behind is None:
        return Reading(False, why="the replica has not begun")
    if behind > settings.REPLICA_OLDEST:
        return Reading(False, why=f"the replica is {round(behind)} s behind")
    return Reading(True, max(behind, 0.0))


def _look() -> Reading:
    if time.monotonic() < _asks_again_at:
        return Reading(False, why="the replica is away")
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(WRITTEN)
        written = cursor.fetchone()
    try:
        with connections[REPLICA].cursor() as cursor:
            cursor.execute(REPLAYED, written)
            return verdict(*cursor.fetchone())
    except Error as error:
        log.warning("The replica is away: %s", error)
        _leave_alone()
        return Reading(False, why="the replica is away")


def _leave_alone() -> None:
    global _asks_again_at  # noqa: PLW0603
    _asks_again_at = time.monotonic() + PAUSE
    connections[REPLICA].close()
