"""`columns=true`: what the columns of a query are called, as command line tools print them."""

from typing import Any

from headwater.api import children
from headwater.criteria.columns import CompiledSelect, Within
from headwater.criteria.select import AGGREGATES, Child, Select
from headwater.criteria.values import SelectColumn
from headwater.people.models import User
from headwater.records import soql

TYPES = {
    "id": "Id", "reference": "Id", "boolean": "Boolean", "int": "Integer", "date": "Date",
    "datetime": "Datetime", "currency": "Decimal", "double": "Double", "percent": "Double",
    "address": "Address",
}  # fmt: skip
NUMBERS = frozenset({"int", "currency", "double", "percent"})


def told(select: Select, found: CompiledSelect, user: User) -> dict[str, Any]:
    """The names and types of every column, children behind the others; no row is read."""
    shown = [column for column in found.columns if not column.is_hidden]
    sums = _sums(select) if select.is_grouped else {}
    columns = _nested(shown, 0, sums)
    for each in select.children:
        columns.append(_of_child(select, each, user))
    return {
        "columnMetadata": columns, "entityName": found.object_name, "groupBy": bool(select.group),
        "idSelected": any(column.path == ("Id",) for column in shown), "keyPrefix": None,
    }  # fmt: skip


def _sums(select: Select) -> dict[str, str]:
    """Name of a column that is a sum → how the query wrote it."""
    found: dict[str, str] = {}
    unnamed = 0
    for column in select.fields:
        name = column.alias or f"expr{unnamed}"
        unnamed += bool(column.function and not column.alias)
        if set(column.value.functions) & AGGREGATES:
            found[name] = str(column.value)
    return found


def _nested(columns: list[SelectColumn], depth: int, sums: dict[str, str]) -> list[dict[str, Any]]:
    made: dict[str, dict[str, Any]] = {}
    for column in columns:
        name = column.path[depth]
        if name in made:
            continue
        if len(column.path) == depth + 1:
            made[name] = _said(name, column, sums.get(name, ""))
        else:
            inner = [each for each in columns
                     if len(each.path) > depth + 1 and each.path[depth] == name]  # fmt: skip
            made[name] = _joined(name, _nested(inner, depth + 1, {}), is_list=False)
    return list(made.values())


def _said(name: str, column: SelectColumn, written: str) -> dict[str, Any]:
    kind = column.field.type
    return {
        "aggregate": bool(written), "apexType": TYPES.get(kind, "String"),
        "booleanType": kind == "boolean", "columnName": name, "custom": column.field.is_custom,
        "displayName": written or name, "foreignKeyName": None, "joinColumns": [],
        "insertable": column.field.is_createable, "numberType": kind in NUMBERS,
        "textType": kind == "textarea", "updatable": column.field.is_updateable,
    }  # fmt: skip


def _joined(name: str, columns: list[dict[str, Any]], *, is_list: bool) -> dict[str, Any]:
    return {
        "aggregate": is_list, "apexType": None, "booleanType": False, "columnName": name,
        "custom": False, "displayName": name, "foreignKeyName": name, "insertable": False,
        "joinColumns": columns, "numberType": False, "textType": False, "updatable": False,
    }  # fmt: skip


def _of_child(select: Select, child: Child, user: User) -> dict[str, Any]:
    asked, name = children.named(select, child.select)
    found = soql.compiled(asked, user, Within(keys=True))
    shown = [column for column in found.columns if not column.is_hidden]
    return _joined(name, _nested(shown, 0, {}), is_list=True)
