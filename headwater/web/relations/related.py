"""Who belongs to whom: the records beside a record, as one person may see them."""

from typing import Any

from headwater.people.models import User
from headwater.records.models import (
    Account,
    Contact,
    Lead,
    Opportunity,
    OpportunityContactRole,
)

MOST = 25  # of each; a list has the rest


def leads_of(user: User, **became: Any) -> list[Lead]:
    """The leads that became this record, such as `converted_contact=contact`."""
    rows = Lead.objects.alive().visible_to(user).filter(**became)
    return list(rows.select_related("owner").order_by("-converted_on", "-pk")[:MOST])


def open_leads_of(user: User, account: Account) -> list[Lead]:
    """Open leads that were recognised as people of this account."""
    rows = Lead.objects.open().visible_to(user).filter(matched_account=account)
    return list(rows.select_related("owner").order_by("-created_at")[:MOST])


def contacts_of(user: User, account: Account | None, but: Contact | None = None) -> list[Contact]:
    if account is None:
        return []
    rows = Contact.objects.alive().visible_to(user).filter(account=account)
    rows = rows.exclude(pk=but.pk) if but else rows
    return list(rows.order_by("last_name", "first_name")[:MOST])


def deals_of(user: User, **about: Any) -> list[Opportunity]:
    """Deals, open ones first, the newest first."""
    rows = Opportunity.objects.alive().visible_to(user).filter(**about)
    return list(rows.select_related("owner").order_by("is_closed", "-created_at")[:MOST])


def roles_of(user: User, deal: Opportunity) -> list[OpportunityContactRole]:
    """Who takes which part in a deal, the primary contact first."""
    rows = OpportunityContactRole.objects.filter(opportunity=deal, is_deleted=False)
    rows = rows.filter(contact__in=Contact.objects.alive().visible_to(user))
    return list(rows.select_related("contact").order_by("-is_primary", "pk")[:MOST])
