"""Deciding which values of a lead go into which record; nothing is written here."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.catalog.fields import FieldDef
from headwater.convert.mapping import Line
from headwater.records.models import Lead

# Who said no once has said no: of two answers the more restrictive one holds, map or no map.
CONSENT = frozenset({"has_opted_out_of_email", "has_opted_out_of_fax", "do_not_call"})
# Where a second number finds its place, in this order.
PHONES = ("mobile_phone", "home_phone", "other_phone")
LONGEST = 32_000  # characters of a description


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both the record and the lead know, differently: one of them has to be chosen."""

    attribute: str
    label: str
    held: Any
    lead_value: Any


def for_new(
    lead: Lead, lines: Sequence[Line], defaults: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Attribute → the lead's value for a new record; blanks too, so that no default steps in.

    But where a picklist of the lead is blank, the target's own default value does (`defaults`).
    """
    found = {line.target.attribute: value_of(lead, line.source) for line in lines}
    for attribute, value in (defaults or {}).items():
        if is_blank(found.get(attribute)):
            found[attribute] = value
    return found


def for_existing(
    lead: Lead,
    record: Any,
    lines: Sequence[Line],
    taken: Collection[str] = (),
    both: Collection[str] = (),
) -> dict[str, Any]:
    """Attribute → value where an existing record gains something: its gaps, what was taken, and
    what is kept beside its own value."""
    found: dict[str, Any] = {}
    for line in lines:
        target, value = line.target, value_of(lead, line.source)
        held = value_of(record, target)
        if target.attribute in CONSENT:
            gains = bool(value) and not held
        elif target.attribute in taken:
            gains = not is_blank(value) and value != held
        else:  # an unticked box is an answer, not a gap
            gains = is_blank(held) and not is_blank(value) and target.type != "boolean"
        if gains:
            found[target.attribute] = value
    gained = set(found)
    for line in lines if both else ():
        if line.target.attribute in both and line.target.attribute not in gained:
            found |= _beside(record, line.target, value_of(lead, line.source), found)
    return found


def opt_outs(lead: Lead) -> dict[str, bool]:
    """The lead's noes; they reach its contact whatever the map says."""
    return {name: True for name in CONSENT if getattr(lead, name)}


def differences(lead: Lead, record: Any, lines: Sequence[Line]) -> list[Difference]:
    """Where record and lead disagree, in the order of the map; agreement in other case is none."""
    found = []
    for line in lines:
        target, value = line.target, value_of(lead, line.source)
        held = value_of(record, target)
        if is_blank(value) or is_blank(held) or target.attribute in CONSENT:
            continue
        if not _is_alike(value, held):
            found.append(Difference(target.attribute, target.label, held, value))
    return found


def value_of(record: Any, field: FieldDef) -> Any:
    return record.custom.get(field.name) if field.is_custom else getattr(record, field.attribute)


def is_blank(value: Any) -> bool:
    return value is None or value == ""


def _beside(
    record: Any, target: FieldDef, value: Any, found: Mapping[str, Any]
) -> dict[str, Any]:  # fmt: skip
    """Where a second value is kept: a number in the next free phone field, all else as a line."""
    held = value_of(record, target)
    if is_blank(value) or is_blank(held) or target.type == "boolean" or _is_alike(value, held):
        return {}
    if target.type == "phone" and "fax" not in target.attribute:
        said = {name: found.get(name, getattr(record, name, None)) for name in PHONES}
        if value in said.values():
            return {}
        free = next((name for name, number in said.items() if number == ""), None)
        if free:
            return {free: value}
    if target.type == "textarea" and "street" not in target.attribute:
        text = found.get(target.attribute, held)
        return {target.attribute: f"{text}\n{value}"[:LONGEST]}
    text = str(found.get("description", record.description))
    line = f"{target.label}: {value}"
    return {"description": f"{text}\n{line}".strip()[:LONGEST]}


def _is_alike(one: Any, other: Any) -> bool:
    return str(one).strip().casefold() == str(other).strip().casefold()
