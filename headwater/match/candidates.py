"""Who a lead may be: possible duplicates, contacts and accounts, each with its evidence.

Read by the lead page and the convert dialog.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from headwater.match import keys, policy
from headwater.match.keys import Found
from headwater.match.match_key import Key
from headwater.match.person import Person, company_of
from headwater.people.models import Organization, User
from headwater.records.base import Record
from headwater.records.keys import work_domain
from headwater.records.models import Account, Contact, Lead


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same, why, and how strong the evidence is (0 to 100)."""

    record: Any
    because: str
    strength: int


@dataclass(slots=True)
class Candidates:
    """The strongest first. `leads` are other leads that are not converted, open or closed."""

    accounts: list[Candidate] = field(default_factory=list)
    contacts: list[Candidate] = field(default_factory=list)
    leads: list[Candidate] = field(default_factory=list)


def candidates(lead: Lead, *, by: User | None = None) -> Candidates:
    """Everything that `by` may see (None: everything) and that shares a key with the lead.

    One query for the keys, one for each table, however many there are.
    """
    country = Organization.current().country
    person = Person.of_record(lead, country, company=lead.company)
    person_keys = keys.of_person(person)
    company_keys = keys.of_company(work_domain(lead.email, lead.website), person.company)
    found = keys.look_up({"Lead": person_keys, "Contact": person_keys, "Account": company_keys})
    leads = _rows(Lead, _ids(found["Lead"]) - {lead.pk}, by).filter(is_converted=False)
    contacts = _rows(Contact, _ids(found["Contact"]) | _one(lead.matched_contact_id), by)
    people = _people(person, contacts.select_related("account"), country)
    return Candidates(
        accounts=_accounts(lead, found["Account"], people, company_keys, by),
        contacts=people,
        leads=_people(person, leads.select_related("owner"), country),
    )


def _people(person: Person, rows: Iterable[Any], country: str) -> list[Candidate]:
    compared = []
    for row in rows:
        rule = policy.compare(person, Person.of_record(row, country, company=company_of(row)))
        if rule:
            compared.append(Candidate(row, rule.words, rule.strength))
    return _strongest_first(compared)


def _accounts(
    lead: Lead, found: Found, people: list[Candidate], company_keys: set[Key], by: User | None
) -> list[Candidate]:
    """Where the same person is a contact, what shares domain or name, what was matched before."""
    evidence: dict[int, list[tuple[str, int]]] = {}
    for person in people:
        if person.record.account_id and person.strength >= policy.CERTAIN:
            told = (f"{person.record} is a contact there", person.strength)
            evidence.setdefault(person.record.account_id, []).append(told)
    for kind, value in sorted(company_keys, reverse=True):
        for account_id in found.get((kind, value), ()):
            evidence.setdefault(account_id, []).append(policy.EMPLOYER[kind])
    if lead.matched_account_id:
        evidence.setdefault(lead.matched_account_id, [("matched when the lead came in", 60)])
    rows = _rows(Account, set(evidence), by)
    return _strongest_first(
        Candidate(
            row,
            ", ".join(words for words, _ in evidence[row.pk]),
            max(strength for _, strength in evidence[row.pk]),
        )
        for row in rows
    )


def _rows(model: type[Record], wanted: set[int], by: User | None) -> Any:
    rows: Any = model._default_manager.filter(pk__in=wanted, is_deleted=False)
    return rows.visible_to(by) if by else rows


def _strongest_first(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda candidate: (-candidate.strength, candidate.record.pk))


def _ids(found: Found) -> set[int]:
    return {record_id for record_ids in found.values() for record_id in record_ids}


def _one(key: int | None) -> set[int]:
    return {key} if key else set()
