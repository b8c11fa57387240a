"""What a base teaches without labels: how often each level holds, how rare values are.

u comes from pairs drawn at random, m from Splink's expectation and maximisation over pairs that
share a key. The weights so far count for some pairs more, and no level moves by more than a few
bits: a strange base shifts the model, it does not break it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log2
from random import Random
from typing import Any

import pyarrow as pa

from headwater.match.base import levels, splinking
from headwater.match.base.levels import Pattern
from headwater.match.model import rarity
from headwater.match.model.comparisons import COMPARISONS
from headwater.match.model.judge import probability_of
from headwater.match.model.rarity import Rarity
from headwater.match.model.weights import Chance, Weights

FEWEST = 2_000  # records; a smaller base is judged by the weights that ship
AT_RANDOM, TRAINED_ON = 200_000, 200_000  # pairs
WORTH_M, WORTH_U = 200.0, 20_000.0  # pairs that the weights so far count for
MOST_SHIFT = 5.0  # bits
FEWEST_ALIKE, MOST_ALIKE = 0.002, 3.0  # others of one, for a record on average
MOST_VALUES = 10_000  # of an attribute whose rarity is kept
LEAST = 1e-7

Counted = list[tuple[Pattern, int]]


def learn(engine: Any, kind: str, start: Weights, size: int) -> Weights:
    """Weights of this base of `size` records, from tables `kind` and `kind_pattern`."""
    apart = _counted(engine, kind, _random_pairs(engine, kind))
    near = _sample(engine, kind)
    if not near:
        return start
    known = rarity_of(engine, kind)
    table = Weights(start.chances, start.prior, known)
    share = _share(near, table, kind)
    m, share = splinking.learn_m(engine.api, kind, _doubled(engine, kind, near), table, share)
    u = _shares(kind, apart)
    matches = share * engine.rows(f"SELECT count(*) FROM {kind}_pattern")[0][0]  # noqa: S608
    alike = min(MOST_ALIKE, max(FEWEST_ALIKE, matches / size))
    chances = {
        each.field: _blended(
            start.chances[kind][each.field], m.get(each.field, {}), share * len(near),
            u.get(each.field, {}), AT_RANDOM,
        )
        for each in COMPARISONS[kind]
    }  # fmt: skip
    prior = {**start.prior, kind: log2(2 * alike / (size - 1))}
    return Weights({**start.chances, kind: chances}, prior, known)


def _blended(
    before: Mapping[str, Chance], m: Mapping[str, float], seen_m: float,
    u: Mapping[str, float], seen_u: float,
) -> dict[str, Chance]:  # fmt: skip
    """Levels with what was seen beside what was believed, each within MOST_SHIFT bits."""
    found: dict[str, Chance] = {}
    for level, (was_m, was_u) in before.items():
        new_m = (m.get(level, 0.0) * seen_m + was_m * WORTH_M) / (seen_m + WORTH_M)
        new_u = (u.get(level, 0.0) * seen_u + was_u * WORTH_U) / (seen_u + WORTH_U)
        was, now = log2(was_m / was_u), log2(max(new_m, LEAST) / max(new_u, LEAST))
        shift = min(MOST_SHIFT, max(-MOST_SHIFT, now - was))
        found[level] = (max(new_u, LEAST) * 2 ** (was + shift), max(new_u, LEAST))
    return found


def _random_pairs(engine: Any, kind: str) -> str:
    """Pairs of two records drawn at random, the same ones for the same base."""
    numbers = [number for (number,) in engine.rows(f"SELECT number FROM {kind} ORDER BY number")]  # noqa: S608
    random = Random(7)
    pairs = list(zip(*(random.choices(numbers, k=AT_RANDOM) for _ in "lr"), strict=True))
    ones, others = zip(*((a, b) for a, b in pairs if a != b), strict=True)
    table = pa.table({"join_key_l": ones, "join_key_r": others})
    return str(engine.take(f"{kind}_random", table))


def _counted(engine: Any, kind: str, pairs: str) -> Counted:
    found = engine.make(f"{pairs}_pattern", levels.patterns(kind, pairs))
    counts = engine.rows(f"SELECT pattern, count(*) FROM {found} GROUP BY pattern")  # noqa: S608
    return [(levels.read(kind, number), count) for number, count in counts]


def _sample(engine: Any, kind: str) -> list[Pattern]:
    """Patterns of some of the pairs that share a key."""
    rows = engine.rows(
        f"SELECT pattern FROM {kind}_pattern"  # noqa: S608
        f" ORDER BY hash(number_l, number_r) LIMIT {TRAINED_ON}"
    )
    known = {number: levels.read(kind, number) for number in {number for (number,) in rows}}
    return [known[number] for (number,) in rows]


def _doubled(engine: Any, kind: str, near: list[Pattern]) -> str:
    """Each pattern twice, as two records that Splink finds to be a pair."""
    numbered = [(2 * place + side, each) for place, each in enumerate(near) for side in (0, 1)]
    rows = splinking.rows(kind, numbered)
    pair = pa.array([place for place in range(len(near)) for _ in (0, 1)], pa.int64())
    return str(engine.take(f"{kind}_training", rows.append_column("pair", pair)))


def _share(near: Iterable[Pattern], weights: Weights, kind: str) -> float:
    """Of those pairs, how many are one by the weights so far."""
    counts = Counter(each.places for each in near)
    total = sum(counts.values())
    ones = sum(_chance(places, weights, kind) * count for places, count in counts.items())
    return min(0.9, max(0.001, ones / total))


def _chance(places: tuple[int, ...], weights: Weights, kind: str) -> float:
    table = weights.bits[kind]
    bits = sum(of[place] for of, place in zip(table, places, strict=True))
    return probability_of(weights.prior[kind] + bits)


def _shares(kind: str, counted: Counted) -> dict[str, dict[str, float]]:
    """The share of each level among pairs that tell the field."""
    found: dict[str, dict[str, float]] = {}
    for column, each in enumerate(COMPARISONS[kind]):
        counts: Counter[int] = Counter()
        for pattern, count in counted:
            counts[pattern.places[column]] += count
        said = sum(count for place, count in counts.items() if place >= 0)
        found[each.field] = {
            level.name: counts[place] / said for place, level in enumerate(each.levels) if said
        }
    return found


def rarity_of(engine: Any, kind: str) -> Rarity:
    """How rare the values of a base are, counted in sets (see headwater.match.model.rarity)."""
    bits, rare = {}, {}
    for attribute, companion in rarity.COMPANIONS.items():
        counts = f"SELECT {attribute} AS value, count(DISTINCT {companion}) AS n FROM {kind} WHERE {attribute} <> '' GROUP BY 1"  # noqa: S608, E501
        found, usual, total = _common(engine, counts)
        if total >= rarity.FEWEST and len(found) >= 2:
            bits[attribute] = {value: rarity.bits_of(n, total, usual) for value, n in found}
            rare[attribute] = rarity.bits_of(1.5, total, usual)
    words = f"SELECT value, count(DISTINCT head) AS n FROM (SELECT unnest(company_words) AS value, head FROM {kind}) GROUP BY 1"  # noqa: S608, E501
    found, _, total = _common(engine, words)
    if total < rarity.FEWEST:
        return Rarity(bits, rare)
    told = {word: round(min(rarity.MOST_WORD, log2(total / n)), 2) for word, n in found}
    return Rarity(bits, rare, told, round(min(rarity.MOST_WORD, log2(total / 1.5)), 2))


def _common(engine: Any, counts: str) -> tuple[list[tuple[str, int]], float, int]:
    """The commonest values with their counts, the chance that two are the same, all together."""
    sql = f"SELECT coalesce(sum(n), 0)::bigint, coalesce(sum(n * n), 0)::double FROM ({counts})"  # noqa: S608
    ((total, squares),) = engine.rows(sql)
    kept = f"WHERE n >= {rarity.KEPT} ORDER BY n DESC, value LIMIT {MOST_VALUES}"
    found = engine.rows(f"SELECT value, n FROM ({counts}) {kept}") if total else []  # noqa: S608
    return found, squares / total**2 if total else 0.0, total
