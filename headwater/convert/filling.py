"""Deciding which values of a lead go into which record; nothing is written here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.catalog.fields import FieldDef
from headwater.convert.mapping import Line
from headwater.records.models import Lead

# Who said no once has said no: of two answers the more restrictive one holds.
CONSENT = frozenset({"has_opted_out_of_email", "has_opted_out_of_fax", "do_not_call"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that both the record and the lead know, differently: one of them has to be chosen."""

    attribute: str
    label: str
    held: Any
    lead_value: Any


def for_new(lead: Lead, lines: Sequence[Line]) -> dict[str, Any]:
    """Attribute → the lead's value for a new record; blanks too, so that no default steps in."""
    return {line.target.attribute: value_of(lead, line.source) for line in lines}


def for_existing(
    lead: Lead, record: Any, lines: Sequence[Line], taken: Collection[str]
) -> dict[str, Any]:
    """Attribute → value where an existing record gains something: its gaps, and what was taken."""
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
    return found


def differences(lead: Lead, record: Any, lines: Sequence[Line]) -> list[Difference]:
    """Where record and lead disagree, in the order of the map; agreement in other case is none."""
    found = []
    for line in lines:
        target, value, held = line.target, value_of(lead, line.source), None
        held = value_of(record, target)
        if is_blank(value) or is_blank(held) or target.attribute in CONSENT:
            continue
        if str(value).strip().casefold() != str(held).strip().casefold():
            found.append(Difference(target.attribute, target.label, held, value))
    return found


def value_of(record: Any, field: FieldDef) -> Any:
    return record.custom.get(field.name) if field.is_custom else getattr(record, field.attribute)


def is_blank(value: Any) -> bool:
    return value is None or value == ""
