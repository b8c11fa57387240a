"""Where a record that was merged away lives on: its old id, links and mail still reach somebody.

A chain is followed to its end: what was merged into a record that was merged in its turn.
"""

from collections.abc import Iterable

from headwater.catalog import objects
from headwater.database import statements

MERGEABLE = frozenset({"Lead", "Contact", "Account"})
# No cycle can come about: only what lives is merged into, and only into what lives.
_UP = """
WITH RECURSIVE way(asked, id, master) AS (
    SELECT id, id, master_record_id FROM {table} WHERE id = ANY (%s::bigint[])
    UNION ALL
    SELECT way.asked, next.id, next.master_record_id
    FROM way JOIN {table} AS next ON next.id = way.master
)
SELECT asked, id FROM way WHERE master IS NULL
"""
_DOWN = """(
WITH RECURSIVE own(id) AS (
    SELECT %s::bigint
    UNION
    SELECT next.id FROM {table} AS next JOIN own ON next.master_record_id = own.id
)
SELECT id FROM own)"""


def survivor(object_name: str, pk: int) -> int:
    """The key of the record that lives in place of this one: itself, if it was never merged."""
    return survivors(object_name, [pk])[pk]


def survivors(object_name: str, pks: Iterable[int]) -> dict[int, int]:
    """The same for many keys of one object in one query."""
    found = {pk: pk for pk in pks}
    if found and object_name in MERGEABLE:
        table = objects.get(object_name).table
        found |= dict(statements.run(_UP.format(table=table), [list(found)]))
    return found


def family(object_name: str) -> str:
    """SQL for the keys of a record and of everything that was merged into it; asks for one key."""
    return _DOWN.format(table=objects.get(object_name).table)
