"""What a base teaches without labels: how often each level holds, how rare values are.

u comes from pairs drawn at random; which pairs are one, and so m, from Splink's expectation and
maximisation over pairs that share a key. A strange base shifts the model, it does not break it:
when Splink ends far from where the model begins (it has found families, or who lives in a street),
the model's own judgement of the pairs counts; and no level moves by more than a few bits.
"""

from collections.abc import Sequence
from math import log2
from random import Random
from typing import Any

import numpy as np
import pyarrow as pa

from headwater.match.base import levels, splinking
from headwater.match.base.levels import Pattern
from headwater.match.model import learning as model
from headwater.match.model import rarity
from headwater.match.model.comparisons import COMPARISONS
from headwater.match.model.judge import probability_of
from headwater.match.model.rarity import Rarity
from headwater.match.model.weights import Chance, Weights

FEWEST = 2_000  # records; a smaller base is judged by the weights that ship
AT_RANDOM, TRAINED_ON = 100_000, 200_000  # pairs
EXPECTED = 0.3  # others of one, for a record on average, before anything is known
MOST_SHIFT = 3.0  # bits of a level
FURTHEST = 1.5  # so many times more or fewer pairs may be one by Splink than by the model
FEWEST_ALIKE, MOST_ALIKE = 0.002, 3.0  # others of one, for a record on average
LEAST = 1e-7
LEAST_SHARE = 0.0005
# Random pairs that must be one before they say how common that is; the most that is believed.
ENOUGH, MOST_SHARE, ROUNDS = 20, 0.3, 5

Counted = list[tuple[Pattern, int]]
Floats = model.Floats


def learn(engine: Any, kind: str, start: Weights) -> Weights:
    """Weights of this base, from tables `kind` and `kind_pattern`."""
    apart, near = _apart(engine, kind), _near(engine, kind)
    if not near or not apart:
        return start
    known = rarity_of(engine, kind)
    ((size,),) = engine.rows(f"SELECT count(*) FROM {kind}")
    numbers, counts = _matrix(near), _counts(near)
    others, other_counts = _matrix(apart), _counts(apart)
    u_only = model.chances(kind, numbers, counts * 0, others, other_counts, start)
    begun = Weights({**start.chances, kind: u_only}, start.prior, known)
    prior = log2(2 * EXPECTED / (size - 1))
    posteriors = _posteriors(engine, kind, near, begun, prior)
    found = model.chances(kind, numbers, posteriors * counts, others, other_counts, start)
    bounded = {
        field: {name: _bounded(chance, start.chances[kind][field][name])
                for name, chance in of_levels.items()}
        for field, of_levels in found.items()
    }  # fmt: skip
    pairs = engine.rows(f"SELECT count(*) FROM {kind}_pattern")[0][0]
    ones = float((posteriors * counts).sum() / counts.sum()) * pairs
    alike = min(MOST_ALIKE, max(FEWEST_ALIKE, ones / size))
    prior = max(log2(2 * alike / (size - 1)), _prior_at_random(apart, kind, begun, prior))
    return Weights({**start.chances, kind: bounded}, {**start.prior, kind: prior}, known)


def _prior_at_random(apart: Counted, kind: str, begun: Weights, prior: float) -> float:
    """How many of the random pairs are one, in bits; where that can be counted, it is the prior.

    In a base of few companies with many spellings each, pairs of one are common. Then the first
    guess is too low, and what is found raises it step by step.
    """
    counts = _counts(apart)
    for _ in range(ROUNDS):
        ones = float((_probabilities(apart, begun.bits[kind], prior) * counts).sum())
        if ones < ENOUGH:
            return prior
        share = min(MOST_SHARE, ones / counts.sum())
        prior = max(prior, log2(share / (1 - share)))
    return prior


def _posteriors(engine: Any, kind: str, near: Counted, begun: Weights, prior: float) -> Floats:
    """How likely each pattern is a pair of one: by Splink, unless it ends in another place."""
    counts = _counts(near)
    own = _probabilities(near, begun.bits[kind], prior)
    ours = float((own * counts).sum() / counts.sum())
    share = min(0.9, max(LEAST_SHARE, ours))
    m, share = splinking.learn_m(engine, kind, _training(engine, kind), begun, share)
    share = min(0.99, max(LEAST_SHARE, share))
    chances = {
        each.field: {
            level: (m.get(each.field, {}).get(level, was), u)
            for level, (was, u) in begun.chances[kind][each.field].items()
        }
        for each in COMPARISONS[kind]
    }
    learned = Weights({**begun.chances, kind: chances}, begun.prior)
    splinks = _probabilities(near, learned.bits[kind], log2(share / (1 - share)))
    found = float((splinks * counts).sum() / counts.sum())
    return splinks if ours / FURTHEST <= found <= ours * FURTHEST else own


def _probabilities(near: Counted, table: Sequence[Sequence[float]], prior: float) -> Floats:
    return np.array([
        probability_of(prior + sum(of[at] for of, at in zip(table, each.places, strict=True)))
        for each, _ in near
    ])  # fmt: skip


def _bounded(chance: Chance, before: Chance) -> Chance:
    """At most MOST_SHIFT bits from where the model began."""
    m, u = (max(each, LEAST) for each in chance)
    was = log2(before[0] / before[1])
    shift = min(MOST_SHIFT, max(-MOST_SHIFT, log2(m / u) - was))
    return u * 2 ** (was + shift), u


def _matrix(counted: Counted) -> model.Matrix:
    return np.array([each.places for each, _ in counted], dtype=np.int8)


def _counts(counted: Counted) -> Floats:
    return np.array([float(count) for _, count in counted])


def _apart(engine: Any, kind: str) -> Counted:
    """Patterns of pairs drawn at random, the same for the same base, as if no names clashed."""
    numbers = [n for (n,) in engine.rows(f"SELECT number FROM {kind} ORDER BY number")]
    random = Random(7)
    drawn = zip(
        random.choices(numbers, k=AT_RANDOM), random.choices(numbers, k=AT_RANDOM), strict=True
    )
    ones, others = zip(*((a, b) for a, b in drawn if a != b), strict=True)
    table = engine.take(f"{kind}_random", pa.table({"join_key_l": ones, "join_key_r": others}))
    return _counted(engine, kind, levels.patterns(kind, table, sees_clashes=False))


def _near(engine: Any, kind: str) -> Counted:
    """Patterns of some of the pairs that share a key."""
    some = (
        f"SELECT pattern FROM {kind}_pattern ORDER BY hash(number_l, number_r) LIMIT {TRAINED_ON}"
    )
    return _counted(engine, kind, f"SELECT * FROM {engine.make(f'{kind}_sample', some)}")


def _counted(engine: Any, kind: str, patterns: str) -> Counted:
    rows = engine.rows(f"SELECT pattern, count(*) FROM ({patterns}) GROUP BY 1 ORDER BY 1")
    return [(levels.read(kind, number), count) for number, count in rows]


def _training(engine: Any, kind: str) -> str:
    """Each pattern of the sample twice, as two records that Splink finds to be a pair."""
    numbers = engine.rows(f"SELECT DISTINCT pattern FROM {kind}_sample")
    known = [(number, levels.read(kind, number)) for (number,) in numbers]
    engine.take(f"{kind}_known", splinking.rows(kind, known))
    twice = f"""
        WITH drawn AS (SELECT row_number() OVER () AS pair, pattern FROM {kind}_sample)
        SELECT 2 * pair + side AS number, pair, {kind}_known.* EXCLUDE (number)
        FROM drawn JOIN {kind}_known ON {kind}_known.number = drawn.pattern,
             (VALUES (0), (1)) AS sides (side)
    """
    return str(engine.make(f"{kind}_training", twice))


def rarity_of(engine: Any, kind: str) -> Rarity:
    """How rare the values of a base are, counted in sets (see headwater.match.model.rarity)."""
    bits, rare = {}, {}
    for attribute, companion in rarity.COMPANIONS.items():
        found, total, squares = _common(
            engine, f"{attribute} AS value, {companion} AS beside", kind
        )
        if total >= rarity.FEWEST and squares < total**2:  # not of one value alone
            usual = squares / total**2
            bits[attribute] = {value: rarity.bits_of(n, total, usual) for value, n in found}
            rare[attribute] = rarity.bits_of(1.5, total, usual)
    if kind == "company":
        found, _, _ = _common(engine, "phone AS value, street AS beside", kind)
        bits["phone"] = {phone: rarity.bits_of_shared(n) for phone, n in found}
    found, total, _ = _common(engine, "unnest(company_words) AS value, head AS beside", kind)
    if total < rarity.FEWEST:
        return Rarity(bits, rare)
    told = {word: round(min(rarity.MOST_WORD, log2(total / n)), 2) for word, n in found}
    return Rarity(bits, rare, told, round(min(rarity.MOST_WORD, log2(total / 1.5)), 2))


def _common(engine: Any, columns: str, kind: str) -> tuple[list[tuple[str, int]], int, float]:
    """The commonest values with how many stand beside them; the sum of all counts, of squares."""
    counts = f"""
        SELECT value, count(DISTINCT beside) AS n FROM (SELECT {columns} FROM {kind})
        WHERE value <> '' GROUP BY value
    """
    sums = f"SELECT coalesce(sum(n), 0)::bigint, coalesce(sum(n * n), 0)::double FROM ({counts})"
    ((total, squares),) = engine.rows(sums)
    kept = f"WHERE n >= {rarity.KEPT} ORDER BY n DESC, value LIMIT {rarity.MOST_KEPT}"
    return engine.rows(f"SELECT value, n FROM ({counts}) {kept}"), total, squares
