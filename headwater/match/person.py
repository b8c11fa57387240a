"""What a record or a draft says about who somebody is, in the normal form that can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from headwater.records import keys

PHONES = ("phone", "mobile_phone", "home_phone", "other_phone")
# Mailboxes of a function, not of a person: many people write from one of these.
_ROLES = """
accounting accounts admin administrator billing booking bookings bureau buero careers contact
contacto contatto customerservice einkauf enquiries enquiry finance general hello help helpdesk
hola hr info infos inquiries inquiry invoices it jobs kontakt legal mail mailbox management
marketing noreply office orders post postmaster press privacy procurement purchasing reception
recruiting sales secretary service shop subscriptions support team vertrieb verkauf webmaster
welcome
"""
ROLES = frozenset(_ROLES.split())


@dataclass(frozen=True, slots=True)
class Person:
    """Folded names and keys of one person; '' or an empty set is what nobody said."""

    first: str
    last: str
    company: str
    email: str
    phones: frozenset[str]
    name_at_company: str

    @classmethod
    def of_values(cls, values: Mapping[str, Any], country: str, *, company: str) -> Self:
        """From values by attribute; `country` (ISO code) is where local numbers are dialled."""
        first, last = _text(values, "first_name"), _text(values, "last_name")
        phones = {keys.phone_key(_text(values, name), country) for name in PHONES}
        return cls(
            first=keys.letters(first),
            last=keys.letters(last),
            company=keys.company_key(company),
            email=keys.email_key(_text(values, "email")),
            phones=frozenset(phones - {""}),
            name_at_company=keys.name_company_key(first, last, company),
        )

    @classmethod
    def of_record(cls, record: Any, country: str, *, company: str) -> Self:
        """From a lead or a contact; a contact's company is the name of its account."""
        names = ("first_name", "last_name", "email", *PHONES)
        values = {name: getattr(record, name, "") for name in names}
        return cls.of_values(values, country, company=company)

    @property
    def has_role_address(self) -> bool:
        """Whether the address belongs to a function such as info@ or sales@."""
        local = self.email.partition("@")[0]
        return "".join(filter(str.isalnum, local)) in ROLES


def company_of(record: Any) -> str:
    """The company that a lead names, or the name of a contact's account (select it with it)."""
    if hasattr(record, "company"):
        return str(record.company)
    return record.account.name if record.account else ""


def is_name_compatible(one: Person, other: Person) -> bool:
    """Whether two names can be one person's: equal last names, and first names that agree.

    A missing first name agrees with any, an initial with every name that it begins; first and
    last name may have changed places. A missing last name agrees with none.
    """
    if not one.last or not other.last:
        return False
    if (one.first, one.last) == (other.last, other.first):
        return True
    return one.last == other.last and _agree(one.first, other.first)


def _agree(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return not shorter or shorter == longer or (len(shorter) == 1 and longer.startswith(shorter))


def _text(values: Mapping[str, Any], attribute: str) -> str:
    value = values.get(attribute)
    return value if isinstance(value, str) else ""
