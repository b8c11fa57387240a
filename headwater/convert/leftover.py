"""What of a lead goes nowhere: kept with the conversion, and shown beside what the lead became."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from headwater.catalog import objects, values
from headwater.catalog.fields import FieldDef
from headwater.convert.filling import is_blank, value_of
from headwater.convert.mapping import Line
from headwater.records.models import Lead

# About the lead's own course, not about the person: the conversion and the Trail tell it.
OWN_COURSE = frozenset(
    {"Id", "Name", "OwnerId", "Status", "StatusGroup", "IsUnreadByOwner", "SnoozedUntil",
     "ClosedReason", "Score"}
)  # fmt: skip


def is_content(field: FieldDef) -> bool:
    """Whether a lead's field says something that somebody may want to find again."""
    return field.is_custom or (
        field.is_createable and not field.is_reference and field.name not in OWN_COURSE
    )


def unmapped_fields(mapped: Collection[str]) -> list[FieldDef]:
    """The lead's fields with content that no line of the map carries, own ones first."""
    fields = objects.get("Lead").fields.values()
    found = [field for field in fields if is_content(field) and field.name not in mapped]
    return sorted(found, key=lambda field: not field.is_custom)


def unmapped(lead: Lead, lines: Mapping[str, Sequence[Line]]) -> dict[str, Any]:
    """Label → value, as JSON holds it, of everything on the lead that the map leaves there."""
    return told(lead, unmapped_fields(mapped_in(lines)))


def mapped_in(lines: Mapping[str, Sequence[Line]]) -> set[str]:
    """The API names of the lead's fields that go somewhere."""
    return {line.source.name for some in lines.values() for line in some}


def told(lead: Lead, fields: Sequence[FieldDef]) -> dict[str, Any]:
    """Label → value of these fields where the lead says something; an unticked box says nothing."""
    found: dict[str, Any] = {}
    for field in fields:
        value = value_of(lead, field)
        if is_blank(value) or value is False:
            continue
        label = field.label if field.label not in found else f"{field.label} ({field.name})"
        found[label] = values.stored(value)
    return found
