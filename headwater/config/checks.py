"""What a column alone cannot know: that criteria can be read, that names in them are there."""

from collections.abc import Iterable
from typing import Any

from headwater.catalog import objects
from headwater.catalog.custom import API_NAME, CustomField
from headwater.catalog.objects import UnknownName
from headwater.catalog.standard import WITH_CUSTOM_FIELDS
from headwater.config.changes import Said
from headwater.convert.mapping import FieldMapping, misfit
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.match.rules.duplicate_rule import DuplicateRule
from headwater.nurture import merge
from headwater.nurture.models import MailTemplate
from headwater.qualify.models import ClockPolicy
from headwater.records.models import LeadStatus
from headwater.records.submission import Door


def criteria(text: str, object_name: str) -> Iterable[str]:
    """Whether the criteria can be read for this object."""
    try:
        parse(text, object_name)
    except CriteriaError as error:
        yield str(error)


def status(row: LeadStatus, before: Said) -> Iterable[str]:
    """The fields it asks for and the statuses that it names."""
    known = {field.attribute for field in objects.get("Lead").fields.values()}
    for name in set(row.required_fields) - known:
        yield f"required_fields: leads have no field “{name}”."
    names = set(LeadStatus.objects.values_list("name", flat=True))
    for name in {*row.allowed_next, *row.moves_when.values(), *filter(None, [row.recycle_to])}:
        if name not in names:
            yield f"there is no status “{name}”."


def clock(row: ClockPolicy, before: Said) -> Iterable[str]:
    """Its criteria and its doors."""
    yield from criteria(row.criteria, "Lead")
    for door in set(row.doors) - set(Door.values):
        yield f"doors: there is no door “{door}”; there are {', '.join(Door.values)}."


def template(row: MailTemplate, before: Said) -> Iterable[str]:
    """The merge fields of subject and text."""
    for name in ("subject", "text", "html"):
        try:
            merge.check(getattr(row, name))
        except merge.MergeError as error:
            yield f"{name}: {error}"


def custom_field(row: CustomField, before: Said) -> Iterable[str]:
    """Its name, its object, and that the type of stored values stays."""
    if not API_NAME.match(row.name):
        yield "an API name has letters, digits, single underscores, then __c."
    if row.object_name not in WITH_CUSTOM_FIELDS:
        yield f"fields cannot be added to {row.object_name}."
    if before and before.get("type") != row.type:
        yield f"its type stays {before.get('type')}: the values that are there are of it."


def mapping(row: FieldMapping, before: Said) -> Iterable[str]:
    """That a value of the lead's field fits where it goes."""
    try:
        source = objects.get("Lead").field(row.lead_field)
        target = objects.get(row.object_name).field(row.field)
    except UnknownName as error:
        yield str(error)
        return
    if (why := misfit(source, target)) and not row.is_standard:
        yield why


def duplicate_rule(row: DuplicateRule, before: Said) -> Iterable[str]:
    """Its conditions."""
    yield from criteria(row.conditions, row.sobject_type)


def nothing(row: Any, before: Said) -> Iterable[str]:
    """Its columns say it all."""
    return ()
