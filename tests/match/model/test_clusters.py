"""Groups of records that are one."""

from headwater.match.model.clusters import clusters


def test_a_weak_bridge_joins_nothing() -> None:
    bits = {(0, 1): 9.0, (2, 3): 9.0, (1, 2): 3.0}
    found = clusters(
        [(*pair, strength) for pair, strength in bits.items()],
        lambda one, other: bits.get((min(one, other), max(one, other)), -9.0),
    )
    assert found == [[0, 1], [2, 3]]
