"""Which leads of one list share what is made: the account of a company, the deal of an account.

Two are of one company when they share its own web domain, or its name (legal form aside) and no
two domains speak against it. Whoever comes first makes the account, the others stand beside it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from headwater.match.identity import Identity
from headwater.records.models import Account, Lead


@dataclass(frozen=True, slots=True)
class First:
    """The lead that makes a company's account, or the first deal of an account; their names."""

    lead_id: int
    account: str = ""
    deal: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What an earlier lead of the same person becomes: the leads that make account and contact
    (0: an existing one), and the existing account."""

    account_lead: int
    account_id: int
    contact_lead: int
    account: str = ""
    contact: str = ""


class Earlier(Protocol):
    """Asks what leads before these become; each at most one query."""

    def firsts(self, keys: Collection[str]) -> Mapping[str, First]: ...

    def people(self, lead_ids: Collection[int]) -> Mapping[int, Person]: ...


class Nobody:
    """There is no lead before these."""

    def firsts(self, keys: Collection[str]) -> Mapping[str, First]:
        return {}

    def people(self, lead_ids: Collection[int]) -> Mapping[int, Person]:
        return {}


@dataclass(slots=True)
class Company:
    """The company that a lead names: the keys by which others find it, and by which it finds."""

    own: frozenset[str]
    sought: frozenset[str]

    @classmethod
    def of(cls, record: Lead | Account, country: str) -> "Company":
        if isinstance(record, Account):
            return cls._of(Identity.of_account(record, country))
        return cls._of(Identity.of_record(record, country, company=record.company))

    @classmethod
    def _of(cls, one: Identity) -> "Company":
        site = {f"site:{one.domain}"} if one.domain else set()
        if not one.company:  # who names no company makes none, and may yet work for one
            return cls(frozenset(), frozenset(site))
        plain, sited = f"name:{one.company}", f"name:{one.company} with a site"
        if site:
            return cls(frozenset({*site, sited}), frozenset({*site, plain}))
        return cls(frozenset({plain}), frozenset({plain, sited}))

    def is_that_of(self, account: Account, country: str) -> bool:
        """Whether an account is this company, by the same rule."""
        return not self.sought.isdisjoint(Company.of(account, country).own)


@dataclass(slots=True)
class Groups:
    """Who came first, of what was there before and of this batch so far."""

    firsts: dict[str, First] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)

    def first(self, keys: Iterable[str]) -> First | None:
        """The earliest lead with one of these keys; its own web domain before its name."""
        found = (self.firsts.get(key) for key in sorted(keys, reverse=True))
        return next((each for each in found if each), None)

    def put(self, keys: Iterable[str], first: First) -> None:
        """Later ones find it; whoever is there already stays."""
        for key in keys:
            self.firsts.setdefault(key, first)
