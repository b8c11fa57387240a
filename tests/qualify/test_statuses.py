"""The status path: moves, what they ask for, and the time spent in each step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.qualify.bant import known_about, missing_for_conversion
from headwater.qualify.path import path
from headwater.qualify.statuses import move, move_all
from headwater.records import stages, trail
from headwater.records.models import Clock, Lead
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]


def test_a_move_is_told_with_before_and_after(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    values = {"need": "Cold storage", "timeline": "June"}
    move(lead, "Qualified", by=cast.mara, values=values, now=noon)
    lead.refresh_from_db()
    assert (lead.status, lead.need, lead.status_changed_at) == ("Qualified", "Cold storage", noon)
    entry = trail.about(lead).get()
    assert entry.event == "lead.status_changed" and entry.by == cast.mara
    assert entry.changes["status"] == ["Open - Not Contacted", "Qualified"]
    assert lead.first_touched_at == noon


def test_every_missing_field_is_named(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    lead = make_lead()
    with pytest.raises(Refused) as refused:
        move(lead, "Qualified", by=cast.mara)
    assert [problem.field for problem in refused.value.problems] == ["Need", "Timeline"]
    with pytest.raises(Refused, match="Closed Reason is needed"):
        move(lead, "Closed - Not Converted", by=cast.mara)
    with pytest.raises(Refused, match="Convert"):
        move(lead, "Closed - Converted", by=cast.mara)
    with pytest.raises(Refused, match="no status"):
        move(lead, "Somewhere", by=cast.mara)
    with pytest.raises(Refused, match="converted already"):
        move(make_lead(is_converted=True), "Nurturing", by=cast.mara)
    with pytest.raises(Refused, match="not change it"):
        move(lead, "Nurturing", by=cast.rhea)


def test_a_bulk_move_goes_on_past_those_that_cannot(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    ready, bare = make_lead(need="Cold", timeline="June"), make_lead()
    moved = move_all([ready, bare], "Qualified", by=cast.mara, now=noon)
    assert moved.leads == [ready] and list(moved.refused) == [bare.pk]
    assert Lead.objects.get(pk=bare.pk).status == "Open - Not Contacted"


@pytest.mark.parametrize("count", [2, 40])
def test_a_bulk_move_costs_the_same_for_two_and_for_forty(
    cast: SimpleNamespace, make_lead: MakeLead, django_assert_num_queries: Callable[..., object],
    count: int,
) -> None:  # fmt: skip
    leads = [make_lead() for _ in range(count)]
    stages.known()
    with django_assert_num_queries(11):  # type: ignore[attr-defined]
        move_all(leads, "Nurturing", by=cast.mara)


def test_a_move_by_a_person_stops_the_clock(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    Clock.objects.create(
        lead=lead, policy="Web leads", minutes=5, started_at=noon, due_at=noon, owner=cast.mara
    )
    move(lead, "Nurturing", by=cast.mara, now=noon)
    assert Clock.objects.get().stopped_because == "Status Nurturing"


def test_the_path_tells_the_time_in_each_status(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    lead = make_lead(created_at=noon)
    move(lead, "Working - Contacted", by=cast.mara, now=noon + timedelta(minutes=9))
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        steps = {step.name: step for step in path(lead, now=noon + timedelta(minutes=11))}
    assert steps["Open - Not Contacted"].spent == timedelta(minutes=9)
    assert steps["Open - Not Contacted"].is_past
    assert steps["Working - Contacted"].is_current
    assert steps["Working - Contacted"].spent == timedelta(minutes=2)
    assert steps["Qualified"].spent is None and not steps["Qualified"].is_past
    assert [field.name for field in steps["Qualified"].missing] == ["Need", "Timeline"]


def test_budget_authority_need_timeline(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    lead = make_lead(need="Cold storage")
    assert [(field.name, text) for field, text in known_about(lead)] == [
        ("Budget", ""), ("Authority", ""), ("Need", "Cold storage"), ("Timeline", ""),
    ]  # fmt: skip
    assert [field.name for field in missing_for_conversion(lead)] == ["Timeline"]
