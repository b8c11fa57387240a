"""Are two identities one? A verdict with its evidence, field by field, in words and bits."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from headwater.match.identity import Identity
from headwater.match.model import person_name
from headwater.match.model.alike import is_within
from headwater.match.model.comparison import Level, Names
from headwater.match.model.comparisons import COMPARISONS, NAMES
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.tiers import tier_of
from headwater.match.model.weights import Weights
from headwater.match.normal.companies import SMALL
from headwater.records.duplicate_pair import Tier

# What a household or an office has in common (mailbox, number, employer, street, place) proves
# together no more bits than this where the names clash and the birthday is not the same.
SHARED = (5, 4, 3, 2, 1)
SHARED_BY_COMPANIES, MOST_AT_ADDRESS, DOMAIN = (5, 4, 3, 2), 10.0, 1
MOST_SHARED = 8.0
MOST_MANGLED = 18.0  # where the last name is not the same either: nobody's spouse, perhaps misread
SPELT = COMPARISONS["person"][1].places["spelt"]
SAME_EMAIL, SAME_STREET = 2, 1
TOLD = (person_name.SAME, person_name.ALIKE, person_name.BEGINS)
EXACT = tuple(
    person_name.NAME.places[name]
    for name in ("swapped", "same", "nickname", "first_begins", "last_part")
)
TYPOS = tuple(person_name.NAME.places[name] for name in ("first_typo", "last_typo"))
OTHER_STREETS = range(4, 9)
OTHER_PHONE = COMPARISONS["company"][3].places["other"]
BRANCH, CORE, CONTAINED = (
    COMPARISONS["company"][0].places[name] for name in ("branch", "same_core", "contained")
)
FAMILY = tuple(person_name.NAME.places[name] for name in ("other_first", "other_generation"))
OTHER_LAST = person_name.NAME.places["other_last"]
BIRTHDATE, SAME_BIRTHDATE, OTHER_BIRTHDATE = 6, (0, 1, 2), 5


class Evidence(NamedTuple):
    """What one field proves; negative bits speak against."""

    field: str
    words: str
    bits: float


@dataclass(frozen=True)
class Verdict:
    """`bits` is the sum of the evidence and the prior, in log2 of the odds."""

    one: Identity
    other: Identity
    levels: tuple[int, ...]
    weighed: tuple[float, ...]
    bits: float
    may_act: bool

    @property
    def probability(self) -> float:
        """That the two are one, 0 to 1."""
        return probability_of(self.bits)

    @cached_property
    def tier(self) -> Tier:
        """What may be done about it."""
        own_mailbox = self.one.kind == "person" and self.levels[1] == SAME_EMAIL
        return tier_of(self.probability, may_act=self.may_act, own_mailbox=own_mailbox)

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """Strongest first, for and against; without what nobody said."""
        comparisons = COMPARISONS[self.one.kind]
        found = [
            Evidence(each.field, _words(each.field, each.levels[level], self), round(bits, 1))
            for each, level, bits in zip(comparisons, self.levels, self.weighed, strict=True)
            if level >= 0
        ]
        return tuple(sorted(found, key=lambda each: -abs(each.bits)))

    @property
    def told(self) -> list[dict[str, Any]]:
        """The evidence as a pair keeps it."""
        return [each._asdict() for each in self.evidence]

    @property
    def words(self) -> str:
        """What speaks for it, in a few words."""
        told = [each.words for each in self.evidence if each.bits > 1]
        return ", ".join(told[:3]) or "nothing in common"


def judge(one: Identity, other: Identity, weights: Weights = DEFAULT) -> Verdict:
    """Compare two identities of one kind; the order does not matter."""
    names = NAMES[one.kind](one, other)
    places = tuple(each.level(one, other, names) for each in COMPARISONS[one.kind])
    return weigh(one, other, names, places, weights)


def weigh(
    one: Identity, other: Identity, names: Names, places: tuple[int, ...], weights: Weights
) -> Verdict:
    """The verdict on levels that are known already."""
    kind, rarity = one.kind, weights.rarity
    weighed = []
    for comparison, table, place in zip(COMPARISONS[kind], weights.bits[kind], places, strict=True):
        bits = table[place]
        if place >= 0 and (rare := comparison.levels[place].rare):
            for attribute in rare:
                bits += rarity.of(attribute, one, other)
        weighed.append(bits)
    if names.clash:
        _share(kind, places, weighed)
    total = weights.prior[kind] + sum(weighed)
    return Verdict(one, other, places, tuple(weighed), total, may_act(one, other, places, names))


def _share(kind: str, places: tuple[int, ...], weighed: list[float]) -> None:
    """Take from the evidence what a household or an office has in common anyway."""
    if kind == "person":
        most = MOST_SHARED if places[0] in FAMILY else MOST_MANGLED
        shared: tuple[int, ...] = SHARED
        is_free = places[BIRTHDATE] in SAME_BIRTHDATE
    else:
        most, shared, is_free = MOST_AT_ADDRESS, SHARED_BY_COMPANIES, places[DOMAIN] == 0
    above = sum(map(weighed.__getitem__, shared)) - most
    if above > 0 and not is_free:
        for place in shared:
            taken = min(above, max(0.0, weighed[place]))
            weighed[place] -= taken
            above -= taken


def probability_of(bits: float) -> float:
    """Of log2 odds."""
    if bits > 60:
        return 1.0
    return 1 - 1 / (1 + 2.0**bits) if bits > -60 else 0.0


def may_act(one: Identity, other: Identity, places: tuple[int, ...], names: Names) -> bool:
    """Whether something distinguishes the two from everybody who is merely alike.

    To join two people by mistake is the worst that can happen: what is only nearly the same never
    counts here.
    """
    if names.clash:
        return False
    may = _person_may if one.kind == "person" else _company_may
    return may(one, other, places, names)


def _person_may(one: Identity, other: Identity, places: tuple[int, ...], names: Names) -> bool:
    """The very same mailbox, number, birthday or house; or the same employer and an exact name."""
    name, email, phone, company, street, _, birthdate, _ = places
    same = (1 <= phone <= 3) + (street == SAME_STREET) + (birthdate == 0)
    if name == OTHER_LAST or birthdate == OTHER_BIRTHDATE or (email >= SPELT and not same):
        return False
    own_email = email == SAME_EMAIL
    if name < 0:
        return own_email
    if person_name.MISSING in (names.first, names.last):
        return own_email + same + (1 <= company <= 3) >= 2 or (
            own_email and (names.first in TOLD or names.last == 1)
        )
    if own_email or same:
        return True
    exact = name in EXACT or (name in TYPOS and _is_one_slip(one, other))
    shared = email == 0 and names.last == person_name.SAME
    return exact and (1 <= company <= 3 or shared)


def _is_one_slip(one: Identity, other: Identity) -> bool:
    for mine, theirs in ((one.given, other.given), (one.last, other.last)):
        if mine != theirs and not (min(len(mine), len(theirs)) >= 5 and is_within(mine, theirs, 1)):
            return False
    return True


def _company_may(one: Identity, other: Identity, places: tuple[int, ...], _: Names) -> bool:
    """A name that is not another branch's, no other street, and one thing more in common."""
    name, domain, email, phone, street, _place = places
    if not 0 <= name <= CONTAINED or name == BRANCH or street in OTHER_STREETS:
        return False
    if name == CORE and _are_apart(one.company_words, other.company_words):
        return False
    agree = (domain == 0) + (email in (0, SAME_EMAIL)) + (1 <= phone <= 3) + (street == 1)
    differ = (domain == 2) + (phone == OTHER_PHONE)
    return agree >= 1 if name > 1 else not differ or agree >= 1


def _are_apart(mine: Collection[str], yours: Collection[str]) -> bool:
    """Whether each has a word of its own: Harbor Logistics may be a sister of Harbor Consulting."""
    return bool(set(mine) - SMALL - set(yours)) and bool(set(yours) - SMALL - set(mine))


def _words(field: str, level: Level, verdict: Verdict) -> str:
    """The level in words, with the names where these tell more."""
    one, other = verdict.one, verdict.other
    if field == "name" and level.name == "nickname" and one.given != other.given:
        forms = ", ".join(sorted((one.given.title(), other.given.title())))
        return f"same last name, nickname of the same first name: {forms}"
    return level.words
