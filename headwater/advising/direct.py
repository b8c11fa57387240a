"""Direct records by hand: account, contact and early deal in one deed, all of them or none.

What exists is used, what is new is made, and nothing passes through a lead: such a deal has no
conversion, and that is how it is told from one of a lead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from headwater.match import keys
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import deal_roles, dealing, membership, trail, writing
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Contact,
    Opportunity,
    OpportunityContactRole,
)
from headwater.records.problem import Problem, Refused

MADE = "opportunity.made_direct"
OBJECTS: dict[str, Any] = {"Opportunity": Opportunity, "Contact": Contact, "Account": Account}
COMPANY_NEEDED = "Which company? An account is a company here: person accounts are switched off."


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be there: an existing record, or the values by attribute of a new one.

    Without a company the account is the person's. `deal` is an open deal that the contact joins;
    without `makes_deal` there is none at all. `because` is the advice as the Trail tells it.
    """

    account: Account | Mapping[str, Any]
    contact: Contact | Mapping[str, Any]
    deal: Opportunity | Mapping[str, Any]
    makes_deal: bool = True
    lead_source: str = ""
    campaign: Campaign | None = None
    because: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Made:
    """What there is now; `new` names the keys of what was made, by model, for taking it back."""

    account: Account
    contact: Contact
    deal: Opportunity | None
    new: dict[str, list[int]] = field(default_factory=dict)


def create(wanted: Wanted, *, by: User) -> Made:
    """Make what is missing; raises Refused with every problem, named `Object.Field`."""
    if not by.can_edit:
        message = "You can read everything here, but not change it."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
    new: dict[str, list[int]] = {}
    with transaction.atomic():
        account = _account(wanted, by, new)
        contact = _contact(wanted, account, by, new)
        deal = _deal(wanted, account, contact, by, new)
        _refresh_keys(account, contact, new)
    return Made(account, contact, deal, new)


def take_back(new: Mapping[str, Sequence[int]], *, by: User) -> int:
    """What was made goes again, the newest first; returns how many records."""
    count = 0
    with transaction.atomic():
        parts = OpportunityContactRole.objects.filter(pk__in=new.get("OpportunityContactRole", ()))
        parts.exclude(opportunity__in=new.get("Opportunity", ())).delete()
        rows = CampaignMember.objects.filter(pk__in=new.get("CampaignMember", ()), is_deleted=False)
        membership.remove(list(rows), by=by)
        for name, model in OBJECTS.items():
            made = list(model.objects.alive().filter(pk__in=new.get(name, ())).visible_to(by))
            writing.delete(made, by=by)
            count += len(made)
    return count


def _account(wanted: Wanted, by: User, new: dict[str, list[int]]) -> Account:
    if isinstance(wanted.account, Account):
        return wanted.account
    if isinstance(wanted.contact, Contact) and wanted.contact.account:
        return wanted.contact.account
    given = {"account_source": wanted.lead_source, **wanted.account}
    if not given.get("name"):
        if not organization().has_person_accounts:
            raise Refused([Problem("Account.Name", "REQUIRED_FIELD_MISSING", COMPANY_NEEDED)])
        given |= {"name": _person(wanted.contact), "is_person_account": True}
    made: Account = _new("Account", given, by, new)
    return made


def _contact(wanted: Wanted, account: Account, by: User, new: dict[str, list[int]]) -> Contact:
    if not isinstance(wanted.contact, Contact):
        given = {"lead_source": wanted.lead_source, **wanted.contact, "account_id": account.pk}
        contact: Contact = _new("Contact", given, by, new)
    else:
        contact = wanted.contact
        if contact.account_id is None:
            writing.change([contact], {"account_id": account.pk}, by=by)
    if wanted.campaign:
        members = membership.add(wanted.campaign, [contact], by=by)
        new["CampaignMember"] = [member.pk for member in members]
    return contact


def _deal(
    wanted: Wanted, account: Account, contact: Contact, by: User, new: dict[str, list[int]]
) -> Opportunity | None:
    if not wanted.makes_deal:
        return None
    if isinstance(wanted.deal, Opportunity):
        part = deal_roles.join(wanted.deal, contact, by=by)
        new["OpportunityContactRole"] = [part.pk] if part else []
        return wanted.deal
    given = {
        "name": account.name[:120], "lead_source": wanted.lead_source,
        "campaign_id": wanted.campaign.pk if wanted.campaign else None,
        **{name: value for name, value in wanted.deal.items() if value not in ("", None)},
        "account_id": account.pk,
    }  # fmt: skip
    try:
        deal = dealing.open_deal(given, by=by, contact=contact, because={"direct": True})
    except Refused as refused:
        raise _named("Opportunity", refused) from None
    new["Opportunity"] = [deal.pk]
    trail.write([trail.entry(MADE, deal, by=by, because=dict(wanted.because))])
    return deal


def _new(name: str, given: Mapping[str, Any], by: User, new: dict[str, list[int]]) -> Any:
    said = {key: value for key, value in given.items() if value not in ("", None)}
    try:
        record = writing.create(name, said, by=by)
    except Refused as refused:
        raise _named(name, refused) from None
    new[name] = [record.pk]
    return record


def _named(name: str, refused: Refused) -> Refused:
    """The problems with the object's name before the field's."""
    return Refused(
        [Problem(f"{name}.{each.field}", each.code, each.message) for each in refused.problems]
    )


def _person(contact: Contact | Mapping[str, Any]) -> str:
    if isinstance(contact, Contact):
        return str(contact)
    return f"{contact.get('first_name') or ''} {contact.get('last_name') or ''}".strip()


def _refresh_keys(account: Account, contact: Contact, new: Mapping[str, Sequence[int]]) -> None:
    """The next one who asks is recognised."""
    if "Account" in new:
        keys.refresh("Account", [account])
    if "Contact" in new or "Account" in new:
        contact.refresh_from_db()
        keys.refresh("Contact", [contact])
