"""What belongs to an account: its people with their roles, its deals, its leads, its story."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from headwater.people.models import User
from headwater.records import household
from headwater.records.models import (
    Account,
    AccountContactRelation,
    Contact,
    Lead,
    Opportunity,
)
from headwater.web.records import kinds
from headwater.web.relations import related

MOST_TOLD = 500  # people, leads and deals whose story is part of the account's


@dataclass(slots=True)
class Person:
    """Somebody at an account: directly, from another account, or formerly."""

    contact: Contact
    relation: AccountContactRelation | None = None
    is_direct: bool = True

    @property
    def roles(self) -> list[str]:
        return self.relation.role_list if self.relation else []

    @property
    def is_primary(self) -> bool:
        return bool(self.relation and self.relation.is_primary)

    @property
    def is_former(self) -> bool:
        return bool(self.relation and not self.relation.is_active and not self.is_direct)

    @property
    def url(self) -> str:
        return kinds.page_of(self.contact)


@dataclass(slots=True)
class People:
    """`has_more`: there are further contacts, which the list has."""

    here: list[Person] = field(default_factory=list)
    former: list[Person] = field(default_factory=list)
    has_more: bool = False


@dataclass(slots=True)
class Deals:
    """The deals of an account as they stand."""

    open: list[Opportunity] = field(default_factory=list)
    won: list[Opportunity] = field(default_factory=list)
    lost: list[Opportunity] = field(default_factory=list)

    @property
    def won_amount(self) -> Any:
        return sum((deal.amount or 0 for deal in self.won), 0)


def people(user: User, account: Account, *, contacts: Sequence[Contact] | None = None) -> People:
    """Who is there and who was, the primary one first; two queries."""
    rows = Contact.objects.alive().visible_to(user)
    relations = AccountContactRelation.objects.alive().filter(account=account)
    relations = relations.filter(contact__in=rows.values("pk")).select_related("contact__account")
    said = {row.contact_id: row for row in relations[: 4 * related.MOST]}
    own = rows.filter(account=account).select_related("account")
    own = own.order_by("last_name", "first_name", "pk")[: related.MOST + 1]
    direct = list(own) if contacts is None else list(contacts)
    has_more = contacts is None and len(direct) > related.MOST
    direct = direct[: related.MOST] if has_more else direct
    found = [Person(each, said.pop(each.pk, None)) for each in direct]
    found += [
        Person(row.contact, row, row.is_direct) for row in said.values()
        if contacts is None or row.is_active
    ]  # fmt: skip
    here = sorted((each for each in found if not each.is_former), key=lambda p: not p.is_primary)
    return People(here, [each for each in found if each.is_former], has_more)


def deals(user: User, accounts: Sequence[int]) -> Deals:
    """Open, won and lost ones; one query."""
    found = Deals()
    for deal in related.deals_of(user, account__in=accounts):
        kind = found.won if deal.is_won else found.lost if deal.is_closed else found.open
        kind.append(deal)
    return found


def sources(user: User, account: Account) -> list[tuple[str, int]]:
    """From where its leads came, the most frequent first; one query."""
    rows = Lead.objects.alive().visible_to(user).exclude(lead_source="")
    rows = rows.filter(Q(converted_account=account) | Q(matched_account=account))
    counted = rows.values_list("lead_source").annotate(count=Count("pk")).order_by("-count")
    return list(counted[:8])


def family_of(user: User, account: Account) -> list[int]:
    """The keys of the account and, of a household, of the person accounts that live there."""
    if not household.is_one(account):
        return [account.pk]
    rows = Account.objects.alive().visible_to(user)
    below = rows.filter(parent=account, is_person_account=True).values_list("pk", flat=True)
    return [account.pk, *below[:MOST_TOLD]]


def story_of(user: User, accounts: Sequence[int], members: Sequence[Contact]) -> dict[str, Any]:
    """Whose story is part of the account's, by object: its people, their leads, its deals."""
    contacts = Contact.objects.visible_to(user).filter(account__in=accounts)
    contacts = contacts.filter(Q(is_deleted=False) | Q(master_record__isnull=False))
    who = {*contacts.values_list("pk", flat=True)[:MOST_TOLD], *(each.pk for each in members)}
    leads = Lead.objects.alive().visible_to(user).filter(
        Q(converted_account__in=accounts) | Q(matched_account__in=accounts)
        | Q(converted_contact__in=who)
    )  # fmt: skip
    own = Opportunity.objects.alive().visible_to(user).filter(account__in=accounts)
    return {
        "Contact": sorted(who),
        "Lead": list(leads.values_list("pk", flat=True).order_by("-pk")[:MOST_TOLD]),
        "Opportunity": list(own.values_list("pk", flat=True).order_by("-pk")[:MOST_TOLD]),
        "Account": list(accounts[1:]),
    }


@dataclass(slots=True)
class Chair:
    """A place in the chart of who reports to whom."""

    contact: Contact
    below: list["Chair"] = field(default_factory=list)


def chart(found: People) -> list[Chair]:
    """Who reports to whom among these people; [] where nobody says. Pure."""
    chairs = {each.contact.pk: Chair(each.contact) for each in found.here}
    below = set()
    for pk, each in chairs.items():
        above = chairs.get(each.contact.reports_to_id or 0)
        if above:
            above.below.append(each)
            below.add(pk)
    return [each for pk, each in chairs.items() if pk not in below and each.below]
