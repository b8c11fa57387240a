"""Groups of records that are one: pairs joined strongest first, unless the groups disagree.

Plain closure chains: A is B, B is C, so A is C, though A and C clearly differ. Here two groups join
only when the pairs between them speak for it on the whole; a pair that was not compared before is
compared now.
"""

from collections.abc import Callable, Iterable, Sequence

Bits = Callable[[int, int], float]
MOST_COMPARED = 64  # pairs between two groups that are looked at
LEAST = 0.0  # bits that they must have on average
MOST_FOR, MOST_AGAINST = 12.0, -12.0  # bits of one pair


def clusters(pairs: Iterable[tuple[int, int, float]], bits: Bits) -> list[list[int]]:
    """Groups of at least two places; `pairs` are places with their bits, `bits` judges any two."""
    group_of: dict[int, list[int]] = {}
    for one, other, _ in sorted(pairs, key=lambda pair: -pair[2]):
        mine, theirs = group_of.get(one, [one]), group_of.get(other, [other])
        if mine is theirs:
            continue
        if len(mine) == len(theirs) == 1 or _agree(mine, theirs, bits):
            joined = mine + theirs
            for place in joined:
                group_of[place] = joined
    found = {id(group): group for group in group_of.values()}
    return [sorted(group) for group in found.values()]


def _agree(mine: Sequence[int], theirs: Sequence[int], bits: Bits) -> bool:
    across = [(one, other) for one in mine for other in theirs]
    step = max(1, len(across) // MOST_COMPARED)
    looked_at = across[::step]
    total = sum(min(MOST_FOR, max(MOST_AGAINST, bits(one, other))) for one, other in looked_at)
    return total / len(looked_at) >= LEAST
