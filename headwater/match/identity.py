"""What a record says about who somebody is, or which company it is, in a form to be compared.

The attributes are the columns of the table that DuckDB compares: text in ASCII, '' when nobody said
it, and tuples, which are lists there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from headwater.match.normal import companies, contact_points, names, places
from headwater.match.normal.plain import plain, words
from headwater.records import keys

PHONES = ("phone", "mobile_phone", "home_phone", "other_phone", "assistant_phone")
ADDRESSES = ("", "mailing_", "billing_", "other_", "shipping_")
TAIL = 7  # digits at the end of a number that are the same however it is dialled


@dataclass(frozen=True, slots=True)
class Identity:
    """One person or one company. Equal text means the same; '' and () mean that nobody said it."""

    kind: str = "person"
    first: str = ""
    given: str = ""
    middle: str = ""
    nicks: tuple[str, ...] = ()
    last: str = ""
    last_words: tuple[str, ...] = ()
    generation: str = ""
    company: str = ""
    company_words: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    head: str = ""
    acronym: str = ""
    branch: tuple[str, ...] = ()
    email: str = ""
    local: str = ""
    host: str = ""
    letters: str = ""
    is_role: bool = False
    is_spelt: bool = False
    domain: str = ""
    phones: tuple[str, ...] = ()
    phone: str = ""
    tails: tuple[str, ...] = ()
    digits: str = ""
    street_number: str = ""
    street: str = ""
    street_words: tuple[str, ...] = ()
    postal: str = ""
    city: str = ""
    state: str = ""
    country: str = ""
    birthdate: str = ""
    title: str = ""

    @classmethod
    def of_values(cls, values: Mapping[str, Any], country: str, *, company: str = "") -> Self:
        """A person, from values by attribute; `country` (ISO) is where local numbers are dialled."""
        box = contact_points.mailbox(_text(values, "email"))
        name = names.names(
            _text(values, "first_name"), _text(values, "last_name"), _text(values, "name")
        )
        if not name.last or not name.first:
            name = _completed(name, box)
        return cls(
            **name._asdict(),
            is_spelt=contact_points.is_spelt(box.local, name.given, name.last),
            title="".join(words(_text(values, "title"))),
            birthdate=places.day(values.get("birthdate") or values.get("born_on") or ""),
            **_common(values, country, company or _text(values, "company"), box),
        )

    @classmethod
    def of_company(cls, values: Mapping[str, Any], country: str) -> Self:
        """A company, from an account's values by attribute."""
        box = contact_points.mailbox(_text(values, "email"))
        name = _text(values, "name") or _text(values, "company")
        return cls(kind="company", **_common(values, country, name, box))

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
        return replace(self, kind="company", **_NO_PERSON)


_NO_PERSON = dict.fromkeys(
    ("first", "given", "middle", "last", "generation", "birthdate", "title"), ""
) | {"nicks": (), "last_words": (), "is_spelt": False}
COLUMNS = tuple(field.name for field in fields(Identity))
SAID = (
    "first_name", "last_name", "name", "company", "email", "website", "title", "birthdate", "born_on",
    *PHONES,
    *(a + p for a in ADDRESSES for p in ("street", "city", "postal_code", "state", "country")),
)  # fmt: skip
"""Attributes of records that an identity is made of."""


def _common(
    values: Mapping[str, Any], country: str, company: str, box: contact_points.Mailbox
) -> dict[str, Any]:
    """What people and companies have in common."""
    numbers = [text for name in PHONES if (text := _text(values, name))]
    phones = tuple(dict.fromkeys(filter(None, (keys.phone_key(n, country) for n in numbers))))
    called = companies.company(company)
    prefix = next((a for a in ADDRESSES if _text(values, a + "street")), None)
    if prefix is None:
        prefix = next((a for a in ADDRESSES if _text(values, a + "city")), "")
    address = {p: _text(values, prefix + p) for p in _ADDRESS}
    street = places.street(address["street"])
    website = _text(values, "website")
    return {
        "company": called.letters,
        "company_words": called.words,
        "core": called.core,
        "head": called.head,
        "acronym": called.acronym,
        "branch": called.branch,
        "email": plain(box.email),
        "local": plain(box.local),
        "host": box.host,
        "letters": box.letters,
        "is_role": box.is_role,
        "domain": keys.work_domain(box.email, website),
        "phones": phones,
        "phone": phones[0].partition("x")[0] if phones else "",
        "tails": _tails(phones, numbers),
        "digits": contact_points.digits(numbers[0]) if numbers else "",
        "street_number": street.number,
        "street": street.name,
        "street_words": street.words,
        "postal": places.postal(address["postal_code"]),
        "city": places.place(address["city"]),
        "state": places.place(address["state"]),
        "country": places.place(address["country"]),
    }


_ADDRESS = ("street", "city", "postal_code", "state", "country")


def _tails(phones: Iterable[str], numbers: Iterable[str]) -> tuple[str, ...]:
    """The last digits of every number; of one that cannot be dialled, as it was written."""
    found = [phone.partition("x")[0][-TAIL:] for phone in phones]
    found = found or [digits[-TAIL:] for n in numbers if (digits := contact_points.digits(n))]
    return tuple(dict.fromkeys(tail for tail in found if len(tail) >= contact_points.SHORTEST))


def _completed(name: names.Names, box: contact_points.Mailbox) -> names.Names:
    """A name that is missing, where the mailbox spells it: jane.doe@ is Jane Doe."""
    parts = [part for part in box.local.replace("_", ".").replace("-", ".").split(".") if part]
    if box.is_role or len(parts) != 2 or not all(p.isalpha() and p.isascii() for p in parts):
        return name
    given, last = parts
    if not name.first and not name.last and len(given) > 1 and len(last) > 1:
        return names.names(given, last)
    if name.given == given and not name.last and len(last) > 1:
        return name._replace(last=last, last_words=(last,) if len(last) > 2 else ())
    if name.last == last and not name.first:
        return name._replace(first=given, given=given, nicks=names.nicknames_of(given))
    return name


def _values(record: Any) -> dict[str, Any]:
    # Not getattr: of a record that is not saved yet it would ask the database for its name.
    said = vars(record)
    values = {name: value for name in SAID if (value := said.get(name, ""))}
    return values | {"birthdate": said["born_on"]} if said.get("born_on") else values


def _text(values: Mapping[str, Any], attribute: str) -> str:
    value = values.get(attribute)
    return value if isinstance(value, str) else ""
