"""Leads that have waited long enough come back to whom Setup says, each once and with a reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.people.models import User
from headwater.records import trail
from headwater.records.models import Lead, LeadStatus, Notification, Task
from headwater.recycling import hourly as recycling

MakeLead = Callable[..., Lead]
OPEN, NURTURING = "Open - Not Contacted", "Nurturing"


@pytest.fixture
def old(make_lead: MakeLead, noon: datetime) -> Callable[..., Lead]:
    """A lead that stands in Nurturing for 91 days, where 90 are the most."""
    LeadStatus.objects.filter(name=NURTURING).update(recycle_after_days=90, recycle_to=OPEN)

    def make(**values: object) -> Lead:
        since = noon - timedelta(days=91)
        return make_lead(**{"status": NURTURING, "status_changed_at": since, **values})

    return make


def test_after_90_days_a_nurtured_lead_is_open_again_and_in_the_queue(
    cast: SimpleNamespace, old: Callable[..., Lead], make_lead: MakeLead, noon: datetime
) -> None:
    LeadStatus.objects.filter(name=NURTURING).update(recycle_owner=cast.queue)
    lead = old()
    young = make_lead(status=NURTURING, status_changed_at=noon - timedelta(days=89))
    assert recycling.run(noon) == 1
    assert recycling.run(noon) == 0
    lead.refresh_from_db()
    young.refresh_from_db()
    assert (lead.status, lead.owner_id, young.status) == (OPEN, cast.queue.pk, NURTURING)
    assigned, moved = trail.about(lead)[:2]
    assert {assigned.event, moved.event} == {"lead.assigned", "lead.status_changed"}
    assert "90 days in “Nurturing”" in assigned.because["words"]
    assert assigned.by is None and moved.because["days" if "days" in moved.because else "words"]


def test_without_a_taker_it_stays_with_its_owner_who_is_told(
    cast: SimpleNamespace, old: Callable[..., Lead], noon: datetime
) -> None:
    lead = old(is_unread_by_owner=False)
    assert recycling.run(noon) == 1
    lead.refresh_from_db()
    assert lead.owner_id == cast.mara.pk and lead.is_unread_by_owner
    assert "back after 90 days" in Notification.objects.get(user=cast.mara).text


def test_whoever_has_left_gets_nothing_back(
    cast: SimpleNamespace, old: Callable[..., Lead], noon: datetime
) -> None:
    User.objects.filter(pk=cast.mara.pk).update(is_active=False)
    lead = old()
    recycling.run(noon)
    lead.refresh_from_db()
    assert lead.owner_id == cast.organization.default_lead_owner_id


def test_whom_somebody_has_a_plan_for_is_left_in_peace(
    cast: SimpleNamespace, old: Callable[..., Lead], noon: datetime
) -> None:
    planned, aside, closed = old(), old(snoozed_until=noon + timedelta(days=2)), old(is_closed=True)
    Task.objects.create(lead=planned, owner=cast.mara, due_on=noon.date() + timedelta(days=9))
    assert recycling.run(noon) == 0
    assert {planned.status, aside.status, closed.status} == {NURTURING}


def test_many_come_back_in_batches(
    cast: SimpleNamespace, old: Callable[..., Lead], noon: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("headwater.qualify.recycle.AT_ONCE", 2)
    for _ in range(5):
        old()
    assert recycling.run(noon) == 5
    assert not Lead.objects.filter(status=NURTURING).exists()
