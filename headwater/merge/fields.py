"""Which fields of a record people choose from, and which follow by themselves."""

from collections.abc import Iterable
from typing import Any

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.records.consent import FLAGS

# Of two answers the more restrictive one holds; nobody chooses.
OPT_OUTS = tuple(FLAGS.values())
# Go with another field, or are nobody's choice.
UNASKED = frozenset({*OPT_OUTS, "is_unread_by_owner", "snoozed_until", "closed_reason",
                     "is_person_account"})  # fmt: skip
# What a chosen status brings along from the record that has it.
WITH_STATUS = ("is_closed", "status_changed_at", "closed_reason")
PARENTS = {"Account": "parent_id", "Contact": "reports_to_id"}
ADDRESSES = ("", "mailing_", "billing_", "shipping_")
_PARTS = ("street", "city", "state", "postal_code", "country")


def choosable(object_name: str) -> dict[str, FieldDef]:
    """The fields that people choose from, by attribute, in the order of the catalog."""
    kind = objects.get(object_name)
    return {
        field.attribute: field for field in kind.fields.values()
        if field.is_updateable and field.attribute not in UNASKED
        and (field.is_custom or not field.is_reference or field.targets)
    }  # fmt: skip


def address_of(attribute: str) -> tuple[str, ...]:
    """The parts of the address of which this is one: they are chosen together; () for others."""
    for prefix in ADDRESSES:
        if attribute.removeprefix(prefix) in _PARTS and attribute.startswith(prefix):
            return tuple(prefix + part for part in _PARTS)
    return ()


def value_of(record: Any, attribute: str) -> Any:
    """What a record says; an absent custom value is None."""
    if attribute.endswith("__c"):
        return record.custom.get(attribute)
    return getattr(record, attribute)


def is_blank(value: Any) -> bool:
    return value is None or value == ""


def folded(value: Any) -> Any:
    """What makes two values the same to a reader."""
    return " ".join(value.split()).casefold() if isinstance(value, str) else value


def distinct(values: Iterable[Any]) -> set[Any]:
    """The different things that are said, blanks left out."""
    return {repr(folded(value)) for value in values if not is_blank(value)}
