"""Which records of a base are compared: those that share a block, in memory."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, pairwise

from headwater.match.blocking import Block, wide_blocks
from headwater.match.identity import Identity

LARGEST = 120  # a block of more proves nothing: its members are found by their other blocks


def pairs(
    identities: Sequence[Identity],
    blocks: Callable[[Identity], Iterable[Block]] = wide_blocks,
    largest: int = LARGEST,
) -> list[tuple[int, int]]:
    """Places of two identities that share a block of at most `largest`, each pair once.

    Of those that say the very same, only the first is compared with others; the rest are paired
    with their neighbour.
    """
    twins: dict[Identity, list[int]] = defaultdict(list)
    for place, identity in enumerate(identities):
        twins[identity].append(place)
    members: dict[Block, list[int]] = defaultdict(list)
    for identity, places in twins.items():
        for block in blocks(identity):
            members[block].append(places[0])
    size = len(identities)
    found = {one * size + other for places in twins.values() for one, other in pairwise(places)}
    for places in members.values():
        if 1 < len(places) <= largest:
            found.update(one * size + other for one, other in combinations(places, 2))
    return sorted(divmod(pair, size) for pair in found)
