"""Who a record may be: possible duplicates, contacts and accounts, each with its evidence.

Read by the lead page, the convert dialog, and while somebody types a new record.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from headwater.match import search
from headwater.match.model.judge import Evidence
from headwater.match.policy import EMPLOYS
from headwater.match.search import Alike, Sought
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.base import Record
from headwater.records.duplicate_pair import Tier
from headwater.records.models import Account, Contact, Lead

BEFORE = "matched when the lead came in"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the same, and why. Of one that is not seen only the owner is told."""

    record: Any
    because: str
    probability: float
    tier: Tier
    evidence: Sequence[Evidence] = ()
    is_seen: bool = True

    @property
    def strength(self) -> int:
        """The probability in percent, 100 only for what is beyond doubt."""
        return min(round(100 * self.probability), 100 if self.is_sure else 99)

    @property
    def is_sure(self) -> bool:
        """Enough to choose it without asking."""
        return self.tier in (EMPLOYS if isinstance(self.record, Account) else (Tier.CERTAIN,))


@dataclass(slots=True)
class Candidates:
    """The strongest first. `leads` are other leads that are not converted, open or closed."""

    accounts: list[Candidate] = field(default_factory=list)
    contacts: list[Candidate] = field(default_factory=list)
    leads: list[Candidate] = field(default_factory=list)


def candidates(lead: Lead, *, by: User | None = None) -> Candidates:
    """Everything that `by` may see (None: everything) and that may be the lead or its employer."""
    return candidates_of([lead], by=by)[lead.pk]


def candidates_of(leads: Sequence[Lead], *, by: User | None = None) -> dict[int, Candidates]:
    """The same for many leads, by their keys.

    One query for the keys and at most two for each table, however many there are.
    """
    country = organization().country
    found = search.alike([Sought.of_record(lead, country) for lead in leads], country)
    told = {lead.pk: _told(lead, some) for lead, some in zip(leads, found, strict=True)}
    others = _read(Lead, told.values(), by, "owner")
    contacts = _read(Contact, told.values(), by, "account")
    known = {pk: _candidates(Contact, some, contacts) for pk, some in told.items()}
    told = {pk: _with_employers(some, known[pk]) for pk, some in told.items()}
    accounts = _read(Account, told.values(), by, "owner")
    return {
        pk: Candidates(
            leads=_candidates(Lead, some, others),
            contacts=known[pk],
            accounts=_candidates(Account, some, accounts),
        )
        for pk, some in told.items()
    }


def alike(
    object_name: str, values: Mapping[str, Any], *, by: User, most: int = 5, but: int = 0
) -> list[Candidate]:
    """Whom a record that is being typed may be, from its values by attribute; `but` is itself.

    People are looked for among leads and contacts, companies among accounts. Of what `by` may not
    see, a candidate tells no more than the owner.
    """
    country = organization().country
    is_company = object_name == "Account" and not values.get("is_person_account")
    sought = (
        Sought.of_company(values, country)
        if is_company
        else Sought.of_values(values, country, company=str(values.get("company") or ""))
    )
    (found,) = search.alike([sought], country)
    wanted = [
        each
        for each in found
        if each.reference != (object_name, but) and (each.object_name == "Account") == is_company
    ][:most]
    records = search.records_of(wanted, "owner")
    seen = {(type(r).__name__, r.pk) for r in _visible(records.values(), by)}
    return [
        Candidate(records[each.reference], *Told.of(each), is_seen=each.reference in seen)
        for each in wanted
        if each.reference in records
    ]


def _visible(records: Iterable[Record], by: User) -> Iterable[Record]:
    keys: dict[type[Record], list[int]] = {}
    for record in records:
        keys.setdefault(type(record), []).append(record.pk)
    for model, wanted in keys.items():
        yield from model._default_manager.filter(pk__in=wanted).visible_to(by)  # type: ignore[attr-defined]


class Told(NamedTuple):
    """What is known of a candidate before its record is read."""

    because: str
    probability: float
    tier: Tier
    evidence: Sequence[Evidence] = ()

    @classmethod
    def of(cls, found: Alike) -> Self:
        verdict = found.verdict
        return cls(verdict.words, verdict.probability, verdict.tier, verdict.evidence)


Known = Mapping[search.Reference, Told]


def _told(lead: Lead, found: Iterable[Alike]) -> dict[search.Reference, Told]:
    """Whom the search found, and whom the lead was linked with when it came in."""
    told = {each.reference: Told.of(each) for each in found if each.reference != ("Lead", lead.pk)}
    for name, key in (("Contact", lead.matched_contact_id), ("Account", lead.matched_account_id)):
        if key:
            told.setdefault((name, key), Told(BEFORE, 0.9, Tier.LIKELY))
    return told


def _read(
    model: type[Record], told: Iterable[Known], by: User | None, *joined: str
) -> dict[int, Any]:
    """The records of a table that anybody may be, by key: one query."""
    keys = {key for some in told for of, key in some if of == model.__name__}
    if not keys:
        return {}
    rows: Any = model._default_manager.filter(pk__in=keys, is_deleted=False)
    rows = rows.visible_to(by) if by else rows
    rows = rows.filter(is_converted=False) if model is Lead else rows
    return {row.pk: row for row in rows.select_related(*joined)}


def _candidates(model: type[Record], told: Known, records: Mapping[int, Any]) -> list[Candidate]:
    name = model.__name__
    keys = [key for of, key in told if of == name and key in records]
    found = [Candidate(records[key], *told[name, key]) for key in keys]
    return sorted(found, key=lambda each: (-each.probability, each.record.pk))


def _with_employers(told: Known, contacts: Iterable[Candidate]) -> dict[search.Reference, Told]:
    """Where the same person is a contact, they work."""
    known = dict(told)
    for contact in contacts:
        account_id = contact.record.account_id
        if account_id and contact.is_sure:
            there = f"{contact.record} is a contact there"
            other = told.get(("Account", account_id))
            because = f"{there}, {other.because}" if other else there
            evidence = other.evidence if other else ()
            known["Account", account_id] = Told(
                because, contact.probability, Tier.CERTAIN, evidence
            )
    return known
