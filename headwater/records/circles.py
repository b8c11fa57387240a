"""Nobody comes to stand above themselves: the trees that records of one object make."""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.catalog.objects import ObjectDef
from headwater.database import statements
from headwater.records import campaign_levels
from headwater.records.problem import Problem, Refused

# object → attribute that names who stands above, and how that is said
ABOVE = {
    "Account": ("parent_id", "stands below it already"),
    "Contact": ("reports_to_id", "reports to them already"),
    "Campaign": ("parent_id", "stands below it already"),
}
# Two people at once may each make one half of a circle: the second waits for the first.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext(%s::text))"
_WAY_UP = """
WITH RECURSIVE way(id) AS (
    SELECT %s::bigint
    UNION
    SELECT next.{column} FROM way JOIN {table} AS next ON next.id = way.id
    WHERE next.{column} IS NOT NULL
)
SELECT id FROM way
"""


def refuse(kind: ObjectDef, records: Sequence[Any], fitted: Mapping[str, Any]) -> None:
    """Raise Refused where one of these records would come to stand above itself.

    Two queries whatever their number, none when nobody is put anywhere. Call it in the transaction
    that writes.
    """
    attribute, words = ABOVE.get(kind.name, ("", ""))
    above = fitted.get(attribute)
    if not attribute or above is None or not records:
        return
    statements.run(_ALONE, [f"headwater tree {kind.name}"])
    sql = _WAY_UP.format(table=kind.table, column=attribute)
    on_the_way = {pk for (pk,) in statements.run(sql, [above])}
    for record in records:
        if record.pk in on_the_way:
            who = "It cannot stand above itself." if record.pk == above else f"That one {words}."
            field = kind.by_attribute(attribute)
            raise Refused([Problem(field.name, "CIRCULAR_DEPENDENCY", f"{record}: {who}")])
    if kind.name == "Campaign":
        campaign_levels.refuse(records, above)
