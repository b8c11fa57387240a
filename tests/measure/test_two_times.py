"""How long it took to give an inquiry to a person, and how long that person took."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

from headwater.measure.figure import Period
from headwater.measure.two_times import two_times
from headwater.qualify.calls import log_call
from headwater.qualify.clocks import start_kind
from headwater.records.clock import Kind
from headwater.records.models import Clock, Lead
from headwater.route import reassign

MakeLead = Callable[..., Lead]


def test_ours_and_theirs_are_told_apart(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    for waited, took in ((0, 4), (60, 2), (120, 6)):
        lead = make_lead(owner=cast.queue)
        clock = start_kind([lead], Kind.FIRST_ATTEMPT, owner_ids={}, at=noon)[lead.pk]
        assert clock.owned_at is None
        Clock.objects.of_leads([lead.pk]).hand_over(cast.mara, at=noon + timedelta(minutes=waited))
        Clock.objects.of_leads([lead.pk]).hand_over(cast.owen, at=noon + timedelta(days=1))
        log_call(lead, "clear_opportunity", by=cast.mara,
                 now=noon + timedelta(minutes=waited + took))  # fmt: skip
    waiting = make_lead(owner=cast.queue)
    start_kind([waiting], Kind.FIRST_ATTEMPT, owner_ids={}, at=noon)
    times = two_times(cast.ada, Period(None))
    assert (times.system_median, times.human_median) == (60 * 60, 4 * 60)
    assert (times.owned, times.touched, times.unowned) == (3, 3, 1)
    assert two_times(cast.otto, Period(None)).owned == 0


def test_taking_it_from_the_queue_is_when_a_person_has_it(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead(owner=cast.queue)
    start_kind([lead], Kind.FIRST_ATTEMPT, owner_ids={}, at=noon)
    reassign.give([lead], cast.mara, by=cast.mara)
    assert Clock.objects.get().owned_at is not None
