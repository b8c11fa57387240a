"""A base teaches its own weights; a small one, or one of names alone, teaches little."""

from string import ascii_lowercase

import pytest

from headwater.match.base import blocks, learning
from headwater.match.base.offline import resolve
from headwater.match.identity import Identity
from headwater.match.model.defaults import DEFAULT
from headwater.match.model.judge import judge
from headwater.match.model.weights import Weights
from tests.match.base.test_offline import persons, right


@pytest.fixture(autouse=True)
def learns_from_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "FEWEST", 100)
    monkeypatch.setattr(learning, "AT_RANDOM", 5_000)


def named(*names: str) -> list[tuple[str, Identity]]:
    """Companies of which only the name is known."""
    return [(str(n), Identity.of_company({"name": name}, "US")) for n, name in enumerate(names)]


def test_a_base_of_some_size_teaches_within_bounds() -> None:
    records, entities = persons(300)
    found = resolve(records)
    learned = found.weights
    assert learned.prior["person"] != DEFAULT.prior["person"]
    assert learned.prior["company"] == DEFAULT.prior["company"]
    assert learned.chances["company"] == DEFAULT.chances["company"]
    for field, levels in learned.chances["person"].items():
        assert all(m >= 0 and 0 <= u <= 1 for m, u in levels.values()), field
    for table, before in zip(learned.bits["person"], DEFAULT.bits["person"], strict=True):
        for bits, was in zip(table, before, strict=True):
            assert abs(bits - was) <= learning.MOST_SHIFT + 0.001
    assert right(found, entities)[0] > 0.95


def test_what_was_learned_can_be_kept() -> None:
    records, _ = persons(150)
    weights = resolve(records).weights
    again = Weights.from_json(weights.as_json(), DEFAULT)
    one, other = records[0][1], records[1][1]
    assert judge(one, other, again).bits == judge(one, other, weights).bits


def test_a_small_base_and_names_alone_teach_no_chances() -> None:
    assert resolve(persons(40)[0]).weights == DEFAULT
    found = resolve(named(*(f"Company {n % 40}" for n in range(120))), "company")
    for field, levels in found.weights.chances["company"].items():
        for name, chance in levels.items():
            assert chance == pytest.approx(DEFAULT.chances["company"][field][name]), field


def test_common_names_prove_less() -> None:
    said = [("Smith", first) for first in ascii_lowercase for _ in range(9)]
    said += [(f"Rare{ascii_lowercase[n % 26]}{ascii_lowercase[n // 26]}", "x") for n in range(260)]
    people = [Identity.of_values({"first_name": f, "last_name": n}, "US") for n, f in said]
    known = resolve([(str(n), each) for n, each in enumerate(people)]).weights.rarity
    assert known.bits["last"]["smith"] < 0 < known.rare["last"]


def test_a_number_of_many_addresses_proves_less() -> None:
    """A head office's number stands beside each of its houses; a house's own is its own."""
    head, own = "+13035550100", "+1303556{:04}"
    said = [
        {"name": f"Hart {n}", "phone": head if n % 5 == 0 else own.format(n),
         "street": f"{n} {ascii_lowercase[n % 26]}son Street"} for n in range(130)
    ]  # fmt: skip
    companies = [(str(n), Identity.of_company(each, "US")) for n, each in enumerate(said)]
    bits = resolve(companies, "company").weights.rarity.bits["phone"]
    assert bits == {head: -4.64}  # one of 25 other streets


def test_twins_and_large_blocks_are_still_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "SMALLEST", 2)
    monkeypatch.setattr(blocks, "LARGEST", 2)
    records = named("Acme", "Acme", "Acme", "Acme North", "Acme Group")
    found = {(pair.one, pair.other) for pair in resolve(records, "company").pairs}
    assert {("0", "1"), ("1", "2"), ("0", "2")} <= found
