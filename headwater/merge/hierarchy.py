"""Who stands above the survivor: nobody may come to stand above themselves."""

from collections.abc import Sequence
from typing import Any

from headwater.catalog import objects
from headwater.database import statements
from headwater.merge.fields import PARENTS

_ABOVE = """
WITH RECURSIVE way(start, id) AS (
    SELECT id, id FROM {table} WHERE id = ANY (%s::bigint[])
    UNION
    SELECT way.start, next.{column} FROM way JOIN {table} AS next ON next.id = way.id
    WHERE next.{column} IS NOT NULL
)
SELECT DISTINCT start FROM way WHERE id = ANY (%s::bigint[])
"""


def free_parents(records: Sequence[Any]) -> list[int]:
    """The records that may stand above the one that comes of these: of their present ones those
    that neither are one of them nor stand below one."""
    name = objects.name_of(records[0])
    attribute = PARENTS.get(name)
    if attribute is None:
        return []
    wanted = [key for record in records if (key := getattr(record, attribute))]
    if not wanted:
        return []
    sql = _ABOVE.format(table=objects.get(name).table, column=attribute)
    below = {pk for (pk,) in statements.run(sql, [wanted, [each.pk for each in records]])}
    return [key for key in dict.fromkeys(wanted) if key not in below]
