"""Criteria as lines of field, comparison and value: read from a form, and drawn in it.

Lists, rules and reports build criteria by the same lines; which fields there are is theirs to say.
"""

from collections.abc import Callable, Mapping
from typing import Any

from headwater.catalog import picklists
from headwater.catalog.fields import FieldDef
from headwater.criteria import rows as criteria_rows
from headwater.criteria.rows import Row

MOST = 20
EMPTY = Row("", "=", "")
WITHOUT_VALUE = ("is_empty", "is_not_empty")
FieldOf = Callable[[str], FieldDef | None]


def read(given: Mapping[str, Any], field_of: FieldOf, *, drop: str) -> list[Row]:
    """The lines as the form has them, but the one to drop; lists are typed with commas."""
    found = []
    for number in range(MOST):
        name = given.get(f"field-{number}")
        if name is None or str(number) == drop:
            continue
        operators = {each.name: each for each in operators_of(field_of(name))}
        operator = operators.get(given.get(f"operator-{number}", ""))
        operator = operator or next(iter(operators.values()), None)
        typed = str(given.get(f"value-{number}", "")).replace("\x00", "").strip()
        value: str | list[str] = typed
        if operator and operator.takes == "many":
            value = [each.strip() for each in typed.split(",") if each.strip()]
        if operator and operator.takes == "nothing":
            value = ""
        found.append(Row(name, operator.name if operator else "=", value))
    return found


def whole(lines: list[Row]) -> list[Row]:
    """Those that say something; a line whose value is still to be typed is no criterion yet."""
    return [row for row in lines if row.field and (row.value or row.operator in WITHOUT_VALUE)]


def drawn(lines: list[Row], field_of: FieldOf) -> list[dict[str, Any]]:
    """Each line as a template draws it."""
    lists = picklists.lists() if lines else {}
    return [_drawn(number, row, field_of(row.field), lists) for number, row in enumerate(lines)]


def operators_of(field: FieldDef | None) -> tuple[Any, ...]:
    return criteria_rows.operators_for(field) if field else ()


def _drawn(
    number: int, row: Row, field: FieldDef | None, lists: dict[str, list[str]]
) -> dict[str, Any]:
    operators = operators_of(field)
    chosen = next((each for each in operators if each.name == row.operator), None)
    choices = list(field.choices) or lists.get(field.picklist, []) if field else []
    if field and field.type == "boolean":
        choices = ["true", "false"]
    return {
        "number": number, "field": row.field, "operator": row.operator, "operators": operators,
        "value": ", ".join(row.value) if isinstance(row.value, list) else row.value,
        "takes": chosen.takes if chosen else "one", "choices": choices,
        "is_date": bool(field and field.type in ("date", "datetime")),
    }  # fmt: skip
