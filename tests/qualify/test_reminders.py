"""The minute's run: reminders ring once, a clock that ran out is told once to owner and manager."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

from headwater.qualify import tasks
from headwater.qualify.reminders import remind, ring_reminders, tell_missed_clocks
from headwater.records import trail
from headwater.records.models import Clock, Lead, Notification, TrailEntry

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


def test_a_missed_clock_is_told_once_to_owner_and_manager(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead, answered, gone = make_lead(), make_lead(), make_lead(is_deleted=True)
    for each in (lead, answered, gone):
        Clock.objects.create(
            lead=each, policy="Web leads", minutes=5, started_at=noon,
            due_at=noon + timedelta(minutes=5), owner=cast.mara,
        )  # fmt: skip
    Clock.objects.of_leads([answered.pk]).stop(at=noon, because="Called")
    assert tell_missed_clocks(noon) == 0
    after = noon + timedelta(minutes=6)
    assert tell_missed_clocks(after) == 1
    assert tell_missed_clocks(after) == 0
    assert {said.user for said in Notification.objects.all()} == {cast.mara, cast.ines}
    assert trail.about(lead).get().event == "clock.missed"
    assert TrailEntry.objects.count() == 1


def test_a_queues_members_are_told(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    tasks.add(make_lead(), subject="Call", by=cast.mara, owner=cast.queue, remind_at=noon)
    ring_reminders(noon)
    assert {said.user for said in Notification.objects.all()} == {cast.mara, cast.owen}


def test_the_job_does_both(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> None:
    lead = make_lead()
    tasks.add(lead, subject="Call", by=cast.mara, remind_at=noon)
    Clock.objects.create(
        lead=lead, policy="Web leads", minutes=5, started_at=noon, due_at=noon, owner=cast.mara
    )
    remind(timestamp=0)
    assert Notification.objects.count() == 3
