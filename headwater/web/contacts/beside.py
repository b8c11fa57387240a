"""What stands beside a contact: companies, parts in deals, campaigns, leads, who reports."""

from typing import Any

from headwater.people.models import User
from headwater.records import household
from headwater.records.models import (
    Account,
    AccountContactRelation,
    CampaignMember,
    Contact,
    Lead,
    Opportunity,
    OpportunityContactRole,
)
from headwater.web.relations import related


def of_contact(contact: Contact, user: User) -> dict[str, Any]:
    """Everything beside the facts and the story, as the person may see it."""
    return {
        **companies(contact, user),
        "parts": parts(contact, user),
        "memberships": memberships(contact),
        "open_leads": open_leads(contact, user),
        "reports": reports(contact, user),
        "homes": [
            each for each in household.households_of(contact, by=user)
            if each.pk != contact.account_id
        ],
    }  # fmt: skip


def companies(contact: Contact, user: User) -> dict[str, Any]:
    """`at`: what is said of them at their own company; `others`; `former` ones."""
    seen = Account.objects.alive().visible_to(user)
    rows = AccountContactRelation.objects.alive().filter(contact=contact)
    rows = rows.filter(account__in=seen.values("pk")).select_related("account")
    found = list(rows.order_by("-is_active", "-started_on", "pk")[: related.MOST])
    own = next((row for row in found if row.account_id == contact.account_id), None)
    others = [row for row in found if row is not own and row.account.type != household.TYPE]
    return {
        "at": own,
        "others": [row for row in others if row.is_active],
        "former": [row for row in others if not row.is_active],
    }


def parts(contact: Contact, user: User) -> list[OpportunityContactRole]:
    """Their parts in deals, open deals first."""
    seen = Opportunity.objects.alive().visible_to(user)
    rows = OpportunityContactRole.objects.filter(contact=contact, is_deleted=False)
    rows = rows.filter(opportunity__in=seen.values("pk")).select_related("opportunity__owner")
    return list(rows.order_by("opportunity__is_closed", "-opportunity__created_at")[: related.MOST])


def memberships(contact: Contact) -> list[CampaignMember]:
    """In which campaigns they are, and what they did there."""
    rows = CampaignMember.objects.filter(contact=contact, is_deleted=False)
    return list(rows.select_related("campaign").order_by("-created_at")[: related.MOST])


def open_leads(contact: Contact, user: User) -> list[Lead]:
    """Open leads that were recognised as this person."""
    rows = Lead.objects.open().visible_to(user).filter(matched_contact=contact)
    return list(rows.select_related("owner").order_by("-created_at")[: related.MOST])


def reports(contact: Contact, user: User) -> list[Contact]:
    """Who reports to them."""
    rows = Contact.objects.alive().visible_to(user).filter(reports_to=contact)
    return list(rows.order_by("last_name", "first_name")[: related.MOST])
