"""Which records of a base are compared: those that share a block, in memory."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from headwater.match.blocking import Block, wide_blocks
from headwater.match.identity import Identity

LARGEST = 120  # of a larger block only neighbours are compared, in the order of what they say
NEIGHBOURS = 6


def pairs(
    identities: Sequence[Identity],
    blocks: Callable[[Identity], Iterable[Block]] = wide_blocks,
    largest: int = LARGEST,
) -> list[tuple[int, int]]:
    """Places of two identities that share a block, each pair once.

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
    order = [_order(identity) for identity in identities]
    for places in members.values():
        if len(places) <= largest:
            found.update(one * size + other for one, other in combinations(places, 2))
        else:
            found.update(_neighbours(sorted(places, key=order.__getitem__), size))
    return sorted(divmod(pair, size) for pair in found)


def _order(one: Identity) -> tuple[str, ...]:
    return one.company, one.street, one.last, one.given, one.email, one.phone, one.birthdate


def _neighbours(places: Sequence[int], size: int) -> Iterator[int]:
    for step in range(1, NEIGHBOURS + 1):
        for one, other in zip(places, places[step:], strict=False):
            yield min(one, other) * size + max(one, other)
