"""What a record says about who somebody is, or which company it is, in a form to be compared.

The attributes are the columns of the table that DuckDB compares: text in ASCII, '' when nobody said
it, and tuples, which are lists there.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

from headwater.match.normal import companies, contact_points, names, places
from headwater.match.normal.plain import words
from headwater.records import keys

PHONES = ("phone", "mobile_phone", "home_phone", "other_phone", "assistant_phone")
ADDRESSES = ("", "mailing_", "billing_", "other_", "shipping_")
ADDRESS = ("street", "city", "state", "country", "postal_code")


class Identity(NamedTuple):
    """One person or one company. Equal text means the same; '' and () mean that nobody said it."""

    kind: str = "person"
    first: str = ""
    given: str = ""
    middle: str = ""
    nicks: tuple[str, ...] = ()
    last: str = ""
    last_words: tuple[str, ...] = ()
    generation: str = ""
    name_digits: str = ""
    is_known: bool = False
    company: str = ""
    company_words: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    head: str = ""
    acronym: str = ""
    branch: tuple[str, ...] = ()
    company_digits: str = ""
    email: str = ""
    local: str = ""
    host: str = ""
    letters: str = ""
    email_digits: str = ""
    is_role: bool = False
    domain: str = ""
    phones: tuple[str, ...] = ()
    phone: str = ""
    tails: tuple[str, ...] = ()
    digits: str = ""
    street_number: str = ""
    street: str = ""
    street_words: tuple[str, ...] = ()
    street_digits: str = ""
    postal: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    is_spelt: bool = False
    birthdate: str = ""
    title: str = ""

    @classmethod
    def of_values(cls, values: Mapping[str, Any], country: str, *, company: str = "") -> Self:
        """A person, from values by attribute; numbers are dialled in `country` (ISO code)."""
        said = _said(values)
        get = said.get
        box = contact_points.mailbox(get("email", ""))
        first, last = get("first_name", ""), get("last_name", "")
        # Whoever says a first name may well have a mailbox of the last one alone.
        if _is_made_up(last, (first,) if first else (box.local, company or get("company", ""))):
            name = names.names(first, "")
        else:
            name = names.names(first, last, get("name", ""))
        if not name.last or not name.first:
            name = _completed(name, box)
        spelt = contact_points.is_spelt(box.local, name.given, name.last)
        born = values.get("birthdate") or values.get("born_on") or ""
        title = "".join(words(get("title", "")))
        common = _common(said, country, company or get("company", ""), box)
        return cls._make(("person", *name, *common, spelt, places.day(born), title))

    @classmethod
    def of_company(cls, values: Mapping[str, Any], country: str) -> Self:
        """A company, from an account's values by attribute."""
        said = _said(values)
        box = contact_points.mailbox(said.get("email", ""))
        name = said.get("name") or said.get("company", "")
        common = _common(said, country, name, box)
        return cls._make(("company", *names.NOBODY, *common, *_NO_PERSON.values()))

    @classmethod
    def of_stored(cls, object_name: str, values: Mapping[str, Any], country: str) -> Self:
        """From what was read of a record: an account is a company, all others are people."""
        of = cls.of_company if object_name == "Account" else cls.of_values
        return of(values, country)

    @classmethod
    def of_record(cls, record: Any, country: str, *, company: str) -> Self:
        """From a lead or a contact; a contact's company is the name of its account."""
        return cls.of_values(_values(record), country, company=company)

    @classmethod
    def of_account(cls, account: Any, country: str) -> Self:
        """The company that an account is; a person account is a person."""
        if getattr(account, "is_person_account", False):
            return cls.of_values(_values(account), country)
        return cls.of_company(_values(account), country)

    def employer(self) -> Self:
        """The company that a person works for, from what the person said."""
        return self._replace(kind="company", **names.NOBODY._asdict(), **_NO_PERSON)


_NO_PERSON: dict[str, Any] = {"is_spelt": False, "birthdate": "", "title": ""}
SAID = (
    "first_name", "last_name", "name", "company", "email", "website", "title", "birthdate",
    "born_on", *PHONES, *(a + p for a in ADDRESSES for p in ADDRESS),
)  # fmt: skip
"""Attributes of records that an identity is made of."""
_SAID = frozenset(SAID)
_STREETS = tuple(prefix + "street" for prefix in ADDRESSES)
_COUNTRIES = tuple(prefix + "country" for prefix in ADDRESSES)
_PARTS = {prefix + part: tuple(prefix + each for each in ADDRESS)
          for prefix in ADDRESSES for part in ADDRESS}  # fmt: skip
"""Each part of an address with all of it, in the order of ADDRESS."""
_PLACES = tuple(prefix + part for part in ("city", "postal_code") for prefix in ADDRESSES)


def _said(values: Mapping[str, Any]) -> dict[str, str]:
    """What is text and not empty."""
    return {
        name: value
        for name, value in values.items()
        if value and name in _SAID and isinstance(value, str)
    }


def _common(
    said: Mapping[str, str], country: str, company: str, box: contact_points.Mailbox
) -> tuple[Any, ...]:
    """What people and companies have in common, in the order of the attributes."""
    website = said.get("website", "")
    domain = keys.work_domain(box.email, website) if box.email or website else ""
    if website and not domain and not keys.registered_domain(website):
        domain = contact_points.host_of(website)  # of an inner network, or made up
    return (
        *(companies.company(company) if company else companies.NOBODY),
        *box, domain, *_numbers(said, country), *_address(said),
    )  # fmt: skip


def _numbers(said: Mapping[str, str], country: str) -> tuple[Any, ...]:
    """phones, phone, tails, digits: of a number that cannot be dialled, as it was written.

    They are dialled in the country of the address, where it is a code.
    """
    numbers = [said[name] for name in PHONES if name in said]
    if not numbers:
        return (), "", (), ""
    here = next((said[name] for name in _COUNTRIES if name in said), "")
    country = here.upper() if len(here) == 2 and here.isascii() else country
    found = [contact_points.number(text, country) for text in numbers]
    phones = tuple(dict.fromkeys(phone for phone, _, _, _ in found if phone))
    tails = tuple(dict.fromkeys(tail for _, _, tail, _ in found if tail))
    main = next((main for _, main, _, _ in found if main), "")
    return phones, main, tails, found[0][3]


def _address(said: Mapping[str, str]) -> tuple[Any, ...]:
    """street_number … country, of the first address that tells most."""
    key = next((key for key in _STREETS if key in said), "")
    key = key or next((key for key in _PLACES if key in said), "")
    if not key:
        return _NOWHERE
    get, (street, city, state, country, postal) = said.get, _PARTS[key]
    return (
        *places.street(get(street, "")), places.postal(get(postal, "")),
        places.place(get(city, "")), places.place(get(state, "")), places.place(get(country, "")),
    )  # fmt: skip


_NOWHERE = (*places.Street(), "", "", "", "")


def _is_made_up(last: str, others: Iterable[str]) -> bool:
    """Whether it only repeats something else: what stands for a last name that nobody said."""
    said = "".join(filter(str.isalnum, last)).lower()
    if not last or said.isdecimal():
        return bool(last)
    return any(said == "".join(filter(str.isalnum, other)).lower() for other in others if other)


def _completed(name: names.Names, box: contact_points.Mailbox) -> names.Names:
    """A name that is missing, where the mailbox spells it: jane.doe@ is Jane Doe."""
    parts = [part for part in box.local.replace("_", ".").replace("-", ".").split(".") if part]
    if box.is_role or len(parts) != 2 or not all(p.isalpha() and p.isascii() for p in parts):
        return name
    given, last = parts
    if not name.first and not name.last and len(given) > 1 and len(last) > 1:
        return names.names(given, last)
    if name.given == given and not name.last and len(last) > 1:
        return names.names(given, last)
    if name.last == last and not name.first:
        return name._replace(first=given, given=given, nicks=names.nicknames_of(given))
    return name


def _values(record: Any) -> dict[str, Any]:
    # Not getattr: of a record that is not saved yet it would ask the database for its name.
    said = vars(record)
    values = {name: value for name in SAID if (value := said.get(name, ""))}
    return values | {"birthdate": said["born_on"]} if said.get("born_on") else values
