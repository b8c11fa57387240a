"""A year of leads that were decided: partners convert, fairs do not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from headwater.records import trail
from headwater.records.models import Conversion, Lead
from headwater.score.learning import trees

BEGINNING = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
LIKELY = {"Partner": 0.85, "Web": 0.45, "Fair": 0.1}


@pytest.fixture(autouse=True)
def few_trees(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small challenger: what is tested here is not how good it gets."""
    monkeypatch.setattr(trees, "MOST", 20)


@pytest.fixture
def year(cast: SimpleNamespace) -> Callable[..., list[Lead]]:
    """Make so many decided leads, two a day; the score of the rules says nothing."""

    def make(count: int = 500) -> list[Lead]:
        draw = np.random.default_rng(3)
        leads = []
        for n in range(count):
            came = BEGINNING + timedelta(hours=12 * n)
            source = str(draw.choice(list(LIKELY)))
            is_won = bool(draw.random() < LIKELY[source])
            leads.append(
                Lead(last_name=f"Berg {n}", company=f"Company {n}", lead_source=source,
                     owner=cast.mara, created_at=came, is_converted=is_won, is_closed=not is_won,
                     status="Qualified" if is_won else "Unqualified",
                     status_changed_at=came + timedelta(days=2))
            )  # fmt: skip
        Lead.objects.bulk_create(leads)
        Conversion.objects.bulk_create(
            Conversion(lead=lead, at=lead.status_changed_at) for lead in leads if lead.is_converted
        )
        trail.write(
            trail.entry("lead.scored", lead, by=None, at=lead.created_at,
                        changes={"score": [0, int(draw.integers(0, 80))]})
            for lead in leads
        )  # fmt: skip
        return leads

    return make
