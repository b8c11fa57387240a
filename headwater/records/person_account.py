"""A person account is made: an account and its one contact, by one form."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import two_sides, writing
from headwater.records.account import Account
from headwater.records.contact import Contact
from headwater.records.problem import Problem, Refused

ADDRESS = ("street", "city", "state", "postal_code", "country")


def open_person(given: Mapping[str, Any], *, by: User | None) -> Contact:
    """A new person from a contact's values by attribute; the account follows. Raises Refused."""
    if not organization().has_person_accounts:
        message = "People are contacts of companies here; person accounts are off."
        raise Refused([Problem("", "FIELD_INTEGRITY_EXCEPTION", message)])
    said = {name: value for name, value in given.items() if name != "account_id"}
    account = {name: said[name] for name in two_sides.SAME if said.get(name)}
    account |= {
        f"billing_{part}": value for part in ADDRESS if (value := said.get(f"mailing_{part}"))
    }
    names = (str(said.get(name, "") or "").strip() for name in ("first_name", "last_name"))
    account |= {"name": " ".join(filter(None, names)) or "?", "is_person_account": True}
    account |= {"account_source": said["lead_source"]} if said.get("lead_source") else {}
    with transaction.atomic():
        made = writing.create("Account", account, by=by)
        contact: Contact = writing.create("Contact", {**said, "account_id": made.pk}, by=by)
    return contact


def person_of(account: Account) -> Contact | None:
    """The person behind a person account; one query."""
    if not account.is_person_account:
        return None
    rows = Contact.objects.alive().filter(account=account)
    found: Contact | None = rows.select_related("owner", "reports_to").order_by("pk").first()
    return found
