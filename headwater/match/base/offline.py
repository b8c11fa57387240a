"""The same steps as a run, for identities from anywhere: no PostgreSQL, nothing is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from headwater.match.base import engines, matching, parts, store
from headwater.match.identity import Identity
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.weights import Weights
from headwater.records.duplicate_pair import Tier

PORTION = 25_000


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records by the caller's ids, and what the judge says."""

    one: str
    other: str
    probability: float
    tier: Tier


@dataclass(frozen=True, slots=True)
class Resolved:
    """`groups` maps every record that is one with another to its group (any id of it)."""

    pairs: list[Pair]
    groups: dict[str, str]
    weights: Weights


def resolve(
    records: Iterable[tuple[str, Identity]], kind: str = "person", *, learns: bool = True,
    is_wide: bool | None = None, weights: Weights = DEFAULT,
    engine: str = "duckdb",
) -> Resolved:  # fmt: skip
    """Who is one with whom among (id, identity); identities are all persons or all companies."""
    known = list(records)
    ids = [record_id for record_id, _ in known]
    with TemporaryDirectory(prefix="headwater-match-") as name:
        folder = Path(name)
        wide = parts.is_wide(len(known)) if is_wide is None else is_wide
        for first in range(0, len(known), PORTION):
            some = known[first : first + PORTION]
            numbers = range(first, first + len(some))
            parts.write(folder, f"{kind}-{first:012}", numbers, [i for _, i in some], is_wide=wide)
        weights = matching.match(
            folder, kind, weights, _silent, learns=learns, engine_of=engines.OPENED[engine]
        )
        with store.opened(folder) as found:
            pairs = [
                Pair(ids[one], ids[other], probability, Tier(tier))
                for one, other, probability, tier, _ in matching.verdicts(found, kind)
            ]
            rows = matching.groups(found, kind)
    return Resolved(pairs, {ids[number]: ids[head] for number, head in rows}, weights)


def _silent(words: str, fraction: float) -> None:
    return None
