"""Lines that suggest themselves, and a field made on the other side where there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from headwater.catalog import custom, objects, picklists
from headwater.catalog.custom import LENGTHS, CustomField
from headwater.catalog.fields import FieldDef
from headwater.convert import mapping
from headwater.convert.fitting import Lists, misfit
from headwater.convert.leftover import mapped_in
from headwater.convert.mapping import STANDARD, TARGETS, Change, Line
from headwater.people.models import User
from headwater.records import trail
from headwater.records.problem import Problem, Refused


@dataclass(frozen=True, slots=True)
class Proposal:
    """A line that could be drawn, and why it suggests itself."""

    source: FieldDef
    object_name: str
    target: FieldDef
    why: str


def proposals(lines: Mapping[str, Sequence[Line]], lists: Lists | None = None) -> list[Proposal]:
    """Own fields that go nowhere yet and have their like on the other side; standard lines gone."""
    fed = {(name, line.target.name) for name, some in lines.items() for line in some}
    mapped, leads = mapped_in(lines), objects.get("Lead").fields
    fields = {name: objects.get(name).fields for name in TARGETS}
    found = [
        Proposal(leads[lead], name, fields[name][field], "as it is usual")
        for lead, name, field in STANDARD
        if (name, field) not in fed and field in fields[name]
    ]
    for source in leads.values():
        if not source.is_custom or source.name in mapped:
            continue
        for name in TARGETS:
            target = _like(source, fields[name])
            if target and (name, target.name) not in fed and not misfit(source, target, lists):
                found.append(Proposal(source, name, target, "the same name and kind"))
    return found


def _like(source: FieldDef, fields: Mapping[str, FieldDef]) -> FieldDef | None:
    """The own field of the same API name, or else of the same label."""
    own = [field for field in fields.values() if field.is_custom]
    same = [field for field in own if field.name.lower() == source.name.lower()]
    same += [field for field in own if field.label.lower() == source.label.lower()]
    return same[0] if same else None


def make_there(
    lead_field: str, object_name: str, *, by: User | None
) -> tuple[list[Change], CustomField]:
    """Define a lead's field on the object it should go to, and map it; raises Refused."""
    source = objects.get("Lead").field(lead_field)
    if why_not := cannot_make(source, object_name):
        raise Refused([Problem(source.name, "FIELD_INTEGRITY_EXCEPTION", why_not)])
    with transaction.atomic():
        made = custom.define(object_name, source.label, _type(source), **_settings(source))
        trail.write([trail.entry("field.created", made, by=by)])
        changes = mapping.map_field(source.name, object_name, made.name, by=by)
    return changes, made


def cannot_make(source: FieldDef, object_name: str) -> str:
    """Why this field cannot be made there, in one sentence; empty when it can."""
    if object_name not in TARGETS:
        return "Leads do not convert to that."
    if _type(source) not in custom.TYPES.values():
        return f"{source.label} is of a kind that own fields do not have."
    fields = objects.get(object_name).fields
    wanted = _name(source).lower()
    if any(name.lower() == wanted for name in fields):
        return f"{object_name} has a field {_name(source)} already."
    return ""


def unmake(made: CustomField, changes: Sequence[Change], *, by: User | None) -> bool:
    """Take the line and the field back; False where the field stays because a record uses it."""
    with transaction.atomic():
        mapping.take_back(changes, by=by)
        rows = objects.get(made.object_name).model._default_manager
        if rows.filter(custom__has_key=made.name).exists():
            return False
        trail.write([trail.entry("field.removed", made, by=by)])
        made.delete()
        custom.forget()
    return True


def _name(source: FieldDef) -> str:
    return source.name if source.is_custom else f"{source.name}__c"


def _type(source: FieldDef) -> str:
    return "double" if source.type == "int" else source.type


def _settings(source: FieldDef) -> dict[str, object]:
    """What the other field must be like so that every value fits; what is asked for is not."""
    settings: dict[str, object] = {
        "name": _name(source), "help_text": source.help_text, "is_restricted": source.is_restricted,
    }  # fmt: skip
    if source.is_text:
        settings["length"] = source.length or LENGTHS["textarea"]
    if source.is_number:
        digits = 10 if source.type == "int" else source.precision or 18
        settings |= {"precision": digits, "scale": source.scale}
    if source.type in ("picklist", "multipicklist"):
        listed = picklists.values(source.picklist) if source.picklist else source.choices
        settings["choices"] = list(listed)
    return settings
