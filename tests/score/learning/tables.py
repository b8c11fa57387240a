"""Tables to learn from, drawn by a rule that is known."""

from typing import Any

import numpy as np

from headwater.score.learning.table import Table


def drawn(count: int = 3_000, **more: list[Any]) -> Table:
    """Leads of a made-up company: pages looked at and the source say how likely each is."""
    draw = np.random.default_rng(5)
    pages = draw.poisson(3, count).astype(float)
    source = draw.choice(["Web", "Fair", "Partner"], count, p=[0.5, 0.3, 0.2])
    odds = -2 + 0.45 * pages + np.select([source == "Partner", source == "Fair"], [1.2, -0.7], 0)
    became = (draw.random(count) < 1 / (1 + np.exp(-odds))).astype(np.int64)
    columns: dict[str, list[Any]] = {"pages": pages.tolist(), "source": source.tolist()}
    labels = {"pages": "Pages looked at", "source": "Lead Source"}
    return Table(columns | more, became, np.arange(count, dtype=float), labels=labels)
