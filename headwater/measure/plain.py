"""Figures as plain JSON and back: dataclasses of numbers, texts, days, money and one another."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from importlib import import_module
from typing import Any

# Only what is defined in these rooms is ever made of JSON.
HERE = ("headwater.measure.", "headwater.weekly.", "headwater.recycling.")
AS_TEXT: dict[str, Any] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "Decimal": Decimal,
}


def told(value: Any) -> Any:
    """What JSON can hold; raises TypeError for anything else."""
    if value is None or (isinstance(value, bool | int | float | str) and not _is_named(value)):
        return value
    if isinstance(value, list | tuple):
        return {"!": type(value).__name__, "of": [told(each) for each in value]}
    if isinstance(value, Mapping):
        return {"!": "dict", "of": [[told(key), told(each)] for key, each in value.items()]}
    if isinstance(value, datetime | date | Decimal):
        text = str(value) if isinstance(value, Decimal) else value.isoformat()
        return {"!": type(value).__name__, "of": text}
    if isinstance(value, Enum):
        return {"!": _name(value), "of": value.value}
    if is_dataclass(value):
        parts = {each.name: told(getattr(value, each.name)) for each in fields(value)}
        return {"!": _name(value), "of": parts}
    raise TypeError(f"{type(value).__name__} is no figure")


def read(value: Any) -> Any:
    """What `told` made JSON of."""
    if not isinstance(value, dict):
        return value
    name, inside = value["!"], value["of"]
    if name in ("list", "tuple"):
        every = [read(each) for each in inside]
        return every if name == "list" else tuple(every)
    if name == "dict":
        return {read(key): read(each) for key, each in inside}
    if name in AS_TEXT:
        return AS_TEXT[name](inside)
    kind = _kind(name)
    if issubclass(kind, Enum):
        return kind(inside)
    return kind(**{key: read(each) for key, each in inside.items()})


def _is_named(value: Any) -> bool:
    return isinstance(value, Enum)


def _name(value: Any) -> str:
    return f"{type(value).__module__}:{type(value).__qualname__}"


def _kind(name: str) -> Any:
    module, _, inside = name.partition(":")
    if not module.startswith(HERE):
        raise TypeError(f"{name} is no figure")
    return getattr(import_module(module), inside)
