"""A found field as one expression of a SELECT, and what its raw value means."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from headwater.catalog import ids
from headwater.catalog.fields import FieldDef
from headwater.criteria.paths import Found, Joins, Key

# `2026-03-17T16:21:26.000+0000`, as Salesforce has it
MOMENT = "to_char(({}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"+0000\"')"


@dataclass(frozen=True, slots=True)
class SelectColumn:
    """One selected value. `path` has the catalog's spelling: `("Owner", "Name")`.

    `kinds` are those of its parent for which it was asked for (TYPEOF), with `is_otherwise` those
    for which it was not; `writing` is `FORMAT` or `TOLABEL`; one that is hidden nobody asked for.
    """

    path: tuple[str, ...]
    field: FieldDef
    prefix: str = ""
    is_mixed: bool = False  # a reference to several objects comes as `prefix:key`
    kinds: tuple[str, ...] = ()
    is_otherwise: bool = False
    writing: str = ""
    is_hidden: bool = False
    sql: str = ""

    def read(self, raw: Any) -> Any:
        """What the column's raw value means: 18-character ids, None for every empty."""
        if raw is None or raw == "":
            return None
        if self.is_mixed:
            prefix, _, key = raw.partition(":")
            return ids.encode(prefix, int(key))
        return ids.encode(self.prefix, int(raw)) if self.prefix else raw


@lru_cache(maxsize=4096)
def told(column: SelectColumn) -> SelectColumn:
    """The same column as PostgreSQL writes it for programs: it does so faster than Python reads."""
    if column.writing:
        return column
    if column.field.type == "datetime":
        return replace(column, sql=MOMENT.format(column.sql))
    if column.field.type in ("currency", "double", "percent"):
        return replace(column, sql=f"({column.sql})::float8")
    return column


def selected(found: Found, joins: Joins) -> tuple[str, str, bool]:
    """The SQL of a value, the prefix of its ids, and whether it comes as `prefix:key`."""
    if not found.keys:
        return found.sql, "", False
    targets = [target for key in found.keys for target in key.objects]
    if len(targets) > 1:
        return _mixed(found.keys, joins), "", True
    return found.keys[0].sql, targets[0].prefix if targets else "", False


def plain(found: Found, joins: Joins) -> str:
    """The value as one expression in which every empty is NULL; groups are made of it."""
    sql = selected(found, joins)[0]
    return f"NULLIF({sql}, '')" if found.field.is_text and not found.keys else sql


def _mixed(keys: Sequence[Key], joins: Joins) -> str:
    """`prefix:key` of whichever key is set; an owner's prefix follows from its kind."""
    cases = []
    for key in keys:
        prefix = f"'{key.objects[0].prefix}'"
        if len(key.objects) > 1:
            user, queue = key.objects
            kind = joins.kind_of_owner(key)
            prefix = f"CASE {kind} WHEN 'User' THEN '{user.prefix}' ELSE '{queue.prefix}' END"
        cases.append(f"WHEN {key.sql} IS NOT NULL THEN ({prefix}) || ':' || {key.sql}")
    return f"(CASE {' '.join(cases)} END)"
