"""Tasks: added, done, opened again, put off; leads put aside."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.qualify import tasks
from headwater.records import trail
from headwater.records.models import Account, Clock, Contact, Lead
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]


def test_a_task_from_plan_to_done_and_back(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    task = tasks.add(
        make_lead(), subject="Send the survey", by=cast.mara, due_on=date(2026, 3, 12), now=noon
    )
    assert tasks.complete([task], by=cast.mara, now=noon) == 1
    task.refresh_from_db()
    assert (task.status, task.is_closed, task.completed_at) == ("Completed", True, noon)
    assert tasks.complete([task], by=cast.mara) == 0
    assert tasks.reopen([task], by=cast.mara) == 1
    task.refresh_from_db()
    assert (task.status, task.is_closed, task.completed_at) == ("Not Started", False, None)
    events = list(trail.about(task).order_by("id").values_list("event", flat=True))
    assert events == ["task.created", "task.completed", "task.reopened"]


def test_a_finished_call_stops_the_clock_a_finished_to_do_does_not(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    Clock.objects.create(
        lead=lead, policy="Web leads", minutes=5, started_at=noon, due_at=noon, owner=cast.mara
    )
    call = tasks.add(lead, subject="Call", by=cast.mara, subtype="Call", now=noon)
    tasks.complete([tasks.add(lead, subject="Read up", by=cast.mara)], by=cast.mara, now=noon)
    assert Clock.objects.running().exists()
    tasks.complete([call], by=cast.mara, now=noon)
    assert not Clock.objects.running().exists()
    assert Lead.objects.get().first_touched_at == noon


def test_a_postponed_task_rings_again(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    task = tasks.add(
        make_lead(), subject="Call", by=cast.mara, due_at=noon, remind_at=noon, now=noon
    )
    task.reminded_at = noon
    tasks.postpone(task, by=cast.mara, due_on=date(2026, 3, 20), now=noon)
    task.refresh_from_db()
    assert task.due_on == date(2026, 3, 20)
    assert task.due_at is None and task.reminded_at is None
    assert task.remind_at == datetime(2026, 3, 20, 9, 0, tzinfo=UTC)


def test_a_task_about_a_contact_hangs_on_the_account_too(cast: SimpleNamespace) -> None:
    account = Account.objects.create(name="Harbor", owner=cast.mara)
    contact = Contact.objects.create(last_name="Okafor", account=account, owner=cast.mara)
    assert tasks.add(contact, subject="Call", by=cast.mara).account_id == account.pk
    assert tasks.add(None, subject="Tidy up", by=cast.mara).lead_id is None


def test_snoozing_and_waking(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> None:
    lead = make_lead()
    tasks.snooze(lead, noon + timedelta(days=2), by=cast.mara, now=noon)
    assert Lead.objects.get().snoozed_until == noon + timedelta(days=2)
    tasks.wake(lead, by=cast.mara, now=noon)
    assert Lead.objects.get().snoozed_until is None
    with pytest.raises(Refused, match="still to come"):
        tasks.snooze(lead, noon, by=cast.mara, now=noon)


def test_refusals(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    with pytest.raises(Refused, match="what is to be done"):
        tasks.add(make_lead(), subject=" ", by=cast.mara)
    with pytest.raises(Refused, match="not change it"):
        tasks.add(make_lead(), subject="Call", by=cast.rhea)
