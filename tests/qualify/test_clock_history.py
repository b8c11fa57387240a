"""Editing history cannot improve a clock: what was missed stays missed, whatever is done later."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.converting import deeds
from headwater.overdue import watch
from headwater.people.models import BusinessHours, Holiday
from headwater.qualify import pausing, statuses
from headwater.qualify.calls import log_call
from headwater.qualify.clock_state import State, states
from headwater.qualify.clocks import start_kind
from headwater.qualify.contact import replied
from headwater.qualify.models import ClockPolicy
from headwater.qualify.touch import touch
from headwater.qualify.undo_call import undo_call
from headwater.records.clock import Kind
from headwater.records.models import Clock, Lead, Task
from headwater.records.problem import Refused
from headwater.route import reassign

MakeLead = Callable[..., Lead]
CALL, CLOSED = "clear_opportunity", "Closed - Not Converted"
LATE = timedelta(minutes=130)
DUE = timedelta(minutes=100)


@pytest.fixture
def missed(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> Lead:
    """A lead of Mara's with a hundred minutes from noon on, long over; nobody has called yet."""
    ClockPolicy.objects.filter(kind=Kind.FIRST_ATTEMPT).delete()
    ClockPolicy.objects.create(name="Answer", minutes=100)
    lead = make_lead()
    start_kind([lead], Kind.FIRST_ATTEMPT, owner_ids={}, at=noon)
    return lead


def kinder_owner(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    """Owen works an hour on Sundays."""
    cast.owen.business_hours = BusinessHours.objects.create(
        name="Sundays", week={"sun": [["09:00", "10:00"]]}
    )
    cast.owen.save()
    reassign.give([lead], cast.owen, by=cast.ines)


def kinder_policy(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    ClockPolicy.objects.update(minutes=10_000, counts_in="all_hours")


def no_policy(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    ClockPolicy.objects.all().delete()


def kinder_calendar(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    """That day was a day off, it turns out."""
    hours = BusinessHours.objects.get(is_default=True)
    Holiday.objects.create(business_hours=hours, on=noon.date(), name="Fair")
    hours.week = {"sun": [["09:00", "10:00"]]}
    hours.save()


def no_calendar(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    BusinessHours.objects.all().delete()


def call_back_dated(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    log_call(lead, CALL, by=cast.mara, now=noon + timedelta(minutes=5))


def touch_back_dated(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    touch([lead], by=cast.mara, because="Met them", at=noon)


def reply_back_dated(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    replied([lead], at=noon)


def pause_after_the_fact(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    pausing.pause([lead], reason="Waiting for the lead", by=cast.mara, now=noon + LATE)
    pausing.resume([lead], by=cast.mara, now=noon + timedelta(days=2))


def pause_back_dated(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    pausing.pause([lead], reason="Waiting for the lead", by=cast.mara, now=noon)


def close_and_open(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    statuses.move(lead, CLOSED, by=cast.mara, values={"closed_reason": "No budget"},
                  now=noon + LATE)  # fmt: skip
    statuses.move(lead, "Open - Not Contacted", by=cast.mara, now=noon + LATE)


def call_taken_back(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    undo_call(log_call(lead, CALL, by=cast.mara, now=noon + LATE), by=cast.mara)


def touch_deleted(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    log_call(lead, CALL, by=cast.mara, now=noon + LATE)
    Task.objects.all().delete()


def converted(cast: SimpleNamespace, lead: Lead, noon: datetime) -> None:
    for field, value in (("budget", "1"), ("authority", "1"), ("need", "1"), ("timeline", "1")):
        setattr(lead, field, value)
    lead.save()
    deeds.take_back(deeds.convert(lead, by=cast.mara), by=cast.mara)


DEEDS = [
    kinder_owner, kinder_policy, no_policy, kinder_calendar, no_calendar, call_back_dated,
    touch_back_dated, reply_back_dated, pause_after_the_fact, pause_back_dated, close_and_open,
    call_taken_back, touch_deleted, converted,
]  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_what_was_missed_stays_missed(
    cast: SimpleNamespace, missed: Lead, noon: datetime,
    deed: Callable[[SimpleNamespace, Lead, datetime], None],
) -> None:  # fmt: skip
    watch(noon + LATE)
    deed(cast, missed, noon)
    clock = Clock.objects.of_kind(Kind.FIRST_ATTEMPT).get()
    assert clock.due_at == noon + DUE
    later = noon + timedelta(days=4)
    assert states([clock], later)[clock.pk].state in (State.LATE, State.MISSED, State.PAUSED)
    Clock.objects.all().stop(at=noon, because="Called")
    clock.refresh_from_db()
    assert states([clock], later)[clock.pk].state == State.MISSED
    assert clock.stopped_at > clock.due_at


HONEST = [
    kinder_owner, kinder_policy, no_policy, kinder_calendar, no_calendar, pause_after_the_fact,
    close_and_open, call_taken_back, touch_deleted,
]  # fmt: skip


@pytest.mark.parametrize("deed", HONEST, ids=lambda deed: deed.__name__)
def test_nor_is_it_saved_before_the_minute_has_looked(
    cast: SimpleNamespace, missed: Lead, noon: datetime,
    deed: Callable[[SimpleNamespace, Lead, datetime], None],
) -> None:  # fmt: skip
    deed(cast, missed, noon)
    clock = Clock.objects.get()
    assert clock.due_at == noon + DUE
    assert clock.is_late(noon + timedelta(days=4))


def test_a_call_that_was_taken_back_saved_nothing(
    cast: SimpleNamespace, missed: Lead, noon: datetime
) -> None:
    """A call in time, taken back when it is too late: the clock has run on all the while."""
    logged = log_call(missed, CALL, by=cast.mara, now=noon + timedelta(minutes=5))
    undo_call(logged, by=cast.mara)
    clock = Clock.objects.get()
    assert states([clock], noon + LATE)[clock.pk].state == State.LATE


def test_merging_keeps_the_earliest_promise_and_its_miss(
    cast: SimpleNamespace, missed: Lead, make_lead: MakeLead, noon: datetime
) -> None:
    from headwater.merging import merge

    watch(noon + LATE)
    fresh = make_lead()
    start_kind([fresh], Kind.FIRST_ATTEMPT, owner_ids={}, at=noon + LATE)
    merge(fresh, [missed], by=cast.ines)
    clock = Clock.objects.of_leads([fresh.pk]).running().get()
    assert clock.due_at == noon + DUE
    assert clock.missed_at == noon + LATE


def test_what_nobody_may_do_does_not_touch_the_clock(
    cast: SimpleNamespace, missed: Lead, noon: datetime
) -> None:
    for deed in (
        lambda: log_call(missed, CALL, by=cast.rhea, now=noon),
        lambda: pausing.pause([missed], reason="Waiting for the lead", by=cast.rhea, now=noon),
    ):
        with pytest.raises(Refused):
            deed()
    assert Clock.objects.running().get().due_at == noon + DUE
