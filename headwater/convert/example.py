"""What the three records would say if a lead were converted now, by the map as it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.convert import filling, naming
from headwater.convert.conversion_settings import settings
from headwater.convert.leftover import is_content, mapped_in, unmapped_fields
from headwater.convert.mapping import TARGETS, Line, picklist_defaults
from headwater.records.models import Lead


@dataclass(frozen=True, slots=True)
class Saying:
    """One field of a new record: its value, and the lead's field that it comes from.

    Without `source` the conversion itself says it. `is_default`: the lead's picklist is blank, and
    the record's own default comes in.
    """

    field: FieldDef
    value: Any
    source: FieldDef | None
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
    for name, said in _names(lead).items():
        field = objects.get(name).field("Name")
        others = [each for each in records[name] if each.field != field]
        source = next((each.source for each in records[name] if each.value == said), None)
        records[name] = [Saying(field, said, source), *others] if said else others
    stays = [
        (field, filling.value_of(lead, field))
        for field in unmapped_fields(mapped_in(lines))
        if _says(filling.value_of(lead, field)) and is_content(field)
    ]
    return Example(lead, records, stays)


def _names(lead: Lead) -> dict[str, str]:
    """What account and opportunity would be called, by the patterns of Setup."""
    patterns, today = settings(), timezone.localdate()
    return {
        "Account": naming.account_name(lead, patterns, today) or lead.name,
        "Opportunity": naming.deal_name(lead, patterns, today),
    }


def _sayings(lead: Lead, lines: Sequence[Line]) -> list[Saying]:
    values = filling.for_new(lead, lines, picklist_defaults(lines))
    return [
        Saying(line.target, value, line.source, not _says(filling.value_of(lead, line.source)))
        for line in lines
        if _says(value := values.get(line.target.attribute))
    ]


def _says(value: Any) -> bool:
    return not (filling.is_blank(value) or value is False)
