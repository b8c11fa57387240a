"""A run converts a list: tried out, started, stopped, gone on with after a crash, taken back."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater import jobs
from headwater.converting import carrying_out, deeds, runs
from headwater.converting.how import Deal, How, Unmet
from headwater.people.standing import moment
from headwater.records import writing
from headwater.records.models import (
    Account,
    Contact,
    Conversion,
    ConversionRun,
    ConversionRunRow,
    Lead,
    Opportunity,
)
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]
State = ConversionRun.State


def rows_of(run: ConversionRun) -> list[ConversionRunRow]:
    return list(ConversionRunRow.objects.filter(run=run).order_by("number"))


def counts() -> list[int]:
    return [model.objects.count() for model in (Account, Contact, Opportunity)]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows a chunk, so that six leads are three."""
    from headwater.converting import rows

    monkeypatch.setattr(rows, "CHUNK", 2)
    monkeypatch.setattr(carrying_out, "CHUNK", 2)


def test_a_list_is_tried_out_converted_and_taken_back(
    cast: SimpleNamespace, harbor: SimpleNamespace, listed: list[Lead], small: None
) -> None:
    before = counts()
    run = runs.prepare([each.pk for each in listed], how=How(), by=cast.mara, name="All open")
    assert (run.state, run.wanted_count, counts()) == (State.WAITING, 6, before)
    planned = [row.planned for row in rows_of(run)]
    assert planned == ["joined", "joined", "made", "joined", "joined", "made"]
    assert run.totals == {"planned": {"joined": 4, "made": 2}}

    run = runs.begin(run, by=cast.mara)
    rows = rows_of(run)
    assert (run.state, run.converted_count, run.refused_count) == (State.DONE, 6, 0)
    assert [row.outcome for row in rows] == planned
    assert counts() == [before[0] + 2, before[1] + 4, before[2] + 2]
    made = [Conversion.objects.get(pk=row.conversion_id or 0) for row in rows]
    assert {each.run_id for each in made} == {run.pk}
    assert made[2].account_id == made[3].account_id == made[4].account_id
    assert made[2].contact_id == made[4].contact_id
    assert made[2].opportunity_id == made[4].opportunity_id
    assert made[0].opportunity_id == made[1].opportunity_id == harbor.deal.pk

    run = runs.begin_undo(run, by=cast.mara)
    assert (run.state, run.totals["undone"]) == (State.UNDONE, {"gone": 6})
    assert counts() == before
    assert Lead.objects.filter(is_converted=True).count() == 0
    assert run.undone_at


def test_what_was_touched_stays_until_it_is_to_go_all_the_same(
    cast: SimpleNamespace, listed: list[Lead], small: None
) -> None:
    run = runs.start([each.pk for each in listed], how=How(), by=cast.mara)
    una = Lead.objects.get(pk=listed[-1].pk)
    contact = Contact.objects.get(pk=una.converted_contact_id or 0)
    writing.change([contact], {"title": "Founder"}, by=cast.mara)
    run = runs.begin_undo(run, by=cast.mara)
    assert run.totals["undone"] == {"gone": 5, "stays": 1}
    (stays,) = ConversionRunRow.objects.filter(run=run, undone="stays")
    assert stays.lead_id == una.pk
    assert "Title changed" in stays.words
    run = runs.begin_undo(run, by=cast.mara, even_touched=True)
    assert (run.state, run.totals["undone"]) == (State.UNDONE, {"gone": 6})
    with pytest.raises(Refused, match="may only read"):
        runs.begin_undo(run, by=cast.rhea)


def test_what_is_to_stay_when_the_rest_is_undone(cast: SimpleNamespace, listed: list[Lead]) -> None:
    before = counts()
    run = runs.start([listed[-1].pk], how=How(), by=cast.mara)
    runs.begin_undo(run, by=cast.mara, keep=["Contact"])
    assert counts() == [before[0] + 1, before[1] + 1, before[2]]


def test_refused_and_skipped_rows_say_why_and_leave_the_others_alone(
    cast: SimpleNamespace, lead: MakeLead
) -> None:
    leads = [lead("Ana", "Vega", "A1"), lead("Ben", "Okoro", "B2"), lead("Kim", "Berg", "C3")]
    run = runs.prepare([each.pk for each in leads], how=How(), by=cast.mara)
    Lead.objects.filter(pk=leads[0].pk).update(owner=cast.otto)
    deeds.convert(leads[1], by=cast.mara)
    run = runs.begin(run, by=cast.mara)
    assert [(row.outcome, row.words) for row in rows_of(run)] == [
        ("refused", "It is gone, or not yours to convert."),
        ("skipped", "It is converted already."),
        ("made", ""),
    ]
    assert (run.converted_count, run.refused_count, run.state) == (1, 1, State.DONE)


def test_what_the_core_refuses_is_told(
    cast: SimpleNamespace, lead: MakeLead, monkeypatch: pytest.MonkeyPatch
) -> None:
    from headwater.converting import finding  # nothing is found: the core has to say so itself

    gone = Contact(pk=99_999_999, last_name="Gone")
    part = finding.Part("join", gone.pk, "Gone", "", gone)
    monkeypatch.setattr(finding, "contact", lambda lead, found: (part, ""))
    run = runs.start([lead("Ana", "Vega", "A1").pk], how=How(), by=cast.mara)
    (row,) = rows_of(run)
    assert (row.outcome, row.parts) == ("refused", {})
    assert "gone or not yours" in row.words


def test_a_crash_between_chunks_and_within_one_converts_nobody_twice(
    cast: SimpleNamespace, listed: list[Lead], small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = deeds.convert_many, []

    def crashing(wanted: Any, **how: Any) -> Any:
        calls.append(len(wanted))
        done = real(wanted, **how)
        if len(calls) == 2:
            raise KeyboardInterrupt  # the process is gone, and its transaction with it
        return done

    monkeypatch.setattr(deeds, "convert_many", crashing)
    with pytest.raises(KeyboardInterrupt):
        runs.start([each.pk for each in listed], how=How(), by=cast.mara)
    run = ConversionRun.objects.get()
    assert (run.state, run.done_count, Conversion.objects.count()) == (State.RUNNING, 2, 2)
    runs.resume_all(0)
    run.refresh_from_db()
    assert (run.state, run.done_count, run.totals["outcome"]) == (
        State.DONE, 6, {"joined": 4, "made": 2},
    )  # fmt: skip
    assert Conversion.objects.count() == 6


def test_one_row_that_stumbles_leaves_the_chunk_alone(
    cast: SimpleNamespace, listed: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = deeds.convert_many

    def stumbling(wanted: Any, **how: Any) -> Any:
        if any(lead.pk == listed[5].pk for lead, _ in wanted):
            raise ZeroDivisionError
        return real(wanted, **how)

    monkeypatch.setattr(deeds, "convert_many", stumbling)
    run = runs.start([each.pk for each in listed], how=How(), by=cast.mara)
    assert [row.outcome for row in rows_of(run)][4:] == ["joined", "refused"]
    assert rows_of(run)[5].words.startswith("Something went wrong")
    assert (run.state, run.converted_count) == (State.DONE, 5)


def test_two_who_waited_for_each_other_try_again(
    cast: SimpleNamespace, listed: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = deeds.convert_many, []

    def waiting(wanted: Any, **how: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("deadlock detected")
        return real(wanted, **how)

    monkeypatch.setattr(deeds, "convert_many", waiting)
    run = runs.start([each.pk for each in listed], how=How(), by=cast.mara)
    assert (run.converted_count, len(calls)) == (6, 2)


def test_stopped_it_stays_where_it_is_and_goes_on_behind_it(
    cast: SimpleNamespace, listed: list[Lead], small: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = deeds.convert_many

    def stopping(wanted: Any, **how: Any) -> Any:
        ConversionRun.objects.filter(pk=how["run"].pk).update(state=State.STOPPED)
        return real(wanted, **how)

    monkeypatch.setattr(deeds, "convert_many", stopping)
    run = runs.start([each.pk for each in listed], how=How(), by=cast.mara)
    assert (run.state, run.done_count, run.converted_count) == (State.STOPPED, 2, 2)
    monkeypatch.setattr(deeds, "convert_many", real)
    with pytest.raises(Refused, match="cannot be stopped now: it is stopped"):
        runs.stop(run, by=cast.mara)
    run = runs.begin(run, by=cast.mara)
    assert (run.state, run.done_count, Conversion.objects.count()) == (State.DONE, 6, 6)


def test_other_choices_are_tried_anew(
    cast: SimpleNamespace, harbor: SimpleNamespace, listed: list[Lead]
) -> None:
    run = runs.prepare([each.pk for each in listed], how=How(), by=cast.mara)
    how = How(deal=Deal.NONE, no_deal_reason="Nurture")
    run = runs.choose(run, how, by=cast.mara)
    assert (run.trial, How.of(run.how)) == (2, how)
    assert {row.parts["Opportunity"][0] for row in rows_of(run)} == {"none"}
    assert ConversionRunRow.objects.tried(run).count() == 6
    with pytest.raises(Refused, match="may not convert leads that do not meet"):
        runs.choose(run, How(unmet=Unmet.OVERRIDE, override_reason="x"), by=cast.mara)
    run = runs.begin(run, by=cast.mara)
    assert not Conversion.objects.filter(run=run).exclude(opportunity=None).exists()
    with pytest.raises(Refused, match="cannot be tried out now: it is done"):
        runs.choose(run, how, by=cast.mara)


def test_many_are_a_job_for_a_worker(
    cast: SimpleNamespace, lead: MakeLead, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(jobs, "enqueue", lambda task, run_id: asked.append(run_id))
    monkeypatch.setattr(runs, "FEW", 1)
    for number in range(3):
        lead("Ana", f"Vega{number}", f"Firm {number}")
    run = runs.start("Company LIKE 'Firm%'", how=How(), by=cast.mara, kind="rule")
    assert (asked, run.state, run.criteria) == ([run.pk], State.RUNNING, "Company LIKE 'Firm%'")
    runs.run_job(run.pk)
    run.refresh_from_db()
    assert (run.state, run.converted_count) == (State.DONE, 3)


def test_only_what_one_may_see_is_listed_and_nothing_is_no_run(
    cast: SimpleNamespace, listed: list[Lead], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [each.pk for each in listed]
    with pytest.raises(Refused, match="no lead to convert"):
        runs.prepare(keys, how=How(), by=cast.otto)
    with pytest.raises(Refused, match="not change them"):
        runs.prepare(keys, how=How(), by=cast.rhea)
    monkeypatch.setattr(runs, "MOST", 3)
    with pytest.raises(Refused, match="At most 3 leads"):
        runs.prepare(keys, how=How(), by=cast.mara)
    assert not ConversionRun.objects.exists()


def test_what_nobody_started_is_forgotten(cast: SimpleNamespace, listed: list[Lead]) -> None:
    old = runs.prepare([listed[0].pk], how=How(), by=cast.mara)
    kept = runs.start([listed[1].pk], how=How(), by=cast.mara)
    ConversionRun.objects.update(at=timezone.now() - runs.FORGOTTEN - timedelta(days=1))
    runs.resume_all(0)
    assert list(ConversionRun.objects.all()) == [kept]
    assert not ConversionRunRow.objects.filter(run_id=old.pk).exists()


def test_a_chunk_costs_the_same_for_twenty_and_for_two_hundred(
    cast: SimpleNamespace, lead: MakeLead, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "FEW", 1000)
    leads = [lead(f"Kim{n}", "Vo", f"Firm{n}", f"firm{n}.example.org") for n in range(240)]
    runs.start([each.pk for each in leads[:20]], how=How(), by=cast.mara)
    numbers = []
    for some in (leads[20:40], leads[40:]):
        with moment(), CaptureQueriesContext(connection) as captured:
            run = runs.start([each.pk for each in some], how=How(), by=cast.mara)
        # Own fields are asked for again after a while, whatever happens.
        numbers.append(len([q for q in captured if "catalog_customfield" not in q["sql"]]))
        assert run.converted_count == len(some)
    assert numbers[0] == numbers[1]
