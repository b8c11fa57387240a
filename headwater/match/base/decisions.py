"""What people have decided shifts the weights: pairs they merged, and pairs they called different.

A regression that begins at the weights and is held there: a few decisions move a level by a few
tenths of a bit, and none moves it by more than two.
"""

from collections.abc import Sequence
from math import log

import numpy as np
import numpy.typing as npt

from headwater.match.base.reading import KIND, identities_of, number_of
from headwater.match.identity import Identity
from headwater.match.model.comparisons import COMPARISONS, levels
from headwater.match.model.weights import Weights
from headwater.people.models import Organization
from headwater.records.models import DuplicatePair

NEWEST = 2_000  # decisions that count
HELD = 8.0  # so many decisions against it a level withstands
MOST_SHIFT = 2.0  # bits
ROUNDS, STEP = 200, 0.05
ONE = {DuplicatePair.State.MERGED: True, DuplicatePair.State.DIFFERENT: False}

Floats = npt.NDArray[np.float64]
Decided = list[tuple[Identity, Identity, bool]]


def decided(kind: str) -> Decided:
    """The newest decisions about people or companies: both identities, and whether they are one."""
    names = [name for name, its_kind in KIND.items() if its_kind == kind]
    rows = DuplicatePair.objects.filter(
        state__in=list(ONE), decided_by__isnull=False, one_object__in=names, other_object__in=names
    ).order_by("-decided_at")[:NEWEST]
    pairs = [
        ((row.one_object, row.one_id), (row.other_object, row.other_id), ONE[row.state])
        for row in rows
    ]
    known = _identities({side for one, other, _ in pairs for side in (one, other)})
    found = ((known.get(number_of(*one)), known.get(number_of(*other)), is_one)
             for one, other, is_one in pairs)  # fmt: skip
    return [(one, other, is_one) for one, other, is_one in found if one and other]


def shifted(weights: Weights, kind: str, known: Decided) -> Weights:
    """The weights as these decisions would have them."""
    if not known:
        return weights
    places = np.array([levels(one, other) for one, other, _ in known])
    wanted = np.array([is_one for _, _, is_one in known], dtype=float)
    shifts: list[Floats] = [np.zeros(len(each.levels) + 1) for each in COMPARISONS[kind]]
    base = weights.prior[kind] + sum(
        np.array(table)[places[:, at]] for at, table in enumerate(weights.bits[kind])
    )
    for _ in range(ROUNDS):
        bits = base + sum(shift[places[:, at]] for at, shift in enumerate(shifts))
        surplus = 1 / (1 + np.exp2(-np.clip(bits, -50, 50))) - wanted
        for at, before in enumerate(shifts):
            size = len(before)
            pull = np.bincount(places[:, at] % size, weights=surplus, minlength=size)
            after = before - STEP * (log(2) * pull / HELD + before)
            shifts[at] = np.clip(after, -MOST_SHIFT, MOST_SHIFT)
            shifts[at][-1] = 0.0  # what nobody said proves nothing
    return _moved(weights, kind, shifts)


def _moved(weights: Weights, kind: str, shifts: Sequence[Floats]) -> Weights:
    chances = {
        each.field: {
            level.name: (m * 2 ** float(shift[place]), u)
            for place, level in enumerate(each.levels)
            for m, u in [weights.chances[kind][each.field][level.name]]
        }
        for each, shift in zip(COMPARISONS[kind], shifts, strict=True)
    }
    return Weights({**weights.chances, kind: chances}, weights.prior, weights.rarity)


def _identities(sides: set[tuple[str, int]]) -> dict[int, Identity]:
    """The records as they are now; what was merged away still says what it said."""
    country = Organization.current().country
    found: dict[int, Identity] = {}
    for name in KIND:
        keys = sorted(key for its_name, key in sides if its_name == name)
        found |= identities_of(name, keys, country) if keys else {}
    return found
