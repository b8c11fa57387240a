"""Learning m, u and the prior from a base without labels, by expectation and maximisation.

u comes from pairs drawn at random, m and the prior from pairs that share a block; the weights so
far are worth some pairs more, so that a small base changes little.
"""

from collections.abc import Sequence
from random import Random

import numpy as np
import numpy.typing as npt

from headwater.match.identity import Identity
from headwater.match.model import rarity
from headwater.match.model.comparisons import CLASHES, COMPARISONS, levels
from headwater.match.model.weights import Chance, Weights

Matrix = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]
AT_RANDOM = 100_000  # pairs drawn
WORTH_M, WORTH_U = 200.0, 20_000.0  # pairs that the weights so far count for
ROUNDS = 12
EXPECTED = 0.3  # matches a record, before anything is known
FEWEST = 0.02  # and at least, whatever is found
FIELDS = 2.0  # that pairs must tell on average
ENOUGH = 20.0  # matches among random pairs that say how many there are


def patterns(
    identities: Sequence[Identity], pairs: Sequence[tuple[int, int]], may_clash: bool = True
) -> Matrix:
    """The levels of each pair; or as they would be if no names clashed."""
    kind = identities[0].kind if identities else "person"
    found = [levels(identities[one], identities[other], may_clash) for one, other in pairs]
    return np.array(found, dtype=np.int8).reshape(len(found), len(COMPARISONS[kind]))


def rare_bits(
    identities: Sequence[Identity], pairs: Sequence[tuple[int, int]], found: Matrix,
    known: rarity.Rarity,
) -> Floats:  # fmt: skip
    """What the rarity of the shared values adds for each pair."""
    comparisons = COMPARISONS[identities[0].kind] if identities else ()
    bits = np.zeros(len(pairs))
    for column, comparison in enumerate(comparisons):
        for place, level in enumerate(comparison.levels):
            if level.rare:
                for row in np.flatnonzero(found[:, column] == place):
                    first, second = pairs[int(row)]
                    one, other = identities[first], identities[second]
                    bits[row] += sum(known.of(name, one, other) for name in level.rare)
    return bits


def drawn(size: int, count: int, random: Random) -> list[tuple[int, int]]:
    """Pairs at random, none with itself."""
    found: list[tuple[int, int]] = []
    while len(found) < count and size > 1:
        one, other = random.randrange(size), random.randrange(size)
        if one != other:
            found.append((one, other))
    return found


def score(found: Matrix, weights: Weights, kind: str) -> Floats:
    """Bits of each pair without prior and rarity."""
    table = weights.bits[kind]
    bits = np.zeros(len(found))
    for column, of_level in enumerate(table):
        bits += np.array(of_level)[found[:, column]]
    return bits


def learn(
    identities: Sequence[Identity], pairs: Sequence[tuple[int, int]], start: Weights,
    rounds: int = ROUNDS,
) -> Weights:  # fmt: skip
    """Weights of this base, of identities of one kind and pairs that share a block."""
    if len(identities) < 2 or not pairs:
        return start
    known = rarity.learned(identities)
    random_pairs = drawn(len(identities), AT_RANDOM, Random(7))
    apart, near = patterns(identities, random_pairs, False), patterns(identities, pairs)
    near_rare = rare_bits(identities, pairs, near, known)
    return fit(
        identities[0].kind, near, near_rare, apart, start, known, size=len(identities),
        pair_count=len(pairs), rounds=rounds,
    )  # fmt: skip


def fit(  # noqa: PLR0917
    kind: str, near: Matrix, near_rare: Floats, apart: Matrix, start: Weights,
    known: rarity.Rarity, *, size: int, pair_count: int, p: Floats | None = None,
    rounds: int = ROUNDS,
) -> Weights:  # fmt: skip
    """Weights from levels: `near` of (a sample of) `pair_count` pairs that share a block, with the
    bits of their rarity, `apart` of random pairs as if no names clashed; a base of `size` records.

    `p` are probabilities of the near pairs to begin with, from elsewhere.
    """
    every_pair = size * (size - 1) / 2
    scale = pair_count / max(1, len(near))
    prior = float(np.log2(EXPECTED * size / every_pair))
    weights = start
    for _ in range(rounds):
        if p is None:
            p = _probability(score(near, weights, kind) + near_rare + prior)
        q = _probability(score(apart, weights, kind) + prior)
        found = max(scale * p.sum() + 1.0, FEWEST * size)
        if q.sum() >= ENOUGH:
            found = max(found, q.mean() * every_pair)
        prior = float(np.log2(min(0.3, found / every_pair)))
        chances = {**weights.chances, kind: _chances(kind, near, p, apart, 1 - q, start)}
        weights = Weights(chances, {**start.prior, kind: prior}, known)
        p = None
    return weights


def _probability(bits: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -60, 60))))


def _chances(  # noqa: PLR0917
    kind: str, near: Matrix, p: Floats, apart: Matrix, q: Floats, start: Weights
) -> dict[str, dict[str, Chance]]:
    """`apart` has the levels as if no names clashed, `near` as they are."""
    if not len(near) or (near >= 0).sum(axis=1).mean() < FIELDS:
        # One field alone cannot tell how often it holds for two records of one.
        return {field: dict(of) for field, of in start.chances[kind].items()}
    clash = np.isin(near[:, 0], clashing(kind))
    found: dict[str, dict[str, Chance]] = {}
    for column, comparison in enumerate(COMPARISONS[kind]):
        levels_ = comparison.levels
        before = [start.chances[kind][comparison.field][lv.name] for lv in levels_]
        like = np.array([bool(lv.like) for lv in levels_])
        m_before, u_before = np.array(before).T
        u = _shares(apart[:, column], q, np.where(like, 0.0, u_before), WORTH_U)
        for place, level in enumerate(levels_):
            if level.like:
                u[place] = sum(u[comparison.places[name]] for name in level.like)
        if column and like.any():
            m = _shares(near[:, column], p * ~clash, np.where(like, 0.0, m_before), WORTH_M)
            other = _shares(near[:, column], p * clash, m_before, WORTH_M)
            m = np.where(like, other, m)
        else:
            m = _shares(near[:, column], p, m_before, WORTH_M)
        found[comparison.field] = {
            level.name: (float(m[place]), float(u[place])) for place, level in enumerate(levels_)
        }
    return found


def clashing(kind: str) -> list[int]:
    """The places of the levels of the name that are a clash."""
    names = CLASHES[kind]
    return [place for place, lv in enumerate(COMPARISONS[kind][0].levels) if lv.name in names]


def _shares(column: npt.NDArray[np.int8], weight: Floats, before: Floats, worth: float) -> Floats:
    """The share of each level among pairs that tell the field."""
    said = column >= 0
    counts = np.bincount(column[said], weights=weight[said], minlength=len(before))
    counts = counts[: len(before)] + worth * before / before.sum()
    return np.asarray(counts / counts.sum())
