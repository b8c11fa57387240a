"""SOQL within what somebody may see: one way to ask for the API, for reports and for exports."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from headwater.catalog import ids, objects
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.criteria.columns import CompiledSelect, Within, compile_select, within
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Seen
from headwater.criteria.select import Select, parse_query
from headwater.criteria.tree import Comparison, InList, Path, Text, all_of
from headwater.criteria.values import SelectColumn
from headwater.people.models import User
from headwater.records.sharing import EVERYTHING, visible

MINE = frozenset({"mine", "user_owned"})
TEAM = frozenset({"team", "minemyteam", "my_team_territory", "mine_and_my_groups"})

Condition = tuple[str, Sequence[Any]]
Allowed = Callable[[type[Any], User], Q]


@dataclass(frozen=True, slots=True)
class Table:
    """What a query found: rows of values in the order of the columns, None for every empty."""

    columns: tuple[SelectColumn, ...]
    rows: list[tuple[Any, ...]]


def run(query: str | Select, user: User) -> Table:
    """The rows of a query that `user` may see, ids with 18 characters; raises CriteriaError."""
    select = parse_query(query) if isinstance(query, str) else query
    found = compiled(select, user)
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.params)
        raw = cursor.fetchall()
    rows = [
        tuple(column.read(value) for column, value in zip(found.columns, row, strict=True))
        for row in raw
    ]
    return Table(found.columns, rows if found.columns else raw)


def compiled(select: Select, user: User, bounds: Within = Within()) -> CompiledSelect:  # noqa: B008
    """The SQL of a query within what `user` may see; raises CriteriaError."""
    seen = seen_by(user)
    here = seen(root, "t") if (root := _root(select)) else None
    where = _both(here, bounds.where)
    return compile_select(
        _scoped(select, user),
        calendar=Calendar(timezone.now(), user.time_zone),
        seen=seen,
        within=replace(bounds, where=where),
    )


def seen_by(user: User) -> Seen:
    """The condition under which a row of an object may be read by `user`; None: every row."""

    def seen(kind: ObjectDef, table: str) -> Condition | None:
        if kind.rows and kind.shared_as is None:
            return None
        column, name = kind.shared_as or ("", kind.name)
        model = objects.get(name).model
        condition = visible(model, user)
        rows = model._default_manager.filter(condition)
        return None if condition == EVERYTHING else within(rows, table, column)

    return seen


def _root(select: Select) -> ObjectDef | None:
    """The object of the query; None where there is none, which compiling tells."""
    try:
        return objects.get(select.object_name)
    except UnknownName:
        return None


def _both(one: Condition | None, other: Condition | None) -> Condition | None:
    if one is None or other is None:
        return one or other
    return f"({one[0]}) AND ({other[0]})", [*one[1], *other[1]]


def _scoped(select: Select, user: User) -> Select:
    """USING SCOPE as a condition on the owner; other scopes than these leave nothing out."""
    if select.scope in MINE | TEAM:
        owners = [user.pk]
        if select.scope in TEAM and user.team_id:
            team = User.objects.filter(team_id=user.team_id)
            owners = sorted({user.pk, *team.values_list("pk", flat=True)})
    elif select.scope == "queue_owned":
        owned = Comparison(Path(("Owner", "Type")), "=", Text("Group"))
        return replace(select, where=all_of([select.where, owned]))
    elif select.scope in ("", "everything", "delegated", "my_territory"):
        return select
    else:
        message = f"There is no scope “{select.scope}”."
        raise CriteriaError(message, select.position, "Write USING SCOPE mine.", "syntax")
    named = InList(tuple(Text(ids.encode("005", key)) for key in owners))
    owned = Comparison(Path(("OwnerId",)), "IN", named)
    return replace(select, where=all_of([select.where, owned]))
