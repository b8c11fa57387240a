"""`Id IN (SELECT LeadId FROM CampaignMember WHERE …)`: rows that another query names."""

from typing import TYPE_CHECKING

from headwater.criteria.conditions import Condition
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Found, Joins
from headwater.criteria.select import Column, Select
from headwater.criteria.tree import Among, Comparison, Path

if TYPE_CHECKING:
    from collections.abc import Callable

    from headwater.criteria.tree import Tree

    Compile = Callable[[Tree, Joins], Condition]


def semi_join(comparison: Comparison, joins: Joins, compiled: "Compile") -> Condition:
    """Whether the key of a row is among those that the inner query gives; sharing holds there too.

    Who may not see a record does not learn from this that it exists.
    """
    value = comparison.value
    assert isinstance(value, Among)
    if joins.calls is None:
        raise CriteriaError("Only whole queries have a query inside.", value.position, "", "syntax")
    outer = joins.find(comparison.field, comparison.position)
    column = _column(value.select)
    inner = joins.of_query(value.select.object_name, value.position)
    found = inner.find(column.path, column.position)
    where = compiled(value.select.where, inner)
    parts, params = [where.sql], list(where.params)
    if "IsDeleted" in inner.root.fields:
        parts.append(f"NOT {inner.find(Path(('IsDeleted',))).sql}")
    if inner.seen and (shared := inner.seen(inner.root, inner.table)):
        parts.append(f"({shared[0]})")
        params += shared[1]
    mine, theirs = _same_kind(comparison, outer, found)
    source = f'{inner.root.source} "{inner.table}" {" ".join(inner.sql)}'
    sql = f"{mine} IN (SELECT {theirs} FROM {source} WHERE {' AND '.join(parts)})"  # noqa: S608
    if comparison.operator == "NOT IN":
        sql = f"({sql.replace(' WHERE ', f' WHERE {theirs} IS NOT NULL AND ', 1)}) IS NOT TRUE"
    return Condition(sql, (*inner.params, *params))


def _column(select: Select) -> Column:
    (first, *others) = select.columns
    if others or not isinstance(first, Column) or first.value.functions:
        message = "A query behind IN has one column, which holds ids."
        raise CriteriaError(message, select.position, kind="syntax")
    if select.order or select.limit is not None or select.offset or select.is_grouped:
        message = "A query behind IN has neither order nor limit nor groups."
        raise CriteriaError(message, select.position, kind="syntax")
    return first


def _same_kind(comparison: Comparison, outer: Found, inner: Found) -> tuple[str, str]:
    """The keys on both sides that may name the same object."""
    for mine in outer.keys:
        for theirs in inner.keys:
            if {each.name for each in mine.objects} & {each.name for each in theirs.objects}:
                return mine.sql, theirs.sql
    told = (
        f"The left operand '{comparison.field}' and the right operand of the semi join must refer"
        " to the same type of object"
    )
    message = f"{comparison.field} and the query behind IN do not name the same records."
    raise CriteriaError(message, comparison.position, kind="field", told=told)
