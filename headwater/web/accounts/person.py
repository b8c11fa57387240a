"""A person account's page: both sides of the person as one, and a form that makes one."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from headwater.catalog import objects
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import person_account
from headwater.records.models import Account, Contact
from headwater.web.consent.block import consents
from headwater.web.contacts import beside
from headwater.web.records import entry, facts, kinds, new_record
from headwater.web.records.facts import FactGroup, Facts, Group

WHO = (
    Group("Who", ("salutation", "first_name", "last_name", "title", "email", "phone",
                  "mobile_phone", "home_phone", "born_on", "reports_to_id", "description")),
    Group("Where", ("mailing_street", "mailing_city", "mailing_state", "mailing_postal_code",
                    "mailing_country")),
    Group("More", ("lead_source",), rest=True),
)  # fmt: skip
ALSO = (
    Group("As a customer", ("type", "rating", "owner_id", "parent_id", "account_source",
                            "created_at"), rest=True),
    Group("Billing", ("billing_street", "billing_city", "billing_state", "billing_postal_code",
                      "billing_country")),
)  # fmt: skip
NEW = ("salutation", "first_name", "last_name", "email", "phone", "mobile_phone", "born_on",
       "mailing_street", "mailing_postal_code", "mailing_city", "mailing_country")  # fmt: skip
# Said by the contact already, or nothing that a person has.
OF_COMPANIES = frozenset({
    "phone", "fax", "industry", "number_of_employees", "annual_revenue", "website", "ownership",
    "ticker_symbol", "sic", "site", "is_person_account", "account_number",
})  # fmt: skip


def both_sides(record: Account, person: Contact, user: User) -> Facts:
    """The facts of the contact and of the account, each once; changes go to whose they are."""
    money = organization().currency
    one = facts.groups_of(person, WHO, user, currency=money, sent=entry.as_sent(person))
    other = facts.groups_of(record, ALSO, user, currency=money)
    empty = [fact for fact in other.empty if fact.name not in _names_of_companies()]
    return Facts([*one.groups, *(_trimmed(group) for group in other.groups)], [*one.empty, *empty])


def page(record: Account, user: User) -> tuple[list[Contact], dict[str, Any]]:
    """The person behind it, and what their page says beside an account's; ([], {}) for none."""
    person = person_account.person_of(record)
    if person is None:
        return [], {}
    said = {"person": person, "facts": both_sides(record, person, user), **consents(person)}
    return [person], said | beside.of_contact(person, user)


def new_person(request: HttpRequest) -> HttpResponse:
    """GET and POST /accounts/people/new: one form, an account and its contact."""

    def make(given: dict[str, Any], by: User) -> Contact:
        said = {name: value for name, value in given.items() if value not in ("", None)}
        contact = person_account.open_person(said, by=by)
        kinds.judge_anew([contact], by=by)
        return contact

    return new_record.dialog(
        request, "Contact", NEW, make=make, foot="Makes one person, owned by you.",
        heading="New person",
    )  # fmt: skip


def _trimmed(group: FactGroup) -> FactGroup:
    names = _names_of_companies()
    return FactGroup(group.name, [fact for fact in group.facts if fact.name not in names])


def _names_of_companies() -> frozenset[str]:
    known = objects.get("Account").by_attributes
    return frozenset(known[name].name for name in OF_COMPANIES if name in known)
