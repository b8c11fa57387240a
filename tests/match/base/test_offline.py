"""Everybody against everybody without PostgreSQL: who belongs together, and that all ways agree."""

from itertools import combinations
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from django.test import override_settings

from headwater.match.base import columns, judging, levels, store
from headwater.match.base.offline import Resolved, resolve
from headwater.match.identity import Identity
from headwater.match.model.comparisons import COMPARISONS, NAMES
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.judge import judge
from headwater.records.duplicate_pair import Tier
from tests.match.base.crowd import companies, people


def persons(count: int) -> tuple[list[tuple[str, Identity]], dict[str, int]]:
    known = people(count)
    ids = [str(place) for place in range(len(known))]
    made = [Identity.of_values(said, "US", company=said["company"]) for _, said in known]
    return list(zip(ids, made, strict=True)), dict(zip(ids, (e for e, _ in known), strict=True))


def right(found: Resolved, entities: dict[str, int]) -> tuple[float, int]:
    """The share of certain and likely pairs that are right, and how many are."""
    pairs = [pair for pair in found.pairs if pair.tier in (Tier.CERTAIN, Tier.LIKELY)]
    good = sum(entities[pair.one] == entities[pair.other] for pair in pairs)
    return good / len(pairs), good


def test_people_who_came_twice_are_found_and_grouped() -> None:
    records, entities = persons(200)
    found = resolve(records, learns=False)
    share, good = right(found, entities)
    assert share > 0.98
    assert good >= 45  # of 50
    assert all(entities[one] == entities[head] for one, head in found.groups.items())


def test_companies_too() -> None:
    known = companies(80)
    entities = {str(place): entity for place, (entity, _) in enumerate(known)}
    records = [(str(p), Identity.of_company(said, "DE")) for p, (_, said) in enumerate(known)]
    found = resolve(records, "company", learns=False)
    share, good = right(found, entities)
    assert share > 0.98
    assert good >= 19  # of 20


def test_the_judge_says_the_same_here_and_there() -> None:
    """What DuckDB has compared and Splink has left is what the judge says of two identities."""
    records, _ = persons(120)
    known = dict(records)
    found = resolve(records, learns=False)
    assert found.pairs
    for pair in found.pairs:
        verdict = judge(known[pair.one], known[pair.other], DEFAULT)
        assert verdict.tier == pair.tier
        assert verdict.probability == pytest.approx(pair.probability, abs=1e-9)
    shared = {frozenset((pair.one, pair.other)) for pair in found.pairs}
    missed = [
        (one, other) for one, other in combinations(known, 2)
        if frozenset((one, other)) not in shared
        and judge(known[one], known[other], DEFAULT).tier in (Tier.CERTAIN, Tier.LIKELY)
    ]  # fmt: skip
    assert len(missed) <= 1  # keys are meant to be selective


@pytest.mark.parametrize("kind", ["person", "company"])
def test_patterns_are_the_levels_of_the_model(kind: str, tmp_path: Path) -> None:
    """Statement and functions agree over pairs drawn at random, clashes included."""
    draw = Random(3)
    if kind == "person":
        made = [identity for _, identity in persons(60)[0]]
    else:
        made = [Identity.of_company(said, "DE") for _, said in companies(60)]
    pairs = [sorted(draw.sample(range(len(made)), 2)) for _ in range(300)]
    table = columns.table_of(list(range(len(made))), made)
    with store.opened(tmp_path) as engine:
        engine.take(kind, table)
        engine.take("drawn", pair_table(pairs))
        rows = engine.rows(levels.patterns(kind, "drawn"))
        kept = [tuple(tuple(v) if isinstance(v, list) else v for v in row.values())
                for row in table.to_pylist()]  # fmt: skip
        assert kept == [(number, *identity) for number, identity in enumerate(made)]
    assert len(rows) == len(pairs)
    for one, other, number in rows:
        names = NAMES[kind](made[one], made[other])
        places = tuple(e.level(made[one], made[other], names) for e in COMPARISONS[kind])
        read = levels.read(kind, number)
        assert (read.places, read.names.clash) == (places, names.clash)
        assert read.names.first == names.first


def pair_table(pairs: list[list[int]]) -> object:
    ones, others = zip(*pairs, strict=True)
    return pa.table({"join_key_l": ones, "join_key_r": others})


def test_several_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "PORTION", 60)
    records, _ = persons(80)
    alone = resolve(records, learns=False)
    with override_settings(IMPORT_PROCESSES=2):
        together = resolve(records, learns=False)
    assert together.pairs == alone.pairs
    assert together.groups == alone.groups
