"""The journey's second step: is this someone we know?

A person with an open lead joins that lead; a known contact is linked with its account; a known
company is linked. Two drafts of one person in one batch are twins and become one lead.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from headwater import statements
from headwater.match import keys, policy
from headwater.match.keys import Found
from headwater.match.match_key import Key, number_of
from headwater.match.person import Person, company_of
from headwater.match.policy import EMPLOYER, Rule
from headwater.records.draft import Batch, Draft
from headwater.records.keys import work_domain
from headwater.records.models import Account, Contact, Lead

LOCK = """
SELECT pg_advisory_xact_lock(number::bigint) FROM json_array_elements_text(%s::json) AS number
"""


@dataclass(slots=True)
class Inquiry:
    """A draft with what it says about the person and the company, ready to be compared."""

    draft: Draft
    person: Person
    person_keys: set[Key]
    company_keys: set[Key]


def recognise(batch: Batch) -> None:
    """Set `lead`, `contact`, `account` and the evidence of every live draft; find twins.

    Takes advisory locks for the rest of the transaction, so that of two batches with one person
    the second sees the lead of the first. One query for the locks, one for the keys, one for each
    table. Run one batch in a transaction: the locks are taken in order within a batch only.
    """
    inquiries = [_inquiry(draft, batch.organization.country) for draft in batch.live]
    if not inquiries:
        return
    _lock(key for inquiry in inquiries for key in _strongest(inquiry))
    known = _known(inquiries, batch.organization.country)
    for inquiry in inquiries:
        known.recognise(inquiry, joins=batch.joins)
    if batch.joins:
        _find_twins(inquiries)


def _inquiry(draft: Draft, country: str) -> Inquiry:
    values = draft.values
    person = Person.of_values(values, country, company=str(values.get("company") or ""))
    email, website = (str(values.get(name) or "") for name in ("email", "website"))
    company_keys = keys.of_company(work_domain(email, website), person.company)
    draft.keys = person_keys = keys.of_person(person)
    return Inquiry(draft, person, person_keys, company_keys)


def _strongest(inquiry: Inquiry) -> set[Key]:
    """What must not be judged twice at once: address and numbers, else the name at the company."""
    strong = {key for key in inquiry.person_keys if key[0] in ("email", "phone")}
    return strong or inquiry.person_keys


def _lock(held: Iterable[Key]) -> None:
    # In one order everywhere: two batches with the same people wait, they never block each other.
    numbers = sorted({number_of(key) for key in held})
    if numbers:
        statements.run(LOCK, [statements.dumped(numbers)])


def _known(inquiries: list[Inquiry], country: str) -> "Known":
    person_keys = {key for inquiry in inquiries for key in inquiry.person_keys}
    company_keys = {key for inquiry in inquiries for key in inquiry.company_keys}
    found = keys.look_up({"Lead": person_keys, "Contact": person_keys, "Account": company_keys})
    # Held until the batch is saved: nobody converts or edits what an inquiry is about to join.
    leads = _alive(Lead, found, "AND NOT is_converted AND NOT is_closed ORDER BY id FOR UPDATE")
    contacts = _alive(Contact, found)
    accounts = _alive(Account, found)
    _with_accounts(contacts.values(), accounts)
    return Known(found, leads, contacts, accounts, country)


def _alive(model: type[Model], found: Mapping[str, Found], more: str = "") -> dict[int, Any]:
    ids = _ids(found[model.__name__])
    where = f"WHERE id = ANY (%s::bigint[]) AND NOT is_deleted {more}"
    return {each.pk: each for each in statements.fetch(model, where, [ids])} if ids else {}


def _with_accounts(contacts: Iterable[Contact], known: Mapping[int, Account]) -> None:
    """Put on each contact its account; those that are not among the known ones are fetched."""
    ids = sorted({c.account_id for c in contacts if c.account_id} - known.keys())
    others = statements.fetch(Account, "WHERE id = ANY (%s::bigint[])", [ids]) if ids else []
    accounts = {**known, **{each.pk: each for each in others}}
    for contact in contacts:
        contact.account = accounts.get(contact.account_id or 0)


def _ids(found: Found) -> list[int]:
    return sorted({record_id for record_ids in found.values() for record_id in record_ids})


@dataclass(slots=True)
class Known:
    """The records that share a key with the batch."""

    found: dict[str, Found]
    leads: dict[int, Lead]
    contacts: dict[int, Contact]
    accounts: dict[int, Account]
    country: str

    def recognise(self, inquiry: Inquiry, *, joins: bool) -> None:
        """Write on the draft who this is, with the evidence."""
        draft = inquiry.draft
        because: dict[str, Any] = {}
        lead, rule = self._person(inquiry, "Lead", self.leads)
        if lead is not None and rule is not None:
            draft.lead = lead if joins else None
            because["recognised" if joins else "resembles"] = told("Lead", lead, rule.words)
        contact, rule = self._person(inquiry, "Contact", self.contacts)
        if contact is not None and rule is not None:
            draft.contact, draft.account = contact, contact.account
            because["contact"] = told("Contact", contact, rule.words)
            because["hint"] = _hint(contact)
        if draft.account is None:
            draft.account, words = self._employer(inquiry)
            if draft.account is not None:
                because["account"] = told("Account", draft.account, words)
        draft.evidence["because"] = because

    def _person(
        self, inquiry: Inquiry, name: str, records: Mapping[int, Any]
    ) -> tuple[Any, Rule | None]:
        """The record that is certainly this person: by the strongest evidence, then the newest."""
        best: tuple[Any, Rule | None] = (None, None)
        for record_id in sorted(self._sharing(name, inquiry.person_keys), reverse=True):
            record = records.get(record_id)
            if record is None:
                continue
            rule = policy.compare(inquiry.person, self._as_person(record))
            if rule and rule.is_certain and (not best[1] or rule.strength > best[1].strength):
                best = (record, rule)
        return best

    def _as_person(self, record: Any) -> Person:
        return Person.of_record(record, self.country, company=company_of(record))

    def _employer(self, inquiry: Inquiry) -> tuple[Account | None, str]:
        """The account with the work domain or the company's name; both is best, then the oldest."""
        shared: dict[int, set[str]] = {}
        for kind, value in inquiry.company_keys:
            for account_id in self.found["Account"].get((kind, value), ()):
                if account_id in self.accounts:
                    shared.setdefault(account_id, set()).add(kind)
        if not shared:
            return None, ""
        best = min(shared, key=lambda pk: (-sum(EMPLOYER[kind][1] for kind in shared[pk]), pk))
        words = [EMPLOYER[kind][0] for kind in EMPLOYER if kind in shared[best]]
        return self.accounts[best], ", ".join(words)

    def _sharing(self, name: str, wanted: Iterable[Key]) -> set[int]:
        return {pk for key in wanted for pk in self.found[name].get(key, ())}


def told(object_name: str, record: Any, words: str) -> dict[str, Any]:
    """A matched record as the Trail tells it."""
    return {"object": object_name, "id": record.pk, "name": str(record), "words": words}


def _hint(contact: Contact) -> str:
    if contact.account is None:
        return f"{contact} is already a contact; an opportunity may be created directly."
    return f"{contact} is a contact of {contact.account}; an opportunity may be created directly."


def _find_twins(inquiries: list[Inquiry]) -> None:
    """Drafts of one person: each points to the first, which takes over whom the others know."""
    seen: dict[Key, list[Inquiry]] = {}
    for inquiry in inquiries:
        earlier, words = _earlier(inquiry, seen)
        for key in inquiry.person_keys:
            seen.setdefault(key, []).append(inquiry)
        if earlier is None:
            continue
        first: Draft = earlier.draft.evidence.get("twin", earlier.draft)
        draft = inquiry.draft
        if first.lead is None and draft.lead is not None:
            first.lead = draft.lead
            first.evidence["because"]["recognised"] = draft.evidence["because"]["recognised"]
        first.contact = first.contact or draft.contact
        first.account = first.account or draft.account
        draft.lead, draft.evidence["twin"] = None, first
        draft.evidence["because"]["twin"] = f"{words} as an earlier one of the same delivery"


def _earlier(inquiry: Inquiry, seen: Mapping[Key, list[Inquiry]]) -> tuple[Inquiry | None, str]:
    for key in sorted(inquiry.person_keys):
        for other in seen.get(key, ())[: keys.MOST]:
            rule = policy.compare(inquiry.person, other.person)
            if rule and rule.is_certain:
                return other, rule.words
    return None, ""
