"""How rare a value is: two Smiths prove less than two Featherstonehaughs.

A value is counted by its companions (a last name by the first names beside it, a word by the first
words of the names it stands in), so that duplicates do not make it common.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Any, Self

from headwater.match.identity import Identity
from headwater.match.normal.companies import COMMON

# attribute → what stands beside the value
COMPANIONS = {
    "given": "last", "last": "given", "company": "last", "city": "last", "postal": "last",
}  # fmt: skip
MOST_COMMON, RAREST = -6.0, 3.0  # bits that rarity may take or add
WORD, COMMON_WORD, MOST_WORD = 9.0, 2.0, 13.0  # bits of a word nobody has counted
EXPECTED, MOST_WORDS = 1.1, 7.0  # rare words that the levels of companies' names count on
LACKING = 0.4  # bits for each bit of a word that the other name lacks
FEWEST = 200  # values counted before a count says anything
MOST_KEPT = 10_000
KEPT = 3  # a value seen less often is as rare as any


@dataclass(frozen=True)
class Rarity:
    """Bits more or less for a value of an attribute, and the bits of words of companies."""

    bits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    rare: Mapping[str, float] = field(default_factory=dict)  # attribute → bits of an uncounted one
    words: Mapping[str, float] = field(default_factory=dict)
    rare_word: float = WORD

    def of(self, attribute: str, one: Identity, other: Identity) -> float:
        """Bits for the value that both have."""
        if attribute in ("core", "words"):
            return self._of_words(one, other)
        value = getattr(one, attribute)
        if not value or value != getattr(other, attribute):
            return 0.0
        found = self.bits.get(attribute)
        if found is None:
            return 0.0
        return found.get(value, self.rare.get(attribute, 0.0))

    def of_word(self, word: str) -> float:
        if word in COMMON:
            return min(COMMON_WORD, self.words.get(word, COMMON_WORD))
        return self.words.get(word, self.rare_word)

    def _of_words(self, one: Identity, other: Identity) -> float:
        """Rare words in both speak for it, rare words of each that the other lacks against."""
        shared = mine = yours = 0.0
        for word in one.company_words:
            if word in other.company_words:
                shared += self.of_word(word)
            elif word not in COMMON:
                mine += self.of_word(word)
        for word in other.company_words:
            if word not in COMMON and word not in one.company_words:
                yours += self.of_word(word)
        bits = shared - EXPECTED * self.rare_word - LACKING * min(mine, yours)
        return max(-MOST_WORDS, min(RAREST, bits))

    def as_json(self) -> dict[str, Any]:
        return {
            "bits": self.bits, "rare": self.rare, "words": self.words, "rare_word": self.rare_word,
        }  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        return cls(**kept)


def bits_of(count: float, total: float, usual: float) -> float:
    """A value against the chance `usual` that two values drawn at random are the same."""
    return round(max(MOST_COMMON, min(RAREST, log2(usual / (count / total)))), 2)


def bits_of_shared(count: int) -> float:
    """A number of so many people or addresses: it is one of them by a chance of one in count."""
    return round(max(MOST_COMMON, -log2(max(1, count - 1))), 2)
