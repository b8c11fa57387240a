"""Are two identities one? A verdict with its evidence, field by field, in words and bits."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from headwater.match.identity import Identity
from headwater.match.model import person_name
from headwater.match.model.comparison import Level, Names
from headwater.match.model.comparisons import COMPARISONS, NAMES
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.tiers import tier_of
from headwater.match.model.weights import Weights
from headwater.records.duplicate_pair import Tier

# What a household or an office has in common (mailbox, number, employer, street, place) proves
# together no more bits than this where the names clash and the birthday is not the same.
SHARED = (5, 4, 3, 2, 1)
MOST_SHARED = 8.0
MOST_MANGLED = 18.0  # where the last name is not the same either: nobody's spouse, perhaps misread
SPELT = COMPARISONS["person"][1].places["spelt"]
OTHER_STREETS = range(4, 9)
OTHER_PHONE = COMPARISONS["company"][3].places["other"]
BRANCH, CONTAINED = (COMPARISONS["company"][0].places[name] for name in ("branch", "contained"))
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
        return tier_of(self.probability, may_act=self.may_act)

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
    if names.clash and kind == "person":
        _share(places, weighed)
    total = weights.prior[kind] + sum(weighed)
    return Verdict(one, other, places, tuple(weighed), total, may_act(kind, places, names))


def _share(places: tuple[int, ...], weighed: list[float]) -> None:
    """Take from the evidence what a household or an office has in common anyway."""
    most = MOST_SHARED if places[0] in FAMILY else MOST_MANGLED
    above = sum(map(weighed.__getitem__, SHARED)) - most
    if above > 0 and places[BIRTHDATE] not in SAME_BIRTHDATE:
        for place in SHARED:
            taken = min(above, max(0.0, weighed[place]))
            weighed[place] -= taken
            above -= taken


def probability_of(bits: float) -> float:
    """Of log2 odds."""
    if bits > 60:
        return 1.0
    return 1 - 1 / (1 + 2.0**bits) if bits > -60 else 0.0


def may_act(kind: str, places: tuple[int, ...], names: Names) -> bool:
    """Whether something distinguishes the two from everybody who merely shares a place or mailbox.

    People: the names are compatible and an address, number, employer, street or birthday agrees.
    Companies: the name and one field more agree, or the name is the very same.
    """
    if kind == "person":
        name, email, phone, company, street, _, birthdate, _ = places
        if names.clash or name == OTHER_LAST or birthdate == OTHER_BIRTHDATE:
            return False
        said = person_name.MISSING not in (names.first, names.last)
        if email >= SPELT and not ((1 <= phone <= 3) or (1 <= street <= 3) or 0 <= birthdate <= 2):
            return False
        own_email = 2 <= email <= 5
        # info@ and the very same name twice is one person.
        own_email |= email == 0 and names.last == person_name.SAME and names.first in (1, 2)
        others = own_email + (1 <= phone <= 5) + (1 <= company <= 4) + (1 <= street <= 3)
        others += 0 <= birthdate <= 2
        return others >= (1 if said else 2) or (own_email and name < 0)
    name, domain, email, phone, street, _ = places
    if names.clash or not 0 <= name <= CONTAINED or name == BRANCH or street in OTHER_STREETS:
        return False
    agree = (domain == 0) + (email in (0, 2)) + (1 <= phone <= 3) + (1 <= street <= 3)
    differ = (domain == 2) + (phone == OTHER_PHONE)
    return agree >= 1 if name > 1 else not differ or agree >= 1


def _words(field: str, level: Level, verdict: Verdict) -> str:
    """The level in words, with the names where these tell more."""
    one, other = verdict.one, verdict.other
    if field == "name" and level.name == "nickname" and one.given != other.given:
        forms = ", ".join(sorted((one.given.title(), other.given.title())))
        return f"same last name, nickname of the same first name: {forms}"
    return level.words
