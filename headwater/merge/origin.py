"""Whose is what came after a merge? Deciding by what it says: addresses, numbers, threads, links.

Only what names exactly one of the records has an answer; everything else is a question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from headwater.people.organization import organization
from headwater.records import keys

_PHONES = ("phone", "mobile_phone", "home_phone", "other_phone", "fax")
_DIGITS = 7  # fewer are no telephone number


@dataclass(frozen=True, slots=True)
class Marks:
    """What tells a person or a company: addresses and numbers, domains and a company's name."""

    people: frozenset[str] = frozenset()
    companies: frozenset[str] = frozenset()


def of_record(record: Any, was: Mapping[str, Any]) -> Marks:
    """The marks of a lead, a contact or an account; `was`: values that it has given back."""

    def said(name: str) -> str:
        value = was.get(name, getattr(record, name, ""))
        return value if isinstance(value, str) else ""

    people = {keys.email_key(said("email"))}
    people |= {keys.phone_key(said(name), organization().country) for name in _PHONES}
    company = said("company") or ("" if hasattr(record, "last_name") else said("name"))
    companies = {keys.work_domain(said("email"), said("website")), keys.company_key(company)}
    return Marks(frozenset(people - {""}), frozenset(companies - {""}))


def of_addresses(*texts: str) -> Marks:
    """Of the addresses in a header: `Ada <ada@x.example>, b@y.example`."""
    found = [each.rpartition("<")[2].strip("> ") for text in texts for each in text.split(",")]
    people = {keys.email_key(each) for each in found if "@" in each}
    companies = {keys.work_domain(each) for each in found if "@" in each}
    return Marks(frozenset(people - {""}), frozenset(companies - {""}))


def of_payload(payload: Any) -> Marks:
    """Of everything that somebody sent: what looks like an address or a telephone number."""
    people = set()
    for text in _texts(payload):
        if "@" in text:
            people.add(keys.email_key(text))
        elif sum(map(str.isdigit, text)) >= _DIGITS:
            people.add(keys.phone_key(text, organization().country))
    return Marks(frozenset(people - {""}))


def _texts(said: Any) -> Iterable[str]:
    if isinstance(said, str):
        yield said
    elif isinstance(said, dict):
        for each in said.values():
            yield from _texts(each)
    elif isinstance(said, list):
        for each in said:
            yield from _texts(each)


@dataclass(frozen=True, slots=True)
class Sides:
    """The records of a merge with their marks."""

    marks: Mapping[int, Marks]

    def of_person(self, found: Marks) -> int | None:
        """The only one that bears an address or number that was found."""
        return self._only(found.people, lambda marks: marks.people)

    def of_company(self, found: Marks) -> int | None:
        """The only one with the domain or the name that was found."""
        return self._only(found.companies, lambda marks: marks.companies)

    def _only(self, found: frozenset[str], held: Any) -> int | None:
        bearing = [pk for pk, marks in self.marks.items() if held(marks) & found]
        return bearing[0] if len(bearing) == 1 else None


def agreed(homes: Sequence[int | None]) -> int | None:
    """What several hints agree on; None where they do not, or where there is none."""
    found = {home for home in homes if home is not None}
    return found.pop() if len(found) == 1 else None
