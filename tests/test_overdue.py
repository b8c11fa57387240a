"""The minute's look at the clocks: warned at half the time, told when it is over, passed on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.overdue import watch, watch_clocks
from headwater.people.models import BusinessHours
from headwater.qualify import next_step, pausing, tasks
from headwater.qualify.calls import log_call
from headwater.qualify.clocks import start_kind
from headwater.qualify.contact import replied
from headwater.qualify.models import ClockPolicy, MissedClock
from headwater.records import trail
from headwater.records.clock import Kind
from headwater.records.models import Clock, Lead, Notification
from headwater.route import rules
from headwater.route.models import AssignmentRule

MakeLead = Callable[..., Lead]


@pytest.fixture
def promise(cast: SimpleNamespace) -> Callable[..., ClockPolicy]:
    """The one policy of first attempts: a hundred minutes unless said otherwise."""

    def make(**values: Any) -> ClockPolicy:
        ClockPolicy.objects.filter(kind=values.get("kind", Kind.FIRST_ATTEMPT)).delete()
        return ClockPolicy.objects.create(**{"name": "Answer", "minutes": 100} | values)

    return make


def start(lead: Lead, at: datetime, kind: str = Kind.FIRST_ATTEMPT) -> Clock:
    return start_kind([lead], kind, owner_ids={}, at=at)[lead.pk]


def told(kind: str) -> list[tuple[Any, str]]:
    rows = Notification.objects.filter(kind=kind).order_by("pk").select_related("user")
    return [(row.user, row.text) for row in rows]


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_from_the_first_warning_to_the_next_owner(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    rules.publish([AssignmentRule(name="North", team=cast.north)], by=cast.ada)
    promise(then=ClockPolicy.Then.NEXT)
    lead = make_lead(first_name="Tom")
    clock = start(lead, noon)

    watch(noon + minutes(49))
    assert not told("clock.warning")
    watch(noon + minutes(51))
    watch(noon + minutes(52))
    assert told("clock.warning") == [
        (cast.mara, "Tom Okafor: 50 % of the time for the first attempt is gone.")
    ]
    watch(noon + minutes(81))
    assert [text[12:16] for _, text in told("clock.warning")] == ["50 %", "80 %"]
    assert not told("clock.missed")

    watch(noon + minutes(101))
    watch(noon + minutes(102))
    assert {user for user, _ in told("clock.missed")} == {cast.mara, cast.ines}
    lead.refresh_from_db()
    clock.refresh_from_db()
    assert lead.owner_id not in (cast.mara.pk, cast.queue.pk)
    assert clock.owner_id == lead.owner_id
    assert clock.missed_at == noon + minutes(101)
    missed = MissedClock.objects.get()
    assert (missed.owner_id, missed.clock_id) == (cast.mara.pk, clock.pk)
    events = [entry.event for entry in trail.about(lead)]
    assert events.count("clock.warned") == 2
    assert events.count("clock.missed") == events.count("lead.assigned") == 1


def test_who_gets_it_next_has_as_long_again_and_nobody_gets_it_twice(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    rules.publish([AssignmentRule(name="North", team=cast.north)], by=cast.ada)
    promise(then=ClockPolicy.Then.NEXT)
    lead = make_lead()
    start(lead, noon)
    owners, at = [cast.mara.pk], noon
    for _ in range(6):
        at += minutes(101)
        watch(at)
        lead.refresh_from_db()
        owners.append(lead.owner_id)
    had = [row.owner_id for row in MissedClock.objects.all()]
    assert len(had) == len(set(had)) >= 2
    # In the end it waits where everybody sees it, and no job gives it on for ever.
    assert owners[-1] == owners[-2]
    assert not Clock.objects.get().watch_at


def test_back_to_the_queue(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise(then=ClockPolicy.Then.QUEUE, reminds_owner=False)
    cast.organization.default_lead_owner = cast.queue
    cast.organization.save()
    lead = make_lead()
    start(lead, noon)
    watch(noon + minutes(101))
    lead.refresh_from_db()
    assert lead.owner_id == cast.queue.pk
    assert [user for user, _ in told("clock.missed")] == [cast.ines]
    assert "nobody had been in time" in str(trail.about(lead).get(event="lead.assigned").because)


def test_nothing_is_done_while_the_owner_is_at_home(
    cast: SimpleNamespace, make_lead: MakeLead, promise: Callable[..., ClockPolicy]
) -> None:
    promise(minutes=60)
    evening = datetime(2026, 3, 11, 16, 40, tzinfo=UTC)  # twenty minutes before the office closes
    start(make_lead(), evening)
    for hour in range(12):
        watch(evening + timedelta(hours=hour, minutes=25))
    assert not told("clock.warning")
    watch(datetime(2026, 3, 12, 9, 11, tzinfo=UTC))
    assert len(told("clock.warning")) == 1
    watch(datetime(2026, 3, 12, 9, 41, tzinfo=UTC))
    assert len(told("clock.missed")) == 2


def test_around_the_clock_means_at_night_too(
    cast: SimpleNamespace, make_lead: MakeLead, promise: Callable[..., ClockPolicy]
) -> None:
    promise(minutes=60, counts_in=ClockPolicy.CountsIn.ALL_HOURS)
    night = datetime(2026, 3, 11, 23, 0, tzinfo=UTC)
    start(make_lead(), night)
    watch(night + minutes(61))
    assert len(told("clock.missed")) == 2


def test_the_miss_is_that_of_whoever_had_it_when_the_time_was_up(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise()
    lead = make_lead(owner=cast.owen)
    for owner, at in ((cast.mara, noon), (cast.owen, noon + minutes(103))):
        trail.write([
            trail.entry("lead.assigned", lead, by=None, at=at,
                        changes={"owner_id": [None, owner.pk]})
        ])  # fmt: skip
    start(lead, noon)
    watch(noon + minutes(110))
    assert MissedClock.objects.get().owner_id == cast.mara.pk
    assert {user for user, _ in told("clock.missed")} == {cast.owen, cast.ines}


def test_offers_are_warned_of_and_left_to_the_hand_off(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise(kind=Kind.ACCEPT, then=ClockPolicy.Then.NEXT)
    lead = make_lead(is_converted=True)
    start(lead, noon, Kind.ACCEPT)
    watch(noon + minutes(51))
    watch(noon + minutes(101))
    assert len(told("clock.warning")) == 1
    assert not told("clock.missed")
    assert Clock.objects.get().missed_at
    lead.refresh_from_db()
    assert lead.owner_id == cast.mara.pk


def test_a_lead_that_was_closed_by_a_program_is_awaited_no_more(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise()
    lead = make_lead()
    start(lead, noon)
    Lead.objects.update(is_closed=True, status_changed_at=noon + minutes(10))
    watch(noon + minutes(200))
    clock = Clock.objects.get()
    assert (clock.stopped_at, clock.is_answered) == (noon + minutes(10), False)
    assert not told("clock.missed")


def test_a_pause_ends_by_itself_and_the_warnings_wait(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise()
    lead = make_lead()
    clock = start(lead, noon)
    pausing.pause([lead], reason="Asked to be called later", by=cast.mara, now=noon + minutes(10),
                  until=noon + minutes(70))  # fmt: skip
    watch(noon + minutes(60))
    clock.refresh_from_db()
    assert clock.is_paused
    watch(noon + minutes(70))
    watch(noon + minutes(71))
    clock.refresh_from_db()
    assert not clock.is_paused
    assert clock.due_at == noon + minutes(160)
    assert clock.pauses.get().resumed_because == "The pause was over"
    watch(noon + minutes(109))
    assert not told("clock.warning")
    watch(noon + minutes(111))
    assert len(told("clock.warning")) == 1


def test_one_clock_and_many_cost_the_same(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    rules.publish([AssignmentRule(name="North", team=cast.north)], by=cast.ada)
    promise(then=ClockPolicy.Then.QUEUE)

    def count(number: int, at: datetime) -> int:
        for lead in [make_lead() for _ in range(number)]:
            start(lead, at)
        with CaptureQueriesContext(connection) as captured:
            watch(at + minutes(101))
        return len(captured)

    count(2, noon)
    assert count(40, noon + timedelta(days=1)) <= count(3, noon + timedelta(days=2)) + 1


def test_an_open_lead_always_has_a_next_step(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise(kind=Kind.NEXT_STEP, name="Next step", minutes=60)
    lead, planned, snoozed, asked = make_lead(), make_lead(), make_lead(), make_lead()
    make_lead(is_closed=True)
    tasks.add(planned, subject="Call", by=cast.mara, due_on=noon.date() + timedelta(days=2))
    tasks.add(lead, subject="Some day", by=cast.mara)
    tasks.snooze(snoozed, noon + timedelta(days=1), by=cast.mara, now=noon)
    start(asked, noon)
    assert next_step.look_after(noon) == (1, 0)
    clock = Clock.objects.of_kind(Kind.NEXT_STEP).get()
    assert (clock.lead_id, clock.due_at) == (lead.pk, noon + minutes(60))
    assert next_step.look_after(noon) == (0, 0)
    tasks.add(lead, subject="Offer", by=cast.mara, due_on=noon.date())
    assert next_step.look_after(noon + minutes(5)) == (0, 1)
    assert next_step.look_after(noon + timedelta(days=1, minutes=1)) == (1, 0)
    snooze_over = Clock.objects.of_kind(Kind.NEXT_STEP).running().get()
    assert snooze_over.lead_id == snoozed.pk


def test_next_steps_are_asked_only_of_whom_the_policy_fits(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise(kind=Kind.NEXT_STEP, name="Next step", criteria="Rating = 'Hot'")
    hot = make_lead(rating="Hot")
    make_lead(rating="Cold")
    assert next_step.look_after(noon) == (1, 0)
    assert Clock.objects.get().lead_id == hot.pk


def test_an_attempt_is_no_contact_and_a_reply_is_one(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise()
    promise(kind=Kind.FIRST_CONTACT, name="Conversation")
    lead, talked = make_lead(), make_lead()
    for each in (lead, talked):
        start(each, noon)
        start(each, noon, Kind.FIRST_CONTACT)
    later = noon + timedelta(days=2)
    log_call(lead, "call_again", by=cast.mara, now=noon + minutes(5), call_at=later,
             is_reached=False)  # fmt: skip
    log_call(talked, "call_again", by=cast.mara, now=noon + minutes(5), call_at=later)
    assert [clock.lead_id for clock in Clock.objects.running()] == [lead.pk]
    pausing.pause([lead], reason="Waiting for the lead", by=cast.mara, now=noon + minutes(20))
    replied([lead], at=noon + minutes(50))
    stopped = Clock.objects.of_leads([lead.pk]).of_kind(Kind.FIRST_CONTACT).get()
    assert (stopped.stopped_at, stopped.stopped_because) == (noon + minutes(50), "They replied")
    assert stopped.due_at == noon + minutes(130)


def test_a_letter_before_anybody_tried_is_no_contact(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    promise(kind=Kind.FIRST_CONTACT, name="Conversation")
    lead = make_lead()
    start(lead, noon, Kind.FIRST_CONTACT)
    assert replied([lead], at=noon + minutes(5)) == []
    assert Clock.objects.running().exists()


def test_the_job_runs_until_nothing_is_due(
    cast: SimpleNamespace, make_lead: MakeLead, promise: Callable[..., ClockPolicy]
) -> None:
    promise(counts_in=ClockPolicy.CountsIn.ALL_HOURS)
    start(make_lead(), timezone.now() - timedelta(days=1))
    watch_clocks(timestamp=0)
    assert len(told("clock.missed")) == 2


def test_a_kinder_calendar_of_the_next_owner_changes_no_promise(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, promise: Callable[..., ClockPolicy]
) -> None:
    hours = BusinessHours.objects.create(name="Mondays", week={"mon": [["09:00", "10:00"]]})
    cast.owen.business_hours = hours
    cast.owen.save()
    promise()
    lead = make_lead()
    clock = start(lead, noon)
    Lead.objects.update(owner=cast.owen)
    Clock.objects.running().hand_over(cast.owen, at=noon)
    monday = datetime(2026, 3, 16, 9, 30, tzinfo=UTC)
    watch(noon + minutes(120))
    assert not told("clock.missed")  # Owen is at home
    watch(monday)
    clock.refresh_from_db()
    assert clock.due_at == noon + minutes(100)
    assert {user for user, _ in told("clock.missed")} == {cast.owen, cast.ines}
