"""What hangs on the records of an object, by the name under which a query asks for it."""

from dataclasses import dataclass
from functools import cache

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName

# Names that do not follow from the child's plural: (parent, child, field).
NAMES = {
    ("Account", "Account", "ParentId"): "ChildAccounts",
    ("Campaign", "Campaign", "ParentId"): "ChildCampaigns",
    ("Contact", "Contact", "ReportsToId"): "Reports",
    ("User", "User", "ManagerId"): "ManagedUsers",
    ("Group", "QueueSobject", "QueueId"): "QueueSobjects",
    ("Pricebook2", "PricebookEntry", "Pricebook2Id"): "PricebookEntries",
    ("Product2", "PricebookEntry", "Product2Id"): "PricebookEntries",
}
PLURALS = {
    "AccountContactRelation": "AccountContactRelations",
    "AccountHistory": "Histories",
    "ContactHistory": "Histories",
    "LeadHistory": "Histories",
    "OpportunityFieldHistory": "Histories",
    "OpportunityHistory": "OpportunityHistories",
    "OpportunityLineItem": "OpportunityLineItems",
    "EmailMessage": "Emails",
}
POINTING = frozenset({"Who", "What", "Record"})


@dataclass(frozen=True, slots=True)
class Child:
    """A reference that leads here; `name` is '' where no query can go the way back."""

    name: str
    kind: ObjectDef
    field: FieldDef
    column: str


@cache
def of(parent: str) -> tuple[Child, ...]:
    """The references of other objects that lead here; standard ones, so they never change."""
    return tuple(
        Child(_name(parent, kind, field), kind, field, target.column or field.column)
        for each in objects.all_names()
        if each != "Owner"
        for kind in [objects.get(each)]
        for field in kind.fields.values()
        for target in field.targets
        if target.object_name == parent and not field.is_custom
    )


def find(parent: str, relationship: str) -> Child:
    """The children of this name, in any case; raises UnknownName."""
    known = {child.name: child for child in of(parent) if child.name}
    for name, child in known.items():
        if name.lower() == relationship.lower():
            return child
    raise UnknownName("relationship", relationship, known)


def _name(parent: str, kind: ObjectDef, field: FieldDef) -> str:
    given = NAMES.get((parent, kind.name, field.name))
    if given:
        return given
    is_way_back = field.relationship == parent or field.relationship in POINTING
    if not is_way_back or field.expression:
        return ""
    return PLURALS.get(kind.name) or kind.label_plural.replace(" ", "")
