"""What a field of one object is called on another, so that a lead can be compared with a contact.

The common word is the lead's API name: a contact's MailingStreet and an account's BillingStreet
are a lead's Street. Fields that are named nowhere mean the same where they have the same name.
"""

from collections.abc import Mapping
from typing import Any

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import UnknownName

_PLACE = ("Street", "City", "State", "PostalCode", "Country")
# Object → API name there → the common word.
COMMON: Mapping[str, Mapping[str, str]] = {
    "Lead": {},
    "Contact": {
        **{f"Mailing{part}": part for part in _PLACE},
        "Account.Name": "Company",
    },
    "Account": {
        **{f"Billing{part}": part for part in _PLACE},
        "Name": "Company",
        "PersonEmail": "Email",
    },
}
# Not in the catalog, but can be compared: they are read off the record or its parent.
READ_OFF: Mapping[str, Mapping[str, str]] = {
    "Lead": {},
    "Contact": {"Account.Name": "Account Name"},
    "Account": {"FirstName": "First Name", "LastName": "Last Name", "PersonEmail": "Email"},
}
_COMPARED = frozenset(
    {"string", "textarea", "email", "phone", "url", "picklist", "int", "double", "currency",
     "percent", "date", "datetime", "boolean", "combobox", "multipicklist", "reference"}
)  # fmt: skip
# Says nothing about who somebody is, or is written by the house itself.
_NEVER = frozenset({"Id", "OwnerId", "CreatedById", "LastModifiedById", "SystemModstamp"})


def common(object_name: str, field: str) -> str:
    """The common word for a field (API name) of an object."""
    return COMMON[object_name].get(field, field)


def attributes(object_name: str) -> dict[str, str]:
    """Attribute → common word, of every field that can be compared."""
    fields = objects.get(object_name).fields.values()
    return {field.attribute: common(object_name, field.name) for field in fields if _can(field)}


def choices(object_name: str) -> list[tuple[str, str]]:
    """API name and label of every field that can be compared, for a form."""
    fields = objects.get(object_name).fields.values()
    found = [(field.name, field.label) for field in fields if _can(field)]
    return sorted([*found, *READ_OFF[object_name].items()], key=lambda pair: pair[1].lower())


def label(object_name: str, field: str) -> str:
    """The label of a field, its API name where the organisation has no such field any more."""
    if field in READ_OFF[object_name]:
        return READ_OFF[object_name][field]
    try:
        return objects.get(object_name).field(field).label
    except UnknownName:
        return field


def kind_of(object_name: str, field: str) -> str:
    """The catalog's type of a field; a text for what is not in the catalog."""
    try:
        return objects.get(object_name).field(field).type
    except UnknownName:
        return "email" if field.endswith("Email") else "string"


def said(value: Any) -> str:
    """A value as text that can be compared; '' for nothing and for an empty checkbox."""
    if value is None or value is False:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value).strip()


def _can(field: FieldDef) -> bool:
    return field.type in _COMPARED and field.name not in _NEVER
