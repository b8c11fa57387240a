"""The leads that a record was, with what of them has no place on it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.catalog import objects
from headwater.convert.leftover import is_content
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Account, Conversion, Lead
from headwater.web.records import words
from headwater.web.relations import related


@dataclass(slots=True)
class Came:
    """A lead that was converted into the record; `stayed` is label and words of what only the
    lead says."""

    lead: Lead
    stayed: list[tuple[str, str]] = field(default_factory=list)


def came_from(record: Any, user: User, leads: Sequence[Lead]) -> list[Came]:
    """The converted ones among `leads` (of an account: all of its), the newest first."""
    if isinstance(record, Account) and not leads:
        leads = related.leads_of(user, converted_account=record)
    found = {lead.pk: Came(lead) for lead in leads if lead.is_converted}
    if not found:
        return []
    rows = Conversion.objects.filter(lead__in=list(found), undone_at=None)
    for key, unmapped in rows.values_list("lead_id", "unmapped"):
        found[key].stayed = told(unmapped)
    return list(found.values())


def told(unmapped: dict[str, Any]) -> list[tuple[str, str]]:
    """What a conversion kept of its lead, in words."""
    fields = objects.get("Lead").fields.values()
    by_label = {each.label: each for each in fields if is_content(each)}
    money = organization().currency
    return [
        (words.label(known), words.said(known, value, money)) if (known := by_label.get(label))
        else (label, str(value))
        for label, value in unmapped.items()
    ]  # fmt: skip
