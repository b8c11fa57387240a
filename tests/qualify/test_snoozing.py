"""Put aside until they write: back with the reply, or after two weeks without one."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace

from headwater.qualify import snoozing, tasks
from headwater.qualify.contact import replied
from headwater.qualify.models import AwaitedReply
from headwater.qualify.today import today
from headwater.records import trail
from headwater.records.models import Lead

MakeLead = Callable[..., Lead]


def test_a_lead_and_a_task_are_back_with_the_reply(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead(score=90)
    task = tasks.add(make_lead(), subject="Offer", by=cast.mara, due_at=noon, now=noon)
    snoozing.until_reply(lead, by=cast.mara, now=noon)
    snoozing.task_until_reply(task, by=cast.mara, now=noon)
    assert today(cast.mara, noon).items == ()
    later = noon + timedelta(days=3)
    assert task.lead
    replied([lead, task.lead], at=later)
    lead.refresh_from_db()
    task.refresh_from_db()
    assert lead.snoozed_until is None
    assert (task.due_on, task.remind_at) == (date(2026, 3, 14), later)
    assert not AwaitedReply.objects.exists()
    assert {item.record for item in today(cast.mara, later).items} == {lead, task.lead}
    assert "lead.woken" in trail.about(lead).values_list("event", flat=True)


def test_without_a_reply_they_are_back_after_two_weeks(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead(score=90)
    task = tasks.add(make_lead(), subject="Offer", by=cast.mara, due_at=noon, now=noon)
    snoozing.until_reply(lead, by=cast.mara, now=noon)
    snoozing.task_until_reply(task, by=cast.mara, now=noon)
    later = noon + timedelta(days=14)
    assert {item.record for item in today(cast.mara, later).items} == {lead, task.lead}
