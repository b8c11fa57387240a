"""The journey's second step: is this someone we know?

A person with an open lead joins that lead; a known contact is linked with its account; a known
company is linked. Two drafts of one person in one batch are twins and become one lead. Who is only
likely the same becomes a lead of its own and a pair for people to look at (see `keys.remember`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.database import statements
from headwater.match import policy, search
from headwater.match.known_weights import weights_of
from headwater.match.match_key import Key, number_of
from headwater.match.model.judge import Verdict, judge
from headwater.match.rules.known import compares_fields
from headwater.match.search import Alike, Sought
from headwater.records.draft import Batch, Draft
from headwater.records.duplicate_pair import Tier
from headwater.records.models import Account, Contact, Lead

LOCK = """
SELECT pg_advisory_xact_lock(number::bigint) FROM json_array_elements_text(%s::json) AS number
"""
STRONG = ("email", "phone")  # keys of what must not be judged twice at once
# Held until the batch is saved: nobody converts or edits what an inquiry is about to join.
OPEN = """
WHERE id = ANY (%s::bigint[]) AND NOT is_deleted AND NOT is_converted AND NOT is_closed
ORDER BY id FOR UPDATE
"""
LINKED = "WHERE id = ANY (%s::bigint[]) AND NOT is_deleted"
MOST_TWINS = 20  # earlier drafts of one batch with whom a draft is compared


@dataclass(slots=True)
class Inquiry:
    """A draft with whom it is about, and the records that may be the same."""

    draft: Draft
    sought: Sought
    found: list[Alike] = field(default_factory=list)

    @property
    def likely(self) -> Alike | None:
        """The lead that this one resembles most, if that is likely."""
        tiers = (Tier.CERTAIN, Tier.LIKELY)
        leads = (a for a in self.found if a.object_name == "Lead" and a.verdict.tier in tiers)
        return next(leads, None)

    def certain(self, object_name: str) -> Iterable[Alike]:
        """Those that are certainly this person, by the strongest evidence, then the newest.

        None when they exclude each other: three people with one mailbox are not the visitor.
        """
        found = [a for a in self.found if a.object_name == object_name and a.is_certain]
        return [] if search.exclude_each_other(found) else found


def recognise(batch: Batch) -> None:
    """Set `lead`, `contact`, `account` and the evidence of every live draft; find twins.

    Everybody who is at least possibly the same is left in `evidence["alike"]`. Takes advisory
    locks for the rest of the transaction, so that of two batches with one person the second sees
    the lead of the first. One query for the locks, one for the keys, and at most two for each
    table. Run one batch in a transaction: the locks are taken in order within a batch only.
    """
    country = batch.organization.country
    inquiries = [_inquiry(draft, country) for draft in batch.live]
    if not inquiries:
        return
    _lock(key for inquiry in inquiries for key in _strongest(inquiry.sought))
    sought, reads_all = [inquiry.sought for inquiry in inquiries], compares_fields("Lead")
    found = search.alike(sought, country, all_judged=reads_all)
    for inquiry, some in zip(inquiries, found, strict=True):
        inquiry.draft.evidence["judged"] = some  # field-by-field rules also know the unlike
        inquiry.found = [each for each in some if each.verdict.tier != Tier.NONE]
        inquiry.draft.evidence["alike"] = inquiry.found
        inquiry.draft.evidence["because"] = {}
    _join(inquiries, joins=batch.joins)
    _link(inquiries)
    if batch.joins:
        _find_twins(inquiries)


def _inquiry(draft: Draft, country: str) -> Inquiry:
    company = str(draft.values.get("company") or "")
    sought = Sought.of_values(draft.values, country, company=company)
    draft.keys = sought.person_keys
    return Inquiry(draft, sought)


def _strongest(sought: Sought) -> Iterable[Key]:
    """What must not be judged twice at once: address and numbers, else all there is."""
    return [key for key in sought.person_keys if key[0] in STRONG] or sought.person_keys


def _lock(held: Iterable[Key]) -> None:
    # In one order everywhere: two batches with the same people wait, they never block each other.
    numbers = sorted({number_of(key) for key in held})
    if numbers:
        statements.run(LOCK, [statements.dumped(numbers)])


def _join(inquiries: Sequence[Inquiry], *, joins: bool) -> None:
    """The open lead of the same person; it is locked, and read as it is then."""
    certain = {
        id(each): [a for a in each.certain("Lead") if not a.values["is_closed"]]
        for each in inquiries
    }
    wanted = (a.record_id for some in certain.values() for a in some if joins)
    leads = _fetch(Lead, OPEN, wanted)
    for inquiry in inquiries:
        because = inquiry.draft.evidence["because"]
        best = next((a for a in certain[id(inquiry)] if a.record_id in leads), None)
        if best is not None:
            inquiry.draft.lead, because["recognised"] = leads[best.record_id], told(best)
        elif likely := inquiry.likely:
            because["resembles"] = told(likely)


def _link(inquiries: Sequence[Inquiry]) -> None:
    """The contact who is the same person, with its account, and the company they work for."""
    certain = {id(each): next(iter(each.certain("Contact")), None) for each in inquiries}
    employers = {id(each): policy.employer(each.found) for each in inquiries}
    contacts = _fetch(Contact, LINKED, (a.record_id for a in certain.values() if a))
    wanted = {a.record_id for a in employers.values() if a}
    wanted |= {contact.account_id for contact in contacts.values() if contact.account_id}
    accounts = _fetch(Account, LINKED, wanted)
    for contact in contacts.values():
        contact.account = accounts.get(contact.account_id or 0)
    for inquiry in inquiries:
        _introduce(inquiry.draft, certain[id(inquiry)], contacts)
        _employ(inquiry.draft, employers[id(inquiry)], accounts)


def _introduce(draft: Draft, best: Alike | None, contacts: Mapping[int, Contact]) -> None:
    contact = contacts.get(best.record_id) if best else None
    if best and contact:
        draft.contact, draft.account = contact, contact.account
        draft.evidence["because"] |= {"contact": told(best), "hint": _hint(contact)}


def _employ(draft: Draft, best: Alike | None, accounts: Mapping[int, Account]) -> None:
    account = accounts.get(best.record_id) if best else None
    if best and account and draft.account is None:
        draft.account = account
        draft.evidence["because"]["account"] = told(best)


def _fetch(model: Any, where: str, keys: Iterable[int]) -> dict[int, Any]:
    wanted = sorted(set(keys))
    return {each.pk: each for each in statements.fetch(model, where, [wanted])} if wanted else {}


def told(found: Alike) -> dict[str, Any]:
    """A matched record as the Trail tells it."""
    return {
        "object": found.object_name, "id": found.record_id, "name": found.name,
        "words": found.verdict.words, "probability": round(found.verdict.probability, 4),
    }  # fmt: skip


def _hint(contact: Contact) -> str:
    if contact.account is None:
        return f"{contact} is already a contact; an opportunity may be created directly."
    return f"{contact} is a contact of {contact.account}; an opportunity may be created directly."


def _find_twins(inquiries: Sequence[Inquiry]) -> None:
    """Drafts of one person: each points to the first, which takes over whom the others know."""
    seen: dict[Key, list[Inquiry]] = {}
    for inquiry in inquiries:
        earlier, verdict = _earlier(inquiry, seen)
        for key in inquiry.sought.person_keys:
            seen.setdefault(key, []).append(inquiry)
        if earlier is not None and verdict is not None:
            _point(inquiry.draft, earlier.draft, verdict)


def _point(draft: Draft, earlier: Draft, verdict: Verdict) -> None:
    first: Draft = earlier.evidence.get("twin", earlier)
    if first.lead is None and draft.lead is not None:
        first.lead = draft.lead
        first.evidence["because"]["recognised"] = draft.evidence["because"]["recognised"]
    first.contact = first.contact or draft.contact
    first.account = first.account or draft.account
    draft.lead, draft.evidence["twin"] = None, first
    draft.evidence["because"]["twin"] = f"{verdict.words} as an earlier one of the same delivery"


def _earlier(
    inquiry: Inquiry, seen: Mapping[Key, list[Inquiry]]
) -> tuple[Inquiry | None, Verdict | None]:
    """The first draft that is certainly the same person; those who are less are left as alike."""
    person = inquiry.sought.person
    if person is None:
        return None, None
    met = {
        id(other): other
        for key in sorted(inquiry.sought.person_keys)
        for other in seen.get(key, ())[:MOST_TWINS]
    }
    weights = weights_of(person.kind)
    for other in list(met.values())[:MOST_TWINS]:
        if other.sought.person is not None:
            verdict = judge(person, other.sought.person, weights)
            if verdict.tier == Tier.CERTAIN:
                return other, verdict
            if verdict.tier != Tier.NONE:
                inquiry.draft.evidence.setdefault("alike_here", []).append((other.draft, verdict))
    return None, None
