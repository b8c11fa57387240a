"""What the three records would say if a lead were converted now, by the map as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.catalog.fields import FieldDef
from headwater.convert import filling
from headwater.convert.leftover import is_content, mapped_in, unmapped_fields
from headwater.convert.mapping import TARGETS, Line
from headwater.records.models import Lead


@dataclass(frozen=True, slots=True)
class Saying:
    """One field of a new record: its value, and the lead's field that it comes from.

    `is_default`: the lead's picklist is blank, and the record's own default comes in.
    """

    field: FieldDef
    value: Any
    source: FieldDef
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """By object what its new record says; `stays` is what only the lead goes on to say."""

    lead: Lead
    records: dict[str, list[Saying]]
    stays: list[tuple[FieldDef, Any]]


def example(lead: Lead, lines: Mapping[str, Sequence[Line]]) -> Example:
    """Convert in mind: nothing is written, and the same deciding is asked as in earnest."""
    records = {name: _sayings(lead, lines.get(name, ())) for name in TARGETS}
    stays = [
        (field, filling.value_of(lead, field))
        for field in unmapped_fields(mapped_in(lines))
        if _says(filling.value_of(lead, field)) and is_content(field)
    ]
    return Example(lead, records, stays)


def _sayings(lead: Lead, lines: Sequence[Line]) -> list[Saying]:
    values = filling.for_new(lead, lines)
    return [
        Saying(line.target, value, line.source, not _says(filling.value_of(lead, line.source)))
        for line in lines
        if _says(value := values.get(line.target.attribute))
    ]


def _says(value: Any) -> bool:
    return not (filling.is_blank(value) or value is False)
