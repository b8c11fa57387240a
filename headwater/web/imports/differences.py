"""What a row changed, field by field, in the words of our pages."""

from collections.abc import Iterable, Sequence
from typing import Any

from headwater.capture.verdicts import CAMPAIGN
from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.people.models import Owner
from headwater.records.models import ImportJob
from headwater.web.records import words

Difference = tuple[str, str, str]  # label, before, after
SHOWN = 12  # of one row; more is said as a number


def of_rows(job: ImportJob, rows: Sequence[Any]) -> dict[int, list[Difference]]:
    """Number of the row → its differences; one query for all owners that they name."""
    owners = _owners(rows)
    return {row.number: [_told(job, row, name, pair, owners) for name, pair in _pairs(row)]
            for row in rows}  # fmt: skip


def _pairs(row: Any) -> Iterable[tuple[str, list[Any]]]:
    return list(row.changes.items())[:SHOWN]


def _told(
    job: ImportJob, row: Any, name: str, pair: list[Any], owners: dict[int, str]
) -> Difference:
    if name == CAMPAIGN:
        return "Campaign", "", str(job.campaign or "member")
    field = field_of(row.object_name, name)
    if field is None:
        return name, str(pair[0] or ""), str(pair[1] or "")
    before, after = (_said(field, value, owners) for value in pair)
    return words.label(field), before, after


def field_of(object_name: str, attribute: str) -> FieldDef | None:
    """The field behind an attribute or a custom field's API name."""
    kind = objects.get(object_name)
    try:
        return kind.fields.get(attribute) or kind.by_attribute(attribute)
    except objects.UnknownName:
        return None


def _said(field: FieldDef, value: Any, owners: dict[int, str]) -> str:
    if field.attribute == "owner_id":
        return owners.get(value, "")
    return words.said(field, value)


def _owners(rows: Sequence[Any]) -> dict[int, str]:
    keys = {key for row in rows for key in row.changes.get("owner_id", ()) if key}
    return dict(Owner.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}
