"""What a converted lead became, as one person may see it, and what of it has stayed behind."""

from dataclasses import dataclass, field
from typing import Any

from headwater.people.models import User
from headwater.records.models import Account, Contact, Conversion, Lead, Opportunity
from headwater.web.records.kinds import ICONS, page_of
from headwater.web.relations.came_from import told

PARTS = (("converted_account", Account), ("converted_contact", Contact),
         ("converted_opportunity", Opportunity))  # fmt: skip


@dataclass(slots=True)
class Became:
    """`links` are icon, name and address of the records that the person sees; `hidden_count` is of
    those they do not; `stayed` label and words of what only the lead says."""

    conversion: Conversion | None
    links: list[tuple[str, str, str]] = field(default_factory=list)
    hidden_count: int = 0
    stayed: list[tuple[str, str]] = field(default_factory=list)


def became(lead: Lead, user: User) -> Became:
    """For a converted lead; one query a record, and one for the act."""
    rows = Conversion.objects.filter(lead=lead, undone_at=None).select_related("by")
    conversion = rows.first()
    found = Became(conversion, stayed=told(conversion.unmapped) if conversion else [])
    for attribute, model in PARTS:
        key = getattr(lead, f"{attribute}_id")
        record: Any = _seen(model, key, user) if key else None
        if record is not None:
            found.links.append((ICONS[model.__name__], str(record), page_of(record)))
        elif key:
            found.hidden_count += 1
    return found


def _seen(model: Any, key: int, user: User) -> Any:
    return model.objects.alive().visible_to(user).filter(pk=key).first()
