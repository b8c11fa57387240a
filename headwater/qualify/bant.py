"""Budget, authority, need, timeline: what is known, and what a conversion still waits for."""

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.qualify.statuses import missing_fields
from headwater.records import stages
from headwater.records.models import Lead
from headwater.records.stages import Group

QUESTIONS = ("budget", "authority", "need", "timeline")


def known_about(lead: Lead) -> list[tuple[FieldDef, str]]:
    """The four questions in order, each with its answer ('' when nobody asked yet)."""
    kind = objects.get("Lead")
    return [(kind.by_attribute(name), getattr(lead, name)) for name in QUESTIONS]


def missing_for_conversion(lead: Lead) -> list[FieldDef]:
    """What the qualified and converted statuses ask for and this lead does not tell yet."""
    found: dict[str, FieldDef] = {}
    asking = [
        status
        for status in stages.known().values()
        if status.is_active and status.group in (Group.QUALIFIED, Group.CONVERTED)
    ]
    for status in asking:
        found |= {field.name: field for field in missing_fields(lead, status, {})}
    return list(found.values())
