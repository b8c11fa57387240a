"""Cadences: a lead goes from step to step, and stops by itself."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.qualify import cadences, following, tasks
from headwater.qualify.calls import log_call
from headwater.qualify.contact import replied
from headwater.qualify.models import Cadence, CadenceRun, CadenceStep
from headwater.qualify.undo_call import undo_call
from headwater.records import trail
from headwater.records.models import Lead, Task
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]
FRIDAY = date(2026, 3, 13)


@pytest.fixture
def cadence(cast: SimpleNamespace) -> Cadence:
    """A call at once, a mail two working days later, a last call after one more."""
    cadence: Cadence = Cadence.objects.create(name="New inquiry")
    for place, (kind, subject, days) in enumerate(
        (("Call", "First call", 0), ("Email", "Send the guide", 2), ("Call", "Last call", 1)), 1
    ):
        CadenceStep.objects.create(
            cadence=cadence, place=place, kind=kind, subject=subject, after_days=days
        )
    return cadence


def due() -> tuple[str, date | None]:
    task = Task.objects.open().get()
    return task.subject, task.due_on


def test_from_the_first_step_to_the_last(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, noon: datetime
) -> None:
    lead = make_lead()
    (run,) = cadences.start([lead], cadence, by=cast.mara, now=noon)
    assert due() == ("First call", noon.date())
    for subject, on in (("Send the guide", FRIDAY), ("Last call", date(2026, 3, 12))):
        tasks.complete(list(Task.objects.open()), by=cast.mara, now=noon)
        assert due() == (subject, on)
    tasks.complete(list(Task.objects.open()), by=cast.mara, now=noon)
    run.refresh_from_db()
    assert (run.state, run.ended_at, run.place) == ("finished", noon, 3)
    assert [entry.event for entry in trail.about(lead).order_by("id")
            if entry.event.startswith("cadence")] == [
        "cadence.started", "cadence.moved", "cadence.moved", "cadence.ended",
    ]  # fmt: skip


def test_many_leads_at_once_cost_the_same(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, noon: datetime,
    django_assert_max_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    cadences.start([make_lead()], cadence, by=cast.mara, now=noon)
    leads = [make_lead() for _ in range(30)] + [make_lead(is_closed=True)]
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        runs = cadences.start(leads, cadence, by=cast.mara, now=noon)
    assert len(runs) == 30
    assert cadences.start(leads, cadence, by=cast.mara, now=noon) == []  # each is on its way


def test_a_reply_stops_it(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, noon: datetime
) -> None:
    lead = make_lead()
    cadences.start([lead], cadence, by=cast.mara, now=noon)
    replied([lead], at=noon)
    run = CadenceRun.objects.get()
    assert (run.state, run.because) == ("stopped", "they replied")
    assert not Task.objects.open().exists()
    cadences.resume(run, by=cast.mara, now=noon + timedelta(days=1))
    assert due() == ("First call", date(2026, 3, 12))


@pytest.mark.parametrize("ends", [{"is_closed": True}, {"is_converted": True}])
def test_closing_and_converting_stop_it_within_a_minute(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, noon: datetime,
    ends: dict[str, bool],
) -> None:  # fmt: skip
    cadences.start([make_lead()], cadence, by=cast.mara, now=noon)
    Lead.objects.update(**ends)
    assert following.catch_up(noon) == 1
    assert CadenceRun.objects.get().because in ("closed", "converted")
    assert not Task.objects.open().exists()
    assert following.catch_up(noon) == 0


def test_a_logged_call_is_the_step_and_its_undo_takes_the_next_back(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, noon: datetime
) -> None:
    lead = make_lead()
    cadences.start([lead], cadence, by=cast.mara, now=noon)
    again = noon + timedelta(days=7)
    logged = log_call(lead, "call_again", by=cast.mara, now=noon, call_at=again)
    assert CadenceRun.objects.get().place == 2
    undo_call(logged, by=cast.mara)
    assert CadenceRun.objects.get().place == 1
    assert due() == ("First call", noon.date())


def test_a_dead_end_stops_it_at_once(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, noon: datetime
) -> None:
    lead = make_lead()
    cadences.start([lead], cadence, by=cast.mara, now=noon)
    log_call(lead, "dead_end", by=cast.mara, now=noon, reason="A student")
    assert (CadenceRun.objects.get().state, Task.objects.open().count()) == ("stopped", 0)


def test_a_step_that_was_not_done_after_all(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, noon: datetime
) -> None:
    cadences.start([make_lead()], cadence, by=cast.mara, now=noon)
    task = Task.objects.open().get()
    tasks.complete([task], by=cast.mara, now=noon)
    tasks.reopen([task], by=cast.mara, now=noon)
    assert due() == ("First call", noon.date())
    assert CadenceRun.objects.get().place == 1


def test_while_a_queue_has_the_lead_whoever_started_does_the_steps(
    cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence, noon: datetime
) -> None:
    cadences.start([make_lead(owner=cast.queue)], cadence, by=cast.owen, now=noon)
    assert Task.objects.get().owner_id == cast.owen.pk


def test_refusals(cast: SimpleNamespace, make_lead: MakeLead, cadence: Cadence) -> None:
    with pytest.raises(Refused, match="not change it"):
        cadences.start([make_lead()], cadence, by=cast.rhea)
    cadence.is_active = False
    with pytest.raises(Refused, match="not in use"):
        cadences.start([make_lead()], cadence, by=cast.mara)
    run = CadenceRun(cadence=cadence, lead=make_lead(), state="finished")
    with pytest.raises(Refused, match="cannot go on"):
        cadences.resume(run, by=cast.mara)
