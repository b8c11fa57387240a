"""Pauses: by people, with a reason, moving the due time by the working time they took."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.qualify import pausing
from headwater.qualify.calls import log_call
from headwater.qualify.clock_state import State, states
from headwater.qualify.clocks import start_kind
from headwater.qualify.models import ClockPolicy
from headwater.records import trail
from headwater.records.clock import Kind
from headwater.records.models import Clock, ClockPause, Lead
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]
WAITING = "Waiting for the lead"


@pytest.fixture
def waiting(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> Lead:
    """A lead of Mara's with a hundred minutes of office time from noon on."""
    ClockPolicy.objects.filter(kind=Kind.FIRST_ATTEMPT).delete()
    ClockPolicy.objects.create(name="Answer", minutes=100)
    lead = make_lead()
    start_kind([lead], Kind.FIRST_ATTEMPT, owner_ids={}, at=noon)
    return lead


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def test_a_pause_is_a_row_and_moves_the_due_time_by_working_time_alone(
    cast: SimpleNamespace, waiting: Lead, noon: datetime
) -> None:
    pausing.pause([waiting], reason=WAITING, note="Sent the form", by=cast.mara,
                  now=noon + minutes(30))  # fmt: skip
    clock = Clock.objects.get()
    stands = states([clock], noon + timedelta(days=1))[clock.pk]
    assert (stands.state, stands.remaining, round(stands.share_used, 3)) == (State.PAUSED, 70, 0.3)
    tomorrow = noon + timedelta(days=1)  # 4.5 hours of the afternoon, 3 of the morning
    assert pausing.resume([waiting], by=cast.owen, now=tomorrow) == [clock]
    clock.refresh_from_db()
    assert clock.due_at == tomorrow + minutes(70)
    pause = ClockPause.objects.get()
    assert (pause.reason, pause.note, pause.paused_by) == (WAITING, "Sent the form", cast.mara)
    assert (pause.resumed_at, pause.resumed_by, pause.moved_minutes) == (tomorrow, cast.owen, 450)
    told = {entry.event: entry.because for entry in trail.about(waiting)}
    assert told["clock.paused"]["reason"] == WAITING
    assert told["clock.resumed"]["words"] == "by Owen Park"


def test_a_night_of_pause_moves_nothing(
    cast: SimpleNamespace, waiting: Lead, noon: datetime
) -> None:
    night = datetime(2026, 3, 11, 18, tzinfo=UTC)
    Clock.objects.update(due_at=datetime(2026, 3, 12, 9, 30, tzinfo=UTC))
    pausing.pause([waiting], reason=WAITING, by=cast.mara, now=night)
    (clock,) = pausing.resume([waiting], by=cast.mara, now=night + timedelta(hours=10))
    assert clock.due_at == datetime(2026, 3, 12, 9, 30, tzinfo=UTC)


def test_answering_ends_the_pause_and_counts_what_was_left(
    cast: SimpleNamespace, waiting: Lead, noon: datetime
) -> None:
    pausing.pause([waiting], reason=WAITING, by=cast.mara, now=noon + minutes(90))
    log_call(waiting, "clear_opportunity", by=cast.mara, now=noon + minutes(150))
    clock = Clock.objects.get()
    assert clock.due_at == noon + minutes(160)
    assert states([clock], noon)[clock.pk].state == State.KEPT
    assert ClockPause.objects.get().resumed_at == noon + minutes(150)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"reason": "Because"}, "choose one of the reasons"),
        ({"reason": WAITING, "until": -1}, "still to come"),
    ],
)
def test_refusals(
    cast: SimpleNamespace, waiting: Lead, noon: datetime, said: dict[str, object], message: str
) -> None:
    if "until" in said:
        said = said | {"until": noon - minutes(1)}
    with pytest.raises(Refused, match=message):
        pausing.pause([waiting], by=cast.mara, now=noon, **said)  # type: ignore[arg-type]
    assert not ClockPause.objects.exists()


def test_who_may_only_read_pauses_nothing_and_nothing_is_paused_twice(
    cast: SimpleNamespace, waiting: Lead, noon: datetime
) -> None:
    with pytest.raises(Refused, match="read everything"):
        pausing.pause([waiting], reason=WAITING, by=cast.rhea, now=noon)
    pausing.pause([waiting], reason=WAITING, by=cast.mara, now=noon)
    with pytest.raises(Refused, match="No clock runs"):
        pausing.pause([waiting], reason=WAITING, by=cast.mara, now=noon)


def test_an_offer_is_not_paused_by_whom_it_is_offered_to(
    cast: SimpleNamespace, waiting: Lead, noon: datetime
) -> None:
    start_kind([waiting], Kind.ACCEPT, owner_ids={}, at=noon)
    paused = pausing.pause([waiting], reason=WAITING, by=cast.mara, now=noon)
    assert [clock.kind for clock in paused] == [Kind.FIRST_ATTEMPT]
