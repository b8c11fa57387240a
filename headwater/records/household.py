"""A household: an account of the type Household, and who lives there.

A person account stands below it, a contact without a company belongs to it, and somebody who works
at a company is related to it. One of them may be the primary member.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from headwater.people.models import User
from headwater.records import relating, writing
from headwater.records.account import Account
from headwater.records.account_contact_relation import AccountContactRelation
from headwater.records.contact import Contact
from headwater.records.problem import Problem, Refused

TYPE = "Household"


def is_one(account: Account) -> bool:
    return account.type == TYPE and not account.is_person_account


def members(household: Account, *, by: User) -> list[Contact]:
    """The people of a household whom `by` sees, by name; two queries."""
    related = AccountContactRelation.objects.standing().filter(account=household)
    rows = (
        Contact.objects.alive()
        .visible_to(by)
        .filter(
            Q(account=household)
            | Q(
                account__parent=household,
                account__is_person_account=True,
                account__is_deleted=False,
            )
            | Q(pk__in=related.values("contact"))
        )
    )
    found: list[Contact] = list(rows.select_related("account").order_by("first_name", "last_name"))
    return found


def households_of(contact: Contact, *, by: User) -> list[Account]:
    """Where somebody lives, as far as `by` sees; two queries, one for who works in a company."""
    related = AccountContactRelation.objects.standing().filter(contact=contact)
    own = Account.objects.filter(pk=contact.account_id or 0, is_person_account=True)
    near = related.values_list("account_id").union(own.values_list("parent_id"))
    keys = [key for (key,) in near if key]
    if contact.account is not None and contact.account.type == TYPE:
        keys.append(contact.account.pk)
    rows = Account.objects.alive().visible_to(by).filter(type=TYPE, is_person_account=False)
    return list(rows.filter(pk__in=keys)) if keys else []


def join(household: Account, contacts: Sequence[Contact], *, by: User | None) -> None:
    """These people live there, too; who does already stays as they are. Raises Refused."""
    if not is_one(household):
        message = f"{household} is no household."
        raise Refused([Problem("AccountId", "FIELD_INTEGRITY_EXCEPTION", message)])
    people = [each for each in contacts if _is_person(each)]
    free = [each for each in contacts if each.account_id is None]
    busy = [each for each in contacts if each not in people and each not in free]
    with transaction.atomic():
        accounts = [_account(each) for each in people]
        accounts = [each for each in accounts if each.parent_id != household.pk]
        writing.change(accounts, {"parent_id": household.pk}, by=by, because=_to(household))
        writing.change(free, {"account_id": household.pk}, by=by, because=_to(household))
        busy = [each for each in busy if each.account_id != household.pk]
        if busy:
            relating.relate(busy, household, {"is_active": True, "ended_on": None}, by=by)


def leave(household: Account, contacts: Sequence[Contact], *, by: User | None) -> None:
    """These people live there no more."""
    keys = [each.pk for each in contacts]
    rows = AccountContactRelation.objects.alive().filter(account=household, contact__in=keys)
    with transaction.atomic():
        relating.unrelate(list(rows.select_related("account", "contact")), by=by)
        below = [_account(each) for each in contacts if _is_person(each)]
        below = [each for each in below if each.parent_id == household.pk]
        writing.change(below, {"parent_id": None}, by=by, because=_from(household))
        inside = [each for each in contacts if each.account_id == household.pk]
        writing.change(inside, {"account_id": None}, by=by, because=_from(household))


def _is_person(contact: Contact) -> bool:
    return contact.account is not None and contact.account.is_person_account


def _account(contact: Contact) -> Account:
    assert contact.account is not None  # asked of people with an account only
    return contact.account


def _to(household: Account) -> dict[str, Any]:
    return {"from": "", "to": str(household)}


def _from(household: Account) -> dict[str, Any]:
    return {"from": str(household), "to": ""}
