"""Criteria of a report as lines of field, comparison and value, also over parents and over lists
of several objects."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from headwater.catalog import picklists
from headwater.catalog.fields import FieldDef
from headwater.criteria import rows as criteria_rows
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.print import text_of
from headwater.criteria.rows import Row, RowOperator
from headwater.criteria.tree import And, Comparison, Not, Path, Tree
from headwater.reporting.kinds import RECORD, Kind

MOST = 20
TO_TYPE = ("is_empty", "is_not_empty")


def lines_of(where: str) -> list[Row] | None:
    """The lines that say the same; None where only text can."""
    return criteria_rows.rows(parse(where)) if where else []


def read(given: Mapping[str, Any], kind: Kind) -> list[Row]:
    """The lines as the form has them; a list of values is typed with commas."""
    found = []
    for number in range(MOST):
        name = given.get(f"field-{number}")
        if name is None or str(number) == given.get("drop_line"):
            continue
        operators = {each.name: each for each in operators_of(kind, name)}
        operator = operators.get(given.get(f"operator-{number}", ""))
        operator = operator or next(iter(operators.values()), None)
        typed: str | list[str] = given.get(f"value-{number}", "").replace("\x00", "").strip()
        if operator and operator.takes == "many" and isinstance(typed, str):
            typed = [each.strip() for each in typed.split(",") if each.strip()]
        if operator and operator.takes == "nothing":
            typed = ""
        found.append(Row(name, operator.name if operator else "=", typed))
    if "add_line" in given:
        found.append(Row("", "=", ""))
    return found


def text(lines: list[Row], kind: Kind) -> str:
    """The lines that are whole as SOQL; raises CriteriaError."""
    whole = [row for row in lines if row.field and (row.value or row.operator in TO_TYPE)]
    parts = [_tree(row, kind) for row in whole]
    return text_of(And(tuple(parts)) if len(parts) > 1 else parts[0]) if parts else ""


def _tree(row: Row, kind: Kind) -> Tree:
    if not kind.is_joint:
        return criteria_rows.from_rows([row], kind.object.name)
    if row.field == RECORD:
        named = row._replace(field="Name")
        return _renamed(criteria_rows.from_rows([named], "Lead"), RECORD)
    part = next((part for part in kind.parts if kind.path(part, row.field)), kind.parts[0])
    path = kind.path(part, row.field) or row.field
    return _renamed(criteria_rows.from_rows([row._replace(field=path)], part.object_name),
                    row.field)  # fmt: skip


def _renamed(node: Tree, name: str) -> Tree:
    """The same comparison, of the column of the list."""
    if isinstance(node, Comparison):
        return replace(node, field=Path(tuple(name.split("."))))
    return Not(_renamed(node.part, name)) if isinstance(node, Not) else node


def operators_of(kind: Kind, name: str) -> tuple[RowOperator, ...]:
    field = field_of(kind, name)
    return criteria_rows.operators_for(field) if field else ()


def field_of(kind: Kind, name: str) -> FieldDef | None:
    try:
        return kind.field(name) if name else None
    except CriteriaError:
        return None


def drawn(lines: list[Row], kind: Kind) -> list[dict[str, Any]]:
    """Each line as the template draws it."""
    lists = picklists.lists() if lines else {}
    return [_drawn(kind, number, row, lists) for number, row in enumerate(lines)]


def _drawn(kind: Kind, number: int, row: Row, lists: dict[str, list[str]]) -> dict[str, Any]:
    field = field_of(kind, row.field)
    operators = operators_of(kind, row.field)
    chosen = next((each for each in operators if each.name == row.operator), None)
    choices = list(field.choices) or lists.get(field.picklist, []) if field else []
    if field and field.type == "boolean":
        choices = ["true", "false"]
    if row.field == RECORD:
        choices = [part.object.label for part in kind.parts]
    return {
        "number": number, "field": row.field, "operator": row.operator, "operators": operators,
        "value": ", ".join(row.value) if isinstance(row.value, list) else row.value,
        "takes": chosen.takes if chosen else "one", "choices": choices,
        "is_date": bool(field and field.type in ("date", "datetime")),
    }  # fmt: skip
