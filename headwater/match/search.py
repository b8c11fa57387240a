"""Who may this be? Stored records that share a key with somebody, judged by the match model.

One query for the keys and one for each table, however many are looked for.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from headwater.catalog import objects
from headwater.database import statements
from headwater.match import keys
from headwater.match.blocking import blocks
from headwater.match.glance import SOUND, is_worth_comparing
from headwater.match.identity import Identity
from headwater.match.keys import Found
from headwater.match.known_weights import weights_of
from headwater.match.match_key import Key
from headwater.match.model.judge import Verdict, judge
from headwater.people.standing import moment
from headwater.records.base import Record
from headwater.records.duplicate_pair import Tier
from headwater.records.tombstone import survivors

MOST_JUDGED = 40  # of those who share a key; the ones that share most come first
MOST_TOLD = 10  # certain ones that are compared with each other
Reference = tuple[str, int]  # object name, key

ADDRESS = ("street", "city", "state", "postal_code", "country")
PERSON = ("first_name", "last_name", "email", "phone", "mobile_phone", "title")
SOURCES: dict[str, tuple[str, dict[str, str]]] = {
    "Lead": (
        "records_lead t WHERE NOT t.is_converted AND",
        {name: f"t.{name}" for name in (*PERSON, "company", "website", *ADDRESS, "is_closed")},
    ),
    "Contact": (
        "records_contact t LEFT JOIN records_account a ON a.id = t.account_id WHERE",
        {name: f"t.{name}" for name in (*PERSON, "home_phone", "other_phone")}
        | {name: f"t.mailing_{name}" for name in ADDRESS}
        | {
            "birthdate": "t.born_on",
            "company": "coalesce(a.name, '')",
            "account_id": "t.account_id",
        },
    ),
    "Account": (
        "records_account t WHERE NOT t.is_person_account AND",
        {name: f"t.{name}" for name in ("name", "website", "phone")}
        | {name: f"t.billing_{name}" for name in ADDRESS},
    ),
}
"""Object → where its records are, and the values by which they are judged."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Somebody who is looked for: a person and where they work, or a company alone."""

    person: Identity | None
    company: Identity | None
    person_keys: frozenset[Key]
    company_keys: frozenset[Key]

    @classmethod
    def of_values(cls, values: Mapping[str, Any], country: str, *, company: str = "") -> Self:
        """From what somebody said, by attribute; `country` (ISO code) is where they dial."""
        person = Identity.of_values(values, country, company=company)
        employer = person.employer()
        return cls(person, employer, blocks(person), blocks(employer))

    @classmethod
    def of_record(cls, record: Any, country: str) -> Self:
        """From a lead, a contact or an account."""
        if objects.name_of(record) == "Account" and not record.is_person_account:
            company = Identity.of_account(record, country)
            return cls(None, company, frozenset(), blocks(company))
        said = vars(record) | {"birthdate": getattr(record, "born_on", None)}
        return cls.of_values(said, country, company=company_of(record))

    @classmethod
    def of_company(cls, values: Mapping[str, Any], country: str) -> Self:
        """An account that is looked for among accounts."""
        company = Identity.of_company(values, country)
        return cls(None, company, frozenset(), blocks(company))

    @property
    def keys(self) -> dict[str, frozenset[Key]]:
        """The keys by which records of each object are found."""
        return {"Lead": self.person_keys, "Contact": self.person_keys, "Account": self.company_keys}


@dataclass(frozen=True, slots=True)
class Alike:
    """A stored record that may be whom we look for; `values` is what was read of it to judge."""

    object_name: str
    record_id: int
    values: Mapping[str, Any]
    verdict: Verdict

    @property
    def reference(self) -> Reference:
        return self.object_name, self.record_id

    @property
    def may_employ(self) -> bool:
        """Whether an account shares what tells where somebody works."""
        return self.shares_domain or self.shares_name

    @property
    def shares_domain(self) -> bool:
        """The very same web domain of their own, whatever the names are."""
        one, other = self.verdict.one, self.verdict.other
        return bool(one.domain) and one.domain == other.domain

    @property
    def shares_name(self) -> bool:
        """The very same name of the company, legal form aside."""
        one, other = self.verdict.one, self.verdict.other
        return bool(one.company) and one.company == other.company

    @property
    def is_certain(self) -> bool:
        return self.verdict.tier == Tier.CERTAIN

    @property
    def name(self) -> str:
        said = self.values
        parts = (said.get("first_name"), said.get("last_name"), said.get("name"))
        return " ".join(part for part in parts if part)


def alike(sought: Sequence[Sought], country: str, *, all_judged: bool = False) -> list[list[Alike]]:
    """For each of them the stored records that are at least possibly the same, strongest first.

    With `all_judged` also those that share a key and are not alike at all.
    """
    wanted: dict[str, set[Key]] = {name: set() for name in SOURCES}
    for each in sought:
        for name, own in each.keys.items():
            wanted[name] |= own
    found = keys.look_up(wanted)
    chosen = [
        {name: _most_shared(found[name], own) for name, own in each.keys.items()} for each in sought
    ]
    known = {name: _read(name, {key for some in chosen for key in some[name]}) for name in SOURCES}
    judging = _Judging(known, country, all_judged)
    with moment():
        return [judging.judged(each, some) for each, some in zip(sought, chosen, strict=True)]


def exclude_each_other(found: Sequence[Alike]) -> bool:
    """Whether the strongest of them cannot be one with another of them."""
    if len(found) < 2:
        return False
    best = found[0].verdict.other
    weights = weights_of(best.kind)
    return any(
        judge(best, each.verdict.other, weights).tier == Tier.NONE for each in found[1:MOST_TOLD]
    )


def records_of(found: Iterable[Alike], *joined: str) -> dict[Reference, Record]:
    """The whole records with what they point at, contacts with account; one query an object."""
    ids: dict[str, set[int]] = {}
    for each in found:
        ids.setdefault(each.object_name, set()).add(each.record_id)
    records: dict[Reference, Record] = {}
    for name, wanted in ids.items():
        rows: Any = objects.get(name).model._default_manager.filter(pk__in=wanted)
        also = ("account", *joined) if name == "Contact" else joined
        for record in rows.select_related(*also) if also else rows:
            records[name, record.pk] = record
    return records


def company_of(record: Any) -> str:
    """The company that a lead names, or the name of a contact's account (select it with it)."""
    if hasattr(record, "company"):
        return str(record.company)
    account = getattr(record, "account", None)
    return account.name if account else ""


Said = tuple[tuple[str, Any], ...]  # attribute and value of what is compared
# Key → the record that lives (itself, mostly), its owner, and what it says.
Known = dict[int, tuple[int, int, Said]]


def _most_shared(found: Found, own: Iterable[Key]) -> dict[int, bool]:
    """Of the records with these keys those that share most, then the newest.

    True for those that share nothing but the sound of a name.
    """
    shared = Counter(record_id for key in own for record_id in found.get(key, ()))
    telling = {record_id for key in own if key[0] != SOUND for record_id in found.get(key, ())}
    chosen: Iterable[int] = shared
    if len(shared) > MOST_JUDGED:
        chosen = sorted(shared, key=lambda key: (-shared[key], -key))[:MOST_JUDGED]
    return {key: key not in telling for key in chosen}


def _read(name: str, ids: set[int]) -> Known:
    """What the records say; whom a merged one was merged into is found by its old values, too."""
    if not ids:
        return {}
    source, columns = SOURCES[name]
    said = ", ".join(("t.id", "t.is_deleted", "t.owner_id", *columns.values()))
    there = "(NOT t.is_deleted OR t.master_record_id IS NOT NULL)"
    sql = f"SELECT {said} FROM {source} {there} AND t.id = ANY (%s::bigint[])"  # noqa: S608
    rows = statements.run(sql, [sorted(ids)])
    merged = [key for key, is_deleted, *_ in rows if is_deleted]
    lives = survivors(name, merged) if merged else {}
    return {
        key: (lives.get(key, key), owner_id, tuple(zip(columns, row, strict=True)))
        for key, _, owner_id, *row in rows
    }


@lru_cache(maxsize=1024)
def _identity(name: str, said: Said, country: str) -> Identity:
    """From memory where the same record was met before: whoever shares a common key, often."""
    return Identity.of_stored(name, dict(said), country)


@dataclass(slots=True)
class _Judging:
    """What a search has read, and how it judges."""

    known: Mapping[str, Known]
    country: str
    all_judged: bool

    def judged(self, sought: Sought, chosen: Mapping[str, Mapping[int, bool]]) -> list[Alike]:
        best: dict[Reference, Alike] = {}
        for name, ids in chosen.items():
            own = sought.company if name == "Account" else sought.person
            if own is None:
                continue
            for key, only_sounds in ids.items():
                met = self._met(own, name, key, only_sounds=only_sounds)
                other = best.get(met.reference) if met else None
                if met and (other is None or other.verdict.bits < met.verdict.bits):
                    best[met.reference] = met
        return sorted(best.values(), key=lambda each: (-each.verdict.bits, -each.record_id))

    def _met(self, own: Identity, name: str, key: int, *, only_sounds: bool) -> Alike | None:
        """The record, unless it is gone or surely another."""
        if key not in self.known[name]:
            return None
        lives, owner_id, said = self.known[name][key]
        values = dict(said)
        if only_sounds and not self.all_judged and not is_worth_comparing(own, values):
            return None
        values["owner_id"] = owner_id
        identity = _identity(name, said, self.country)
        met = Alike(name, lives, values, judge(own, identity, weights_of(own.kind)))
        is_unlike = met.verdict.tier == Tier.NONE and not self.all_judged
        return None if is_unlike and not (name == "Account" and met.may_employ) else met
