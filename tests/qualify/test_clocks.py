"""Response clocks: who promises what to whom, counted in whose working time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.people.models import BusinessHours, Holiday
from headwater.qualify.clock_policy import ClockPolicy
from headwater.qualify.clock_state import State as Word
from headwater.qualify.clock_state import states
from headwater.qualify.clocks import start_clocks
from headwater.records.draft import Batch, Draft
from headwater.records.models import Clock, Lead
from headwater.records.submission import State
from tests.steps import take

MakeLead = Callable[..., Lead]


def batch_of(cast: SimpleNamespace, leads: list[Lead], now: datetime, **values: Any) -> Batch:
    drafts = [Draft(values={}, lead=lead, outcome=State.CREATED) for lead in leads]
    values = {"door": "form"} | values
    return Batch(drafts=drafts, now=now, organization=cast.organization, **values)


def test_a_web_lead_is_promised_five_working_minutes(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    batch = batch_of(cast, [make_lead()], noon)
    take(start_clocks, batch)
    clock = Clock.objects.get()
    assert clock.due_at == noon + timedelta(minutes=5)
    assert (clock.policy, clock.owner_id) == ("Web leads", cast.mara.pk)
    assert [entry.event for entry in batch.trail] == ["clock.started"]
    assert batch.trail[0].because["calendar"] == "Office hours"


def test_the_promise_of_a_friday_night_is_due_on_monday(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    friday_night = datetime(2026, 3, 13, 20, 0, tzinfo=UTC)
    take(start_clocks, batch_of(cast, [make_lead()], friday_night))
    assert Clock.objects.get().due_at == datetime(2026, 3, 16, 9, 5, tzinfo=UTC)


def test_the_owners_own_hours_count_and_holidays_do_not(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    hours = BusinessHours.objects.create(
        name="Early shift", time_zone="Europe/Berlin", week={"wed": [["06:00", "12:00"]]}
    )
    Holiday.objects.create(business_hours=hours, on=datetime(2026, 3, 18).date(), name="Fair")
    cast.mara.business_hours = hours
    cast.mara.save()
    take(start_clocks, batch_of(cast, [make_lead(), make_lead(owner=cast.owen)], noon))
    mine, owens = Clock.objects.order_by("lead_id")
    assert mine.due_at == datetime(2026, 3, 25, 5, 5, tzinfo=UTC)
    assert owens.due_at == noon + timedelta(minutes=5)


@pytest.mark.parametrize("door", ["import", "api", "hand"])
def test_other_leads_get_a_day_around_the_clock(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, door: str
) -> None:
    take(start_clocks, batch_of(cast, [make_lead()], noon, door=door))
    assert Clock.objects.get().due_at == noon + timedelta(hours=24)


def test_the_first_policy_that_fits_is_taken(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    ClockPolicy.objects.create(
        name="Hot", sort_order=0, criteria="Rating = 'Hot'", minutes=2, counts_in="all_hours"
    )
    hot, warm = make_lead(rating="Hot"), make_lead(rating="Warm")
    take(start_clocks, batch_of(cast, [hot, warm], noon))
    assert dict(Clock.objects.values_list("lead_id", "policy")) == {
        hot.pk: "Hot", warm.pk: "Web leads",
    }  # fmt: skip


def test_renewed_interest_starts_a_clock_only_when_none_runs(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    take(start_clocks, batch_of(cast, [lead, lead], noon))
    take(start_clocks, batch_of(cast, [lead], noon + timedelta(minutes=1)))
    assert Clock.objects.count() == 1
    Clock.objects.all().stop(at=noon, because="Called")
    again = noon + timedelta(days=1)
    take(start_clocks, batch_of(cast, [lead], again))
    assert Clock.objects.running().get().started_at == again


def test_history_and_closed_leads_get_no_clock(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    take(start_clocks, batch_of(cast, [make_lead()], noon, is_history=True))
    take(start_clocks, batch_of(cast, [make_lead(is_closed=True)], noon))
    assert not Clock.objects.exists()


def test_hours_that_nobody_can_read_stop_no_lead(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    BusinessHours.objects.filter(is_default=True).update(time_zone="Mars/Base")
    take(start_clocks, batch_of(cast, [make_lead()], noon))
    BusinessHours.objects.filter(is_default=True).update(time_zone="UTC", week={})
    take(start_clocks, batch_of(cast, [make_lead()], noon))
    assert {clock.due_at for clock in Clock.objects.all()} == {noon + timedelta(minutes=5)}


def test_one_lead_and_two_hundred_cost_the_same_queries(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    def count(leads: list[Lead]) -> int:
        batch = batch_of(cast, leads, noon)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            take(start_clocks, batch)
        return len(captured)

    ClockPolicy.objects.create(name="Hot", sort_order=0, criteria="Rating = 'Hot'", minutes=2)
    many = [make_lead(owner=owner) for owner in (cast.mara, cast.owen) for _ in range(100)]
    count(many)  # the first one also reads what is kept in memory
    assert count([make_lead()]) == count(many) <= 7


@pytest.mark.parametrize(
    ("minutes", "stands"),
    [
        (0, (Word.RUNNING, 5, 0)),
        (4, (Word.WARN, 1, 0.8)),
        (5, (Word.WARN, 0, 1)),
        (7, (Word.LATE, -2, 1.4)),
    ],
)
def test_how_a_running_clock_stands(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, minutes: int, stands: object
) -> None:
    take(start_clocks, batch_of(cast, [make_lead()], noon))
    clock = Clock.objects.get()
    state = states([clock], noon + timedelta(minutes=minutes))[clock.pk]
    assert (state.state, state.remaining, round(state.share_used, 6)) == stands


def test_the_night_between_uses_nothing_of_the_promise(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    evening = datetime(2026, 3, 11, 16, 57, tzinfo=UTC)
    take(start_clocks, batch_of(cast, [make_lead()], evening))
    clock = Clock.objects.get()
    night = states([clock], datetime(2026, 3, 12, 3, 0, tzinfo=UTC))[clock.pk]
    assert (night.remaining, round(night.share_used, 6)) == (2, 0.6)
    clock.stopped_at = datetime(2026, 3, 12, 9, 1, tzinfo=UTC)
    assert states([clock], evening)[clock.pk].state == Word.KEPT
    clock.stopped_at = datetime(2026, 3, 12, 9, 3, tzinfo=UTC)
    assert states([clock], evening)[clock.pk].state == Word.MISSED
