"""Which field of a lead goes where: the standard map (reference §5.3) and the organisation's own.

One lead field may feed several objects, one target has one source. A line is checked when it is
made (`fitting`), so that a conversion does not fail on it later; what is not mapped stays on the
lead. Every change is told to the Trail and can be taken back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import UnknownName
from headwater.catalog.picklists import PicklistValue
from headwater.convert.fitting import misfit
from headwater.people.models import User
from headwater.records import trail
from headwater.records.problem import Problem, Refused

TARGETS = ("Account", "Contact", "Opportunity")
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


# Without these no account or contact could be made, or a "no" of the person would be lost.
NAMES = frozenset({("Account", "Name"), ("Contact", "LastName")})
CONSENTS = frozenset(
    ("Contact", name) for name in ("HasOptedOutOfEmail", "HasOptedOutOfFax", "DoNotCall")
)


@dataclass(frozen=True, slots=True)
class Change:
    """What fed a target before and after; no lead field is ''."""

    object_name: str
    field: str
    before: str
    after: str


def map_field(
    lead_field: str, object_name: str, field: str, *, by: User | None = None
) -> list[Change]:
    """Let a lead field feed a target, and no other of that object; raises Refused.

    What fed the target before no longer does.
    """
    source, target = _field("Lead", lead_field), _field(object_name, field)
    if object_name not in TARGETS:
        raise _refusal(target.name, "Leads do not convert to that.")
    if why_not := misfit(source, target):
        raise _refusal(target.name, why_not)
    rows = FieldMapping.objects.filter(object_name=object_name, lead_field=source.name)
    others = rows.exclude(field=target.name).values_list("field", flat=True)
    wanted = [(object_name, other, "") for other in others]
    return feed([*wanted, (object_name, target.name, source.name)], by=by)


def unmap(object_name: str, field: str, *, by: User | None = None) -> list[Change]:
    """Take the line of a target out: from now on the value stays on the lead; raises Refused."""
    return feed([(object_name, field, "")], by=by)


def take_back(changes: Iterable[Change], *, by: User | None) -> list[Change]:
    """Feed the targets of these changes as before them; raises Refused."""
    before = [(each.object_name, each.field, each.before) for each in changes]
    return feed(before, by=by)


def feed(wanted: Sequence[tuple[str, str, str]], *, by: User | None) -> list[Change]:
    """Set what feeds targets: (object, field, lead field or ''); told to the Trail."""
    changes: list[Change] = []
    entries = []
    with transaction.atomic():
        _lock()
        rows = {(row.object_name, row.field): row for row in FieldMapping.objects.all()}
        for object_name, field, lead_field in wanted:
            row = rows.get((object_name, field)) or FieldMapping(
                object_name=object_name, field=field
            )
            change = Change(object_name, field, row.lead_field, lead_field)
            if change.before == change.after:
                continue
            if why_not := locked_because(change):
                raise _refusal(field, why_not)
            entries.append(_save(row, change, by))
            changes.append(change)
        trail.write(entries)
    return changes


def locked_because(change: Change) -> str:
    """Why a line cannot be changed, in one sentence; empty when it can."""
    target = (change.object_name, change.field)
    if (change.after, *target) in STANDARD:
        return ""
    if target in NAMES:
        return f"A {change.object_name.lower()} has its name from the lead; this line stays."
    if target in CONSENTS:
        return "Who has said no to a lead has said no to the contact; this line stays."
    return ""


def uses_of(object_name: str, name: str) -> list[FieldMapping]:
    """The lines that a field takes part in, at either end."""
    end = {"lead_field": name} if object_name == "Lead" else {"field": name}
    rows = FieldMapping.objects.filter(**end)
    return list(rows if object_name == "Lead" else rows.filter(object_name=object_name))


def broken_by(object_name: str, field: FieldDef) -> str:
    """Which line would no longer fit if a mapped field were like this; empty when all do."""
    for row in uses_of(object_name, field.name):
        if row.is_standard:
            continue
        is_source = object_name == "Lead"
        other = objects.get(row.object_name if is_source else "Lead").fields.get(
            row.field if is_source else row.lead_field
        )
        why = other and (misfit(field, other) if is_source else misfit(other, field))
        if why:
            return f"It is mapped ({row}). {why} Take it off the map first."
    return ""


def picklist_defaults(lines: Iterable[Line]) -> dict[str, Any]:
    """Attribute → value that a picklist of a new record holds where the lead's is blank (§5.3)."""
    targets = [line.target for line in lines if line.target.type == "picklist"]
    names = {target.picklist for target in targets if target.picklist}
    rows = PicklistValue.objects.filter(picklist__in=names, is_default=True, is_active=True)
    standard = dict(rows.values_list("picklist", "value")) if names else {}
    found = {
        target.attribute: standard.get(target.picklist) if target.picklist else target.default
        for target in targets
    }
    return {attribute: value for attribute, value in found.items() if value not in (None, "")}


def _field(object_name: str, name: str) -> FieldDef:
    try:
        return objects.get(object_name).field(name)
    except UnknownName as unknown:
        raise _refusal(name, str(unknown)) from None


def _refusal(field: str, message: str) -> Refused:
    return Refused([Problem(field, "FIELD_INTEGRITY_EXCEPTION", message)])


def _lock() -> None:
    """One change of the map at a time; conversions read on."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE convert_fieldmapping IN SHARE ROW EXCLUSIVE MODE")


def _save(row: FieldMapping, change: Change, by: User | None) -> trail.TrailEntry:
    is_new, key = row.pk is None, row.pk
    row.lead_field = change.after
    row.is_standard = (change.after, change.object_name, change.field) in STANDARD
    if change.after:
        row.save()
        key = row.pk
    else:
        row.delete()
        row.pk = key
    deed = "created" if is_new else "changed" if change.after else "removed"
    return trail.entry(
        f"mapping.{deed}", row, by=by,
        because={"object": change.object_name, "field": change.field},
        changes={"lead_field": [change.before, change.after]},
    )  # fmt: skip
