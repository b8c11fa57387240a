"""A base teaches its own weights; a small one, or one of names alone, teaches little."""

import pytest

from headwater.match.identity import Identity
from headwater.match.model import learning, pairing, rarity
from headwater.match.model.clusters import clusters
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.judge import judge
from headwater.match.model.weights import Weights
from tests.match.model import people


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "AT_RANDOM", 3000)


@pytest.mark.usefixtures("few")
def test_a_base_teaches_how_often_fields_agree() -> None:
    found = people.people(400, 5)
    weights = learning.learn(found, pairing.pairs(found), DEFAULT)
    assert weights.prior["person"] > DEFAULT.prior["person"]
    assert weights.chances["company"] == DEFAULT.chances["company"]
    for field, levels in weights.chances["person"].items():
        assert all(0 <= m <= 1 and 0 <= u <= 1 for m, u in levels.values()), field
    again = Weights.from_json(weights.as_json(), DEFAULT)
    assert judge(found[0], found[1], again).bits == judge(found[0], found[1], weights).bits


@pytest.mark.usefixtures("few")
def test_names_alone_teach_nothing() -> None:
    found = [Identity.of_company({"name": f"Company {n % 40}"}, "US") for n in range(120)]
    weights = learning.learn(found, pairing.pairs(found), DEFAULT)
    assert weights.chances == DEFAULT.chances


def test_common_names_prove_less() -> None:
    rest = [("Smith", first) for first in "abcdefghijklmnopqrstuvwxyz" for _ in range(9)]
    rest += [(f"Rare{chr(97 + n % 26)}{chr(97 + n // 26)}", "x") for n in range(260)]
    found = [Identity.of_values({"first_name": f, "last_name": n}, "US") for n, f in rest]
    known = rarity.learned(found)
    assert known.bits["last"]["smith"] < 0 < known.rare["last"]


def test_a_weak_bridge_joins_nothing() -> None:
    bits = {(0, 1): 9.0, (2, 3): 9.0, (1, 2): 3.0}
    found = clusters(
        [(*pair, strength) for pair, strength in bits.items()],
        lambda one, other: bits.get((min(one, other), max(one, other)), -9.0),
    )
    assert found == [[0, 1], [2, 3]]


def test_twins_and_large_blocks_are_still_compared() -> None:
    same = [Identity.of_company({"name": "Acme"}, "US")] * 3
    others = [Identity.of_company({"name": f"Acme {word}"}, "US") for word in ("North", "Group")]
    pairs = pairing.pairs([*same, *others], largest=2)
    assert (0, 1) in pairs
    assert (1, 2) in pairs
    assert {3, 4} <= {place for pair in pairs for place in pair}
