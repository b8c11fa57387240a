"""A column in the words of a file, and back: pointers by name, numbers as numbers, no surprises."""

from datetime import time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from headwater.config.changes import Said, Unfit
from headwater.config.names import Names
from headwater.route.models import AssignmentRule

Row = models.Model


def columns_of(model: type[Row], *leaving_out: str) -> list[Any]:
    """What a row of this model may say; not its key, nor what the system writes."""
    return [
        column for column in model._meta.concrete_fields
        if column.editable and not column.primary_key and column.name not in leaving_out
        and not getattr(column, "auto_now_add", False)
    ]  # fmt: skip


def said_of(row: Row, columns: list[Any], names: Names) -> Said:
    """The columns that are not as usual."""
    values = {column.name: value_of(row, column, names) for column in columns}
    return {c.name: values[c.name] for c in columns if values[c.name] != usual(c)}


def target_of(column: Any) -> type[Row] | None:
    """What a column or a list points at: by a foreign key, or by a rule's own key."""
    if column.is_relation:
        return column.related_model  # type: ignore[no-any-return]
    return AssignmentRule if column.name == "rule_key" else None


def listed(name: str, given: Any) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise Unfit(f"{name} is a list: one line each, beginning with a hyphen.")
    return given


def value_of(row: Row, column: Any, names: Names) -> Any:
    value = getattr(row, column.attname)
    if target := target_of(column):
        return None if value is None else names.name(target, value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(column, models.TextField | models.CharField):
        return None if value is None else str(value)
    return value


def usual(column: Any) -> Any:
    usual = column.get_default()
    if isinstance(usual, time):
        return f"{usual:%H:%M}"
    if isinstance(usual, Decimal):
        return int(usual) if usual == int(usual) else float(usual)
    return str(usual) if isinstance(column, models.CharField) and usual is not None else usual


def place(row: Row, column: Any, given: Said, names: Names) -> None:
    """What the file says about a column, or the usual."""
    value = given.get(column.name, column.get_default())
    if isinstance(column, models.TimeField) and type(value) is int:
        value = f"{value // 60}:{value % 60:02}"  # YAML takes 20:00 for a number of minutes
    try:
        if target := target_of(column):
            setattr(row, column.attname, names.key(target, value))
        else:
            setattr(row, column.attname, None if value is None else column.to_python(value))
    except ValidationError as error:
        raise Unfit(f"{column.name}: {' '.join(error.messages)}") from None
    except Unfit as unfit:
        raise Unfit(f"{column.name}: {unfit}") from None


def clean(row: Row, *leaving_out: str, constraints: bool = True) -> None:
    """Raise Unfit with everything that the model says is wrong about a row."""
    try:
        row.full_clean(exclude=set(leaving_out), validate_constraints=constraints)
    except ValidationError as error:
        told = [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
        raise Unfit("; ".join(told).replace("__all__: ", "")) from None
