"""Which field of a lead goes where: the standard map (reference §5.3) and the organisation's own.

One lead field may feed several objects, one target has one source. A mapping is checked when it is
made, so that a conversion does not fail on it later; what is not mapped stays on the lead.
"""

from dataclasses import dataclass

from django.db import models

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.records.problem import Problem, Refused

TARGETS = ("Account", "Contact", "Opportunity")
TEXTS = frozenset({"string", "textarea"})
LISTS = frozenset({"picklist"})
# A target may be read-only for everybody else and still be told what the lead knew.
STANDARD = tuple(
    (lead, name, field)
    for name, pairs in {
        "Account": (
            "Company:Name Phone:Phone Fax:Fax Website:Website Industry:Industry Rating:Rating "
            "AnnualRevenue:AnnualRevenue NumberOfEmployees:NumberOfEmployees "
            "LeadSource:AccountSource Street:BillingStreet City:BillingCity State:BillingState "
            "PostalCode:BillingPostalCode Country:BillingCountry"
        ),
        "Contact": (
            "Salutation:Salutation FirstName:FirstName LastName:LastName Title:Title Phone:Phone "
            "MobilePhone:MobilePhone Fax:Fax Email:Email LeadSource:LeadSource "
            "Description:Description Street:MailingStreet City:MailingCity State:MailingState "
            "PostalCode:MailingPostalCode Country:MailingCountry "
            "HasOptedOutOfEmail:HasOptedOutOfEmail HasOptedOutOfFax:HasOptedOutOfFax "
            "DoNotCall:DoNotCall"
        ),
        "Opportunity": "LeadSource:LeadSource",
    }.items()
    for lead, field in (pair.split(":") for pair in pairs.split())
)


class FieldMapping(models.Model):
    """One line of the map; all names are API names. Standard lines are made by a migration."""

    lead_field = models.CharField(max_length=43)
    object_name = models.CharField(max_length=40, choices=[(name, name) for name in TARGETS])
    field = models.CharField(max_length=43)
    is_standard = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["object_name", "field"], name="one_source_for_a_target")
        ]

    def __str__(self) -> str:
        return f"{self.lead_field} → {self.object_name}.{self.field}"


@dataclass(frozen=True, slots=True)
class Line:
    """A mapping whose fields are known: ready to carry a value."""

    source: FieldDef
    target: FieldDef


def lines() -> dict[str, list[Line]]:
    """The whole map by object, in one query; a line whose field is gone is left out."""
    fields = {name: objects.get(name).fields for name in ("Lead", *TARGETS)}
    found: dict[str, list[Line]] = {name: [] for name in TARGETS}
    for row in FieldMapping.objects.all():
        source, target = fields["Lead"].get(row.lead_field), fields[row.object_name].get(row.field)
        if source and target:
            found[row.object_name].append(Line(source, target))
    return found


def map_field(lead_field: str, object_name: str, field: str) -> FieldMapping:
    """Add a line, replacing what fed that target before; raises Refused if it cannot fit."""
    source = objects.get("Lead").field(lead_field)
    target = objects.get(object_name).field(field)
    why_not = misfit(source, target) if object_name in TARGETS else "Leads do not convert to that."
    if why_not:
        raise Refused([Problem(target.name, "FIELD_INTEGRITY_EXCEPTION", why_not)])
    row, _ = FieldMapping.objects.update_or_create(
        object_name=object_name, field=target.name, defaults={"lead_field": source.name}
    )
    return row


def unmap(mapping: FieldMapping) -> None:
    """Take a line out: from now on the value stays on the lead."""
    mapping.delete()


def misfit(source: FieldDef, target: FieldDef) -> str:
    """Why values of `source` cannot go into `target`, in one sentence; empty when they can."""
    why = ""
    if not target.is_createable:
        why = "that field is worked out, nobody writes it"
    elif not _types_fit(source, target):
        why = f"{source.type} and {target.type} do not fit together"
    elif source.is_text and target.length and source.length > target.length:
        why = f"up to {source.length} characters, but only {target.length} fit"
    elif source.is_number and _digits(source) > _digits(target):
        why = "it can be larger than the target holds"
    elif source.is_number and source.scale > target.scale:
        why = f"{source.scale} decimals, but only {target.scale} fit"
    elif source.is_reference and _leads_to(source) != _leads_to(target):
        why = "they point at different things"
    return f"{source.label} cannot go into {target.label}: {why}." if why else ""


def _leads_to(field: FieldDef) -> set[str]:
    return {target.object_name for target in field.targets}


def _types_fit(source: FieldDef, target: FieldDef) -> bool:
    if source.type in TEXTS:
        open_list = target.type in LISTS and not target.is_restricted
        return target.type in TEXTS or open_list
    if source.type in LISTS:
        same_list = target.type in LISTS and set(source.choices) <= set(target.choices)
        return (
            target.type in TEXTS or same_list or (target.type in LISTS and not target.is_restricted)
        )
    return source.type == target.type


def _digits(field: FieldDef) -> int:
    return 10 if field.type == "int" else (field.precision or 18) - field.scale
