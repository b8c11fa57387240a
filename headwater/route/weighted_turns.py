"""Whose turn is it, when some get more than others? Integers alone, nothing is read or written.

Every lead is owed to those who could have had it, to each the share of their weight. Whoever gets
it pays for it. What remains is a member's credit, in parts of one lead. The turn is given to the
one among those in credit whose next lead is due first (earliest deadline): in a pool that stays as
it is nobody is ever a whole lead ahead or behind, which “most credit first” does not keep.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import lcm

UNIT = 720_720  # one lead; divisible by every number up to 16


@dataclass(slots=True)
class Round:
    """How the turns of one team stand.

    `credits` are in parts of a lead (`unit` is a whole one); who is away keeps theirs, so they
    come back neither with a debt of the time nor with a claim to it. `owed` are turns given back,
    in their order. `last` had the last turn: of equals, whoever follows comes first.
    """

    credits: dict[int, int] = field(default_factory=dict)
    unit: int = UNIT
    owed: list[int] = field(default_factory=list)
    last: int = 0
    count: int = 0
    _foreseen: tuple[Mapping[int, int], int] | None = None  # asked again, by the next lead

    def next(self, weights: Mapping[int, int]) -> int:
        """Who of these (member → weight, at least one) has the next turn."""
        owed = next((member for member in self.owed if member in weights), None)
        if owed is not None:
            return owed
        if self._foreseen is None or self._foreseen[0] is not weights:
            self._foreseen = (weights, self._due(weights))
        return self._foreseen[1]

    def take(self, weights: Mapping[int, int]) -> int:
        """Give the next turn away."""
        member = self.next(weights)
        self.count += 1
        if member in self.owed:
            self.owed.remove(member)  # it was paid for when it was first given
            return member
        self._foreseen = None
        self._share(weights)
        self.credits[member] -= self.unit
        self.last = member
        return member

    def _due(self, weights: Mapping[int, int]) -> int:
        total = sum(weights.values())
        whole = self.unit * total
        ranks = {}
        for member, weight in weights.items():
            share = weight * self.unit
            credit = self.credits.get(member, 0) * total + share
            if credit >= whole:  # more than a lead behind, after others came and went
                ranks[member] = (-1, -credit, 0, member <= self.last, member)
            elif credit > 0:
                steps = -((credit - whole) // share)
                ranks[member] = (0, steps, -credit, member <= self.last, member)
            else:  # in advance: only where nobody is in credit
                ranks[member] = (1, -credit, 0, member <= self.last, member)
        return min(ranks, key=ranks.__getitem__)

    def _share(self, weights: Mapping[int, int]) -> None:
        """Each gets the part of this lead that their weight is worth."""
        total = sum(weights.values())
        if self.unit % total:
            self._measure_in(lcm(UNIT, total))
        part = self.unit // total
        for member, weight in weights.items():
            self.credits[member] = self.credits.get(member, 0) + weight * part

    def _measure_in(self, unit: int) -> None:
        """Another unit: exact where it divides, else to a millionth of a lead."""
        self.credits = {
            member: (credit * unit * 2 + self.unit) // (self.unit * 2)
            for member, credit in self.credits.items()
        }
        self.unit = unit
