"""Pointing rows from one record to another, in bulk: one statement for each column."""

from collections.abc import Iterable, Mapping

from django.db.models import F, Value

from headwater.database import statements
from headwater.merge.relations import MOVES, Relation

Moved = dict[str, dict[str, list[int]]]  # relation → loser → keys of the rows

# The column stands in both conditions: what somebody else moves meanwhile is theirs.
_MOVE = """
UPDATE {table} AS t SET {column} = %s::bigint{stamp}
FROM (
    SELECT id, {column} AS held FROM {table}
    WHERE {column} = ANY (%s::bigint[]) AND id <> ALL (%s::bigint[]) {but}
) AS old
WHERE t.id = old.id AND t.{column} = old.held RETURNING old.held, t.id
"""
# Both would run for one lead and one promise: uniting decides which.
_BUT = {"records.Clock.lead": "AND stopped_at IS NOT NULL"}
# A lead is on one cadence at a time, and in each program once: what says which it is.
_ONE_AT_A_TIME = {"qualify.CadenceRun.lead": Value(0), "nurture.Enrolment.lead": F("program_id")}
_BACK = """
UPDATE {table} AS t SET {column} = asked.home{stamp}
FROM json_to_recordset(%s::json) AS asked(id bigint, home bigint)
WHERE t.id = asked.id AND t.{column} = %s::bigint RETURNING t.id
"""
_STILL = """
SELECT count(*) FROM {table} AS t
JOIN unnest(%s::bigint[]) AS asked(id) ON asked.id = t.id WHERE t.{column} = %s::bigint
"""


def to_survivor(object_name: str, losers: Iterable[int], survivor: int) -> Moved:
    """Everything that simply moves; returns which rows did."""
    keys, moved = list(losers), Moved()
    for relation in MOVES[object_name]:
        sql = _MOVE.format(
            table=relation.table, column=relation.column, but=_BUT.get(relation.key, ""),
            stamp=_stamp(relation),
        )  # fmt: skip
        for held, pk in sorted(
            statements.run(
                sql,
                [survivor, keys, _staying(relation, object_name, survivor, keys)],
                is_large=True,
            )
        ):
            moved.setdefault(relation.key, {}).setdefault(str(held), []).append(pk)
    return moved


def _staying(relation: Relation, object_name: str, survivor: int, keys: list[int]) -> list[int]:
    """Rows that may not move, by key."""
    # What stands above itself: the records' own places in the tree are settled as values.
    if relation.model.__name__ == object_name:
        return [survivor, *keys]
    if relation.key not in _ONE_AT_A_TIME:
        return []
    # The others wait with the tombstones.
    runs = relation.model._default_manager.filter(lead__in=[survivor, *keys], state="running")
    rows = list(runs.values_list("lead_id", "pk", _ONE_AT_A_TIME[relation.key]))
    seen, staying = set[int](), []
    for _, pk, of in sorted(rows, key=lambda run: (run[0] != survivor, run)):
        if of in seen:
            staying.append(pk)
        seen.add(of)
    return staying


def back(relation: Relation, homes: Mapping[int, int], survivor: int) -> set[int]:
    """Rows (key → whose it is) that still hang on the survivor; returns which went."""
    if not homes:
        return set()
    said = statements.dumped([{"id": pk, "home": home} for pk, home in homes.items()])
    sql = _BACK.format(table=relation.table, column=relation.column, stamp=_stamp(relation))
    return {pk for (pk,) in statements.run(sql, [said, survivor], is_large=True)}


def _stamp(relation: Relation) -> str:
    """Programs that copy what has changed see that a row hangs elsewhere."""
    has_one = any(column.name == "modified_at" for column in relation.model._meta.fields)
    return ", modified_at = now()" if has_one else ""


def still_there(relation: Relation, pks: Iterable[int], survivor: int) -> int:
    """How many of these rows still hang on the survivor."""
    sql = _STILL.format(table=relation.table, column=relation.column)
    return int(statements.run(sql, [list(pks), survivor], is_large=True)[0][0])


def homes(moved: Mapping[str, Mapping[str, list[int]]], relation: Relation) -> dict[int, int]:
    """Of one relation: key of the row → the loser on which it hung."""
    return {pk: int(loser) for loser, pks in moved.get(relation.key, {}).items() for pk in pks}


_COUNT = "SELECT %s::text, count(*) FROM {table} WHERE {column} = ANY (%s::bigint[])"
_MARK = "SELECT %s::text, max(id) FROM {table}"


def counts(relations: Iterable[Relation], keys: list[int]) -> dict[str, int]:
    """How many rows hang on these records, by relation, in one query."""
    asked = list(relations)
    sql = " UNION ALL ".join(_COUNT.format(table=r.table, column=r.column) for r in asked)
    params = [each for relation in asked for each in (relation.key, keys)]
    return dict(statements.run(sql, params)) if asked else {}


def marks(relations: Iterable[Relation]) -> dict[str, int]:
    """Model label → the highest key of its table now: what is above comes later."""
    tables = {relation.label: relation.table for relation in relations}
    sql = " UNION ALL ".join(_MARK.format(table=table) for table in tables.values())
    return {label: top or 0 for label, top in statements.run(sql, list(tables))}
