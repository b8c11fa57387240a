"""The minute's run: reminders ring once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

from headwater.qualify import tasks
from headwater.qualify.reminders import ring_reminders
from headwater.records.models import Lead, Notification

MakeLead = Callable[..., Lead]


def test_a_reminder_rings_once(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> None:
    lead = make_lead(first_name="Tom")
    later = noon + timedelta(hours=1)
    for at in (noon, later):
        tasks.add(lead, subject="Send the survey", by=cast.mara, remind_at=at)
    done = tasks.add(lead, subject="Done", by=cast.mara, remind_at=noon)
    tasks.complete([done], by=cast.mara)
    assert ring_reminders(noon - timedelta(minutes=1)) == 0
    assert ring_reminders(noon) == 1
    assert ring_reminders(noon) == 0
    said = Notification.objects.get()
    assert (said.user, said.text) == (cast.mara, "Send the survey (Tom Okafor)")
    assert said.url == f"/leads/{lead.pk}"
    assert ring_reminders(later) == 1


def test_a_queues_members_are_told(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    tasks.add(make_lead(), subject="Call", by=cast.mara, owner=cast.queue, remind_at=noon)
    ring_reminders(noon)
    assert {said.user for said in Notification.objects.all()} == {cast.mara, cast.owen}
