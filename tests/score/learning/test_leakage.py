"""The guard finds what can be known only afterwards, by its name and by what it does."""

import numpy as np
import pytest

from headwater.score.learning import leakage
from tests.score.learning.tables import drawn


@pytest.mark.parametrize(
    "name",
    ["Status", "Lead Stage", "ClosedReason", "is_converted", "Converted Date", "Last Activity",
     "Last Notable Activity", "LastModifiedDate", "Tags", "Lead Quality", "Engagement score",
     "Owner", "Call duration", "Opportunity Amount", "Lost to", "Unqualified because"],
)  # fmt: skip
def test_names_of_what_comes_late(name: str) -> None:
    assert leakage.by_name(name)


@pytest.mark.parametrize(
    "name",
    ["Lead Source", "Lead Origin", "Total Visits", "Total Time Spent on Website", "Country",
     "Specialization", "Page Views Per Visit", "Industry", "Yearly Use", "Company", "utm_campaign"],
)  # fmt: skip
def test_names_of_what_is_known_at_once(name: str) -> None:
    assert not leakage.by_name(name)


def test_what_gives_the_outcome_away_is_found_whatever_its_name() -> None:
    became = drawn().became
    draw = np.random.default_rng(1)
    knows = np.where(draw.random(len(became)) < 0.97, became, 1 - became)
    filled = [1.0 * n if was and n % 5 else None for n, was in enumerate(became.tolist())]
    pure = ["signed" if was and n % 3 else "x" for n, was in enumerate(became.tolist())]
    table = drawn(knows=knows.tolist(), filled=filled, pure=pure)
    assert leakage.find(table) == {
        "knows": "says nearly everything by itself",
        "filled": "is filled in mostly for one outcome",
        "pure": "has values that go with one outcome only",
    }
