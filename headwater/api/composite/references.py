"""`@{ref.id}`: what a later request takes from the answer of an earlier one."""

import re
from collections.abc import Mapping
from typing import Any

REFERENCE = re.compile(r"@\{([A-Za-z0-9_]+)((?:\[\d+\]|\.[A-Za-z0-9_]+)*)\}")
ENCODED = re.compile(r"%40%7B(.+?)%7D", re.IGNORECASE)
STEP = re.compile(r"\[(\d+)\]|\.([A-Za-z0-9_]+)")


class Unresolved(ValueError):
    """There is no such answer, or no such value in it."""


def resolved(given: Any, told: Mapping[str, Any]) -> Any:
    """`given` (a JSON value) with every reference in it replaced; raises Unresolved."""
    if isinstance(given, dict):
        return {name: resolved(value, told) for name, value in given.items()}
    if isinstance(given, list):
        return [resolved(each, told) for each in given]
    if not isinstance(given, str):
        return given
    whole = REFERENCE.fullmatch(given)
    if whole:  # keeps its type: a number stays a number
        return _value(whole, told)
    return REFERENCE.sub(lambda found: str(_value(found, told)), given)


def in_address(url: str, told: Mapping[str, Any]) -> str:
    """The same in an address, where clients may have written `@{…}` in percents."""
    plain = ENCODED.sub(lambda found: "@{" + _plain(found[1]) + "}", url)
    return str(resolved(plain, told))


def _plain(text: str) -> str:
    return text.replace("%5B", "[").replace("%5D", "]").replace("%5b", "[").replace("%5d", "]")


def _value(found: "re.Match[str]", told: Mapping[str, Any]) -> Any:
    name, way = found[1], found[2]
    if name not in told:
        raise Unresolved(f"Invalid reference specified. No value for {name} found.")
    value = told[name]
    for index, step in STEP.findall(way):
        value = _inside(value, index, step)
        if value is None:
            message = f"Invalid reference specified. No value for {name}{way} found in {name}"
            raise Unresolved(message)
    return value


def _inside(value: Any, index: str, step: str) -> Any:
    if index:
        place = int(index)
        return value[place] if isinstance(value, list) and place < len(value) else None
    if not isinstance(value, dict):
        return None
    if step in value:
        return value[step]
    return next((each for name, each in value.items() if name.lower() == step.lower()), None)
