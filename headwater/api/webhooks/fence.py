"""How far the Trail can be read without missing an entry that is still being written.

Entries get their numbers before they are committed, so a slow transaction may bring number 7
after 8 has been seen. Whoever writes holds a lock on the table from before it takes a number until
after its commit can be seen. So the number that was last given out is safe to read up to as soon
as those who held the lock at that moment hold it no more (docs/decisions: the webhooks' reader).
"""

from dataclasses import dataclass

from django.db import connection

from headwater.records.models import TrailEntry

TABLE = TrailEntry._meta.db_table
WRITERS = """
    SELECT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND granted AND pid IS DISTINCT FROM pg_backend_pid()
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND relation = %s::regclass
        AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock',
                     'AccessExclusiveLock')
"""


@dataclass(slots=True)
class Fence:
    """Kept between looks: up to where it is `safe`, and whom the next stretch waits for."""

    safe: int = 0
    next_safe: int = 0
    awaited: frozenset[str] = frozenset()

    def look(self) -> int:
        """Every entry up to this number can be read now, by a statement that comes after this."""
        last = last_number()  # before the writers: who begins in between takes a later number
        writers = _writers()
        if self.awaited and not self.awaited & writers:
            self.safe, self.awaited = self.next_safe, frozenset()
        if not writers:
            self.safe = last
        elif not self.awaited:
            self.next_safe, self.awaited = last, writers
        return self.safe


def last_number() -> int:
    """The last number that was given out, to whomever."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)", [TABLE]
        )
        (last,) = cursor.fetchone()
    return int(last or 0)


def _writers() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS, [TABLE])
        return frozenset(name for (name,) in cursor.fetchall())
