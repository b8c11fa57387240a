"""References within one object: a parent may come on a later page than its children."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from headwater.catalog import ids, objects
from headwater.database import statements
from headwater.moving.course import Course
from headwater.moving.models import MoveStep
from headwater.moving.pages import settle

# What people have set here meanwhile stays.
LINK = """
UPDATE {table} AS own SET {column} = it.parent
FROM unnest(%s::bigint[], %s::bigint[]) AS it(child, parent)
WHERE own.id = it.child AND own.{column} IS NULL AND it.child <> it.parent
"""


def link(
    course: Course, step: MoveStep, object_name: str, name: str, rows: Sequence[Mapping[str, Any]]
) -> None:
    """Point a page of records at the others that they name."""
    kind = objects.get(object_name)
    column = kind.field(name).column
    pairs = [(ids.whole(str(row["Id"])), ids.whole(str(row[name]))) for row in rows]
    with transaction.atomic():
        keys = course.keys({object_name: {each for pair in pairs for each in pair}})
        found = [(keys[a], keys[b]) for a, b in pairs if a in keys and b in keys]
        sql = LINK.format(table=kind.table, column=column)
        statements.run(sql, [[a for a, _ in found], [b for _, b in found]])
        settle(step, rows, made=len(found), known=0)
        step.refused += len(rows) - len(found)
        step.save()
