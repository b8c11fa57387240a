"""What is older than an administrator wants it kept goes at night, and nothing that is younger."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from headwater.records import retention, trail
from headwater.records.models import Engagement, Lead, Retention, TrailEntry
from headwater.records.retention import let_go
from headwater.route.turns import ReturnedTurn

YEARS = timedelta(days=3 * 365)


@pytest.fixture
def past(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> Lead:
    """A lead with three old entries, one of a turn that was given back, and a new one."""
    lead, now = make_lead(), timezone.now()
    ages = (YEARS, YEARS, YEARS, timedelta(days=1))
    trail.write([trail.entry("lead.changed", lead, by=None, at=now - age) for age in ages])
    first = TrailEntry.objects.earliest("pk")
    ReturnedTurn.objects.create(entry=first, team=cast.north, user=cast.mara)
    for key, age in enumerate((YEARS, timedelta(days=1))):
        Engagement.objects.create(lead=lead, kind="page_view", at=now - age, key=str(key))
    return lead


def test_by_itself_everything_stays(past: Lead) -> None:
    assert let_go().cleared_at is None
    assert TrailEntry.objects.count() == 4
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        TrailEntry.objects.earliest("at").delete()


def test_what_is_old_goes_and_the_trail_tells_it(
    past: Lead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PORTION", 2)
    Retention.objects.create(id=1, trail_months=24, engagement_months=24)
    done = let_go()
    assert (done.trail_count, done.engagement_count) == (3, 1)
    assert not ReturnedTurn.objects.exists()
    told = TrailEntry.objects.get(event="retention.let_go")
    assert told.because == {"trail": 3, "engagement": 1}
    assert (TrailEntry.objects.count(), Engagement.objects.count()) == (2, 1)
    assert (let_go().trail_count, TrailEntry.objects.count()) == (0, 2)


def test_what_is_younger_lasts_whatever_is_tried(past: Lead) -> None:
    Retention.objects.create(id=1, trail_months=24)
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        TrailEntry.objects.latest("at").delete()
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        TrailEntry.objects.filter(at__lt=timezone.now() - YEARS / 2).update(event="lead.lost")
    with pytest.raises(IntegrityError, match="trail_is_kept_a_year"), transaction.atomic():
        Retention.objects.update(trail_months=3)
