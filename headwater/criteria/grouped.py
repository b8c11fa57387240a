"""The columns, groups and order of a query that sums rows up."""

from dataclasses import dataclass

from headwater.criteria.errors import CriteriaError
from headwater.criteria.paging import Item, item_of
from headwater.criteria.paths import Found, Joins
from headwater.criteria.select import WITH_GROUPS, Column, Order, Select
from headwater.criteria.tree import Path, comparisons
from headwater.criteria.values import SelectColumn, plain, selected

UNGROUPABLE = frozenset({"datetime", "currency", "double", "percent", "multipicklist", "address"})
LONG_TEXT = 255


@dataclass(frozen=True, slots=True)
class Grouped:
    """What stands in SELECT, GROUP BY and ORDER BY."""

    columns: tuple[SelectColumn, ...]
    group: str
    order: str


def parts(select: Select, joins: Joins) -> Grouped:
    """The parts of the query; raises CriteriaError for what is neither grouped nor a sum."""
    names = {_key(each.value) for each in select.group}
    keys = [_group(each.value, joins, each.position) for each in select.group]
    for each in comparisons(select.having):
        _must_be_grouped(each.field, names, each.position)
    group = ""
    if keys:
        listed = ", ".join(dict.fromkeys(keys))
        group = f" GROUP BY {select.sets}({listed})" if select.sets else f" GROUP BY {listed}"
    columns = _columns(select, joins, names)
    items = [item for order in select.order for item in _ordered(order, select, joins, names)]
    return Grouped(columns, group, ", ".join([*(item.sql for item in items), *keys]))


def _group(path: Path, joins: Joins, position: int) -> str:
    if not path.parts or (path.functions[:1] and path.functions[0] in WITH_GROUPS):
        raise CriteriaError(f"{path} cannot be grouped by.", position, kind="syntax")
    found = joins.find(path, position)
    field = found.field
    if field.type in UNGROUPABLE or (field.type == "textarea" and field.length > LONG_TEXT):
        told = f"field '{field.name}' can not be grouped in a query call"
        hint = "Take it apart, for example CALENDAR_MONTH(…)." if field.type == "datetime" else ""
        message = f"Rows cannot be grouped by {field.label}."
        raise CriteriaError(message, position, hint, "syntax", told)
    return plain(found, joins)


def _columns(select: Select, joins: Joins, names: set[str]) -> tuple[SelectColumn, ...]:
    found: list[SelectColumn] = []
    unnamed = 0
    for column in select.columns:
        if not isinstance(column, Column):
            message = "Where rows are summed up there are neither child queries nor TYPEOF."
            raise CriteriaError(message, column.position, kind="syntax")
        _must_be_grouped(column.value, names, column.position)
        value = joins.find(column.value, column.position)
        name = column.alias or (value.field.name if not column.function else f"expr{unnamed}")
        unnamed += bool(column.function and not column.alias)
        if any(each.path == (name,) for each in found):
            told = f"duplicate alias: {name}"
            message = f"Two columns are called {name}."
            raise CriteriaError(message, column.position, "Name one of them.", "syntax", told)
        found.append(_column(name, column, value, joins))
    return tuple(found)


def _column(name: str, column: Column, found: Found, joins: Joins) -> SelectColumn:
    _, prefix, is_mixed = selected(found, joins)
    writing = "FORMAT" if "FORMAT" in column.value.functions else ""
    sql = plain(found, joins)
    return SelectColumn((name,), found.field, prefix, is_mixed, writing=writing, sql=sql)


def _must_be_grouped(path: Path, names: set[str], position: int) -> None:
    calls = path.functions
    if any(each in WITH_GROUPS for each in calls):
        return
    if not {_key(Path(path.parts, calls[start:])) for start in range(len(calls) + 1)} & names:
        told = f"Field must be grouped or aggregated: {path.parts[-1] if path.parts else path}"
        message = f"{path} is neither grouped by nor summed up."
        raise CriteriaError(message, position, f"Add it to GROUP BY: {path}.", "syntax", told)


def _ordered(order: Order, select: Select, joins: Joins, names: set[str]) -> list[Item]:
    named = {each.alias.lower(): each.value for each in select.fields if each.alias}
    path = named.get(str(order.path).lower(), order.path)
    _must_be_grouped(path, names, order.position)
    found = joins.find(path, order.position)
    value = plain(found, joins)
    if found.field.is_text or found.keys:
        nulls = "LAST" if order.nulls == "last" else "FIRST"
        sql = value if found.keys else f"lower({value})"
        return [Item(sql, "text", order.is_descending, nulls)]
    return item_of(order, Found(found.field, value, is_nullable=True))


def _key(path: Path) -> str:
    return str(path).lower()
