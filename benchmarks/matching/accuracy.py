"""How many pairs are found and how many of the found are right, after closure."""

import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from itertools import combinations
from typing import Any

from benchmarks.matching.sets import Case, Row
from headwater.match.base import offline
from headwater.match.identity import Identity
from headwater.match.model.clusters import clusters
from headwater.records.duplicate_pair import Tier

Groups = list[list[str]]
TIERS = {
    "certain": (Tier.CERTAIN,),
    "likely": (Tier.CERTAIN, Tier.LIKELY),
}
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def measure(case: Case, *, is_reported: Callable[[str], bool] = lambda entity: True) -> Row | Any:
    """One line of figures; `is_reported` chooses the entities whose pairs count."""
    began = time.monotonic()
    known = [(key, identity(row, case.object_name, case.country)) for key, row in case.rows.items()]
    kind = "company" if case.object_name == "account" else "person"
    found = offline.resolve(known, kind)
    seconds = time.monotonic() - began
    figures: dict[str, Any] = {
        "figure": "match.accuracy", "set": case.name, "object": case.object_name,
        "records": len(case.rows), "true_pairs": true_pairs(case.truth, case.rows, is_reported),
    }  # fmt: skip
    for name, groups in groups_by_tier(found).items():
        figures |= {
            f"{name}_{measure}": round(value, 4)
            for measure, value in scores(groups, case, is_reported).items()
        }
    figures |= {"seconds": round(seconds, 1), "peak_mb": peak_megabytes()}
    return figures


def half(entity: str) -> bool:
    """The half of the entities that is reported; the other one is for tuning."""
    return blake2b(entity.encode()).digest()[0] % 2 == 1


def groups_by_tier(found: offline.Resolved) -> dict[str, Groups]:
    """What acts alone is closed by itself; the likely groups are those of the run."""
    places: dict[str, int] = {}
    for pair in found.pairs:
        for each in (pair.one, pair.other):
            places.setdefault(each, len(places))
    ids = list(places)
    bits = {
        frozenset((places[pair.one], places[pair.other])): _bits(pair.probability)
        for pair in found.pairs
    }
    certain = clusters(
        (
            (places[pair.one], places[pair.other], _bits(pair.probability))
            for pair in found.pairs
            if pair.tier in TIERS["certain"]
        ),
        lambda one, other: bits.get(frozenset((one, other)), 0.0),
    )
    likely: dict[str, list[str]] = defaultdict(list)
    for record, head in found.groups.items():
        likely[head].append(record)
    return {
        "certain": [[ids[place] for place in group] for group in certain],
        "likely": list(likely.values()),
    }


def scores(groups: Groups, case: Case, is_reported: Callable[[str], bool]) -> dict[str, float]:
    """Pairwise precision, recall and F1; a wrong pair of two halves counts half."""
    right = wrong = 0.0
    for group in groups:
        entities = Counter(case.truth.get(record, record) for record in group)
        for entity, count in entities.items():
            if is_reported(entity):
                right += count * (count - 1) / 2
        for (one, count), (other, others) in combinations(entities.items(), 2):
            wrong += count * others * (is_reported(one) + is_reported(other)) / 2
    true = true_pairs(case.truth, case.rows, is_reported)
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / true if true else 1.0
    together = precision + recall
    f1 = 2 * precision * recall / together if together else 0.0
    return {"precision": precision, "recall": recall, "f1": f1}


def true_pairs(
    truth: Mapping[str, str], records: Iterable[str], is_reported: Callable[[str], bool]
) -> int:
    """All pairs of records of one entity."""
    sizes = Counter(truth[record] for record in records if record in truth)
    return sum(n * (n - 1) // 2 for entity, n in sizes.items() if is_reported(entity))


def identity(row: Row, object_name: str, country: str) -> Identity:
    """What the product makes of a record with these API names."""
    values = {_CAPITAL.sub("_", name.removesuffix("__c")).lower(): v for name, v in row.items()}
    if object_name == "account":
        return Identity.of_company(values, country)
    return Identity.of_values(values, country)


def peak_megabytes() -> int:
    """Of this process and the largest of its children, so far."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(kind).ru_maxrss for kind in kinds) // 1024


def _bits(probability: float) -> float:
    from math import log2

    return log2(max(probability, 1e-15) / max(1 - probability, 1e-15))
