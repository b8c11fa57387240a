"""What each level proves: m and u, the prior, and how rare values are.

m is how often a level holds for two records of one, u how often for two records of two; the
evidence is log2(m / u) bits. Bits of the fields and of the prior are summed up.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import log2
from typing import Any, Self

from headwater.match.model.comparisons import COMPARISONS
from headwater.match.model.rarity import Rarity

Chance = tuple[float, float]  # m, u
Chances = Mapping[str, Mapping[str, Mapping[str, Chance]]]  # kind → field → level → chance
LEAST_CHANCE = 1e-9
# Evidence of one field for or against: a slip of the pen must not outweigh all other fields.
MOST_FOR, MOST_AGAINST = 26.0, -8.0


@dataclass(frozen=True)
class Weights:
    """Chances of every level, the prior in bits for each kind, and the rarity of values."""

    chances: Chances
    prior: Mapping[str, float]
    rarity: Rarity = field(default_factory=Rarity)

    @cached_property
    def bits(self) -> dict[str, tuple[tuple[float, ...], ...]]:
        """Bits of each level by kind, comparison and place; the last is for NOBODY_SAID."""
        return {
            kind: tuple(
                (
                    *(
                        _bits(self.chances[kind][each.field][lv.name], lv.most)
                        for lv in each.levels
                    ),
                    0.0,
                )
                for each in comparisons
            )
            for kind, comparisons in COMPARISONS.items()
        }

    def as_json(self) -> dict[str, Any]:
        """What can be kept, see `from_json`."""
        return {"chances": self.chances, "prior": self.prior, "rarity": self.rarity.as_json()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any], default: Self) -> Self:
        """Kept weights; a level that did not exist then is as in the default."""
        chances = {
            kind: {
                each.field: {
                    level.name: tuple(
                        kept["chances"].get(kind, {}).get(each.field, {}).get(level.name)
                        or default.chances[kind][each.field][level.name]
                    )
                    for level in each.levels
                }
                for each in comparisons
            }
            for kind, comparisons in COMPARISONS.items()
        }
        rarity = Rarity.from_json(kept.get("rarity", {}))
        return cls(chances, {**default.prior, **kept.get("prior", {})}, rarity)


def _bits(chance: Iterable[float], most: float) -> float:
    m, u = (max(each, LEAST_CHANCE) for each in chance)
    return min(most, MOST_FOR, max(MOST_AGAINST, log2(m / u)))
