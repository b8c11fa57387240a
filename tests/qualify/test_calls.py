"""The first call: three outcomes, each one deed, each taken back as a whole."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.forms.models import model_to_dict

from headwater.qualify import tasks
from headwater.qualify.calls import log_call
from headwater.qualify.undo_call import undo_call
from headwater.records import trail, writing
from headwater.records.models import Clock, Lead, LeadStatus, Task, TrailEntry
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]


def with_clock(lead: Lead, noon: datetime) -> Clock:
    clock: Clock = Clock.objects.create(
        lead=lead, policy="Web leads", minutes=5, started_at=noon,
        due_at=noon + timedelta(minutes=5), owner_id=lead.owner_id,
    )  # fmt: skip
    return clock


def row(lead: Lead) -> dict[str, Any]:
    return Lead.objects.filter(pk=lead.pk).values().get()


def test_a_dead_end_closes_the_lead_with_its_reason(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    clock = with_clock(lead, noon)
    at = noon + timedelta(minutes=3)
    logged = log_call(lead, "dead_end", by=cast.mara, reason="Not a fit", note="Student", now=at)
    lead.refresh_from_db()
    assert (lead.status, lead.is_closed) == ("Closed - Not Converted", True)
    assert (lead.closed_reason, lead.first_touched_at) == ("Not a fit", at)
    assert (lead.is_unread_by_owner, lead.last_activity_on) == (False, at.date())
    clock.refresh_from_db()
    assert (clock.stopped_at, clock.stopped_because) == (at, "Call: dead end")
    call = logged.task
    assert call and (call.is_closed, call.task_subtype) == (True, "Call")
    assert (call.lead_id, call.description) == (lead.pk, "Student")
    events = list(trail.about(lead).order_by("id").values_list("event", flat=True))
    assert events == ["clock.stopped", "lead.status_changed", "call.logged"]


def test_call_again_leaves_a_follow_up_with_a_reminder(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    cast.mara.time_zone = "America/New_York"
    lead = make_lead()
    logged = log_call(lead, "call_again", by=cast.mara, call_on=date(2026, 3, 12), now=noon)
    follow_up = logged.follow_up
    assert lead.status == "Working - Contacted"
    assert follow_up and follow_up.due_on == date(2026, 3, 12)
    assert follow_up.owner_id == cast.mara.pk
    assert follow_up.remind_at == datetime(2026, 3, 12, 13, 0, tzinfo=UTC)  # nine in New York
    at = noon + timedelta(hours=2)
    timed = log_call(make_lead(), "call_again", by=cast.mara, call_at=at, now=noon).follow_up
    assert timed and (timed.due_at, timed.remind_at) == (at, at)


def test_a_clear_opportunity_says_that_convert_comes_next(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    plain, known = make_lead(), make_lead(need="Cold chain", timeline="Spring")
    assert log_call(plain, "clear_opportunity", by=cast.mara, now=noon).converts_next
    log_call(known, "clear_opportunity", by=cast.mara, now=noon)
    assert (plain.status, known.status) == ("Working - Contacted", "Qualified")


@pytest.mark.parametrize("status", ["Nurturing", "Qualified"])
def test_a_lead_never_falls_back(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, status: str
) -> None:
    lead = make_lead(status=status)
    log_call(lead, "call_again", by=cast.mara, call_on=date(2026, 3, 12), now=noon)
    assert lead.status == status


def test_calling_a_closed_lead_again_opens_it(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead(status="Closed - Not Converted", is_closed=True, closed_reason="No budget")
    log_call(lead, "call_again", by=cast.mara, call_on=date(2026, 3, 12), now=noon)
    assert (lead.status, lead.is_closed, lead.closed_reason) == ("Working - Contacted", False, "")


@pytest.mark.parametrize(
    "said",
    [
        {"outcome": "dead_end", "reason": "Not a fit", "note": "Student"},
        {"outcome": "call_again", "call_on": date(2026, 3, 20)},
        {"outcome": "clear_opportunity", "values": {"need": "Cold", "timeline": "May"}},
        {"outcome": "clear_opportunity", "note": "Wants a quote"},
    ],
)
def test_undo_leaves_every_row_as_it_was(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, said: dict[str, Any]
) -> None:
    lead = make_lead(snoozed_until=noon, custom={"Roof__c": "metal"}, modified_by=cast.owen)
    clock = with_clock(lead, noon)
    before, clock_before = row(lead), model_to_dict(clock)
    logged = log_call(lead, by=cast.mara, now=noon + timedelta(minutes=2), **said)
    assert row(lead) != before
    undo_call(logged, by=cast.mara)
    clock.refresh_from_db()
    assert row(lead) == before
    assert model_to_dict(clock) == clock_before
    assert not Task.objects.exists()
    assert logged.is_undone and logged.undone_by == cast.mara
    assert TrailEntry.objects.filter(event="call.undone").exists()
    with pytest.raises(Refused, match="undone already"):
        undo_call(logged, by=cast.mara)


def test_undo_asks_who_built_on_the_call(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    logged = log_call(lead, "call_again", by=cast.mara, call_on=date(2026, 3, 20), now=noon)
    writing.change([lead], {"phone": "555-0100"}, by=cast.mara)  # not what the call changed
    assert logged.follow_up
    tasks.postpone(logged.follow_up, by=cast.mara, due_on=date(2026, 3, 30))
    with pytest.raises(Refused, match="follow-up was changed"):
        undo_call(logged, by=cast.mara)
    second = log_call(lead, "dead_end", by=cast.owen, reason="Spam", now=noon + timedelta(hours=1))
    with pytest.raises(Refused, match="Another call was logged"):
        undo_call(logged, by=cast.mara)
    writing.change([lead], {"closed_reason": "Not a fit"}, by=cast.mara)
    with pytest.raises(Refused, match="Closed reason was changed"):
        undo_call(second, by=cast.mara)


def test_undo_keeps_the_first_promise_when_they_asked_again(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    old = with_clock(lead, noon)
    logged = log_call(lead, "clear_opportunity", by=cast.mara, now=noon)
    with_clock(lead, noon + timedelta(hours=1))
    undo_call(logged, by=cast.mara)
    assert list(Clock.objects.running()) == [old]


@pytest.mark.parametrize(
    ("outcome", "said", "message"),
    [
        ("dead_end", {}, "Say why"),
        ("call_again", {}, "Say when"),
        ("call_again", {"call_on": date(2026, 3, 10)}, "still to come"),
        ("call_again", {"call_at": datetime(2026, 3, 11, 11, tzinfo=UTC)}, "still to come"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(
    cast: SimpleNamespace, make_lead: MakeLead, outcome: str, said: dict[str, Any], message: str
) -> None:
    noon = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)
    lead = make_lead()
    with pytest.raises(Refused, match=message):
        log_call(lead, outcome, by=cast.mara, now=noon, **said)
    assert not Task.objects.exists() and not TrailEntry.objects.exists()


def test_converted_leads_and_readers_are_refused(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    with pytest.raises(Refused, match="on the contact"):
        log_call(make_lead(is_converted=True), "clear_opportunity", by=cast.mara, now=noon)
    with pytest.raises(Refused, match="not change it"):
        log_call(make_lead(), "clear_opportunity", by=cast.rhea, now=noon)


def test_a_status_may_ask_for_more_and_the_whole_call_waits_for_it(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    LeadStatus.objects.filter(name="Working - Contacted").update(required_fields=["phone"])
    lead = make_lead()
    when = date(2026, 3, 20)
    with pytest.raises(Refused, match="Phone is needed"):
        log_call(lead, "call_again", by=cast.mara, now=noon, call_on=when)
    assert not Task.objects.exists()
    values = {"phone": "555-0101"}
    log_call(lead, "call_again", by=cast.mara, now=noon, call_on=when, values=values)
    assert (lead.phone, lead.status) == ("555-0101", "Working - Contacted")


def test_a_planned_call_is_done_when_the_call_is_made(
    cast: SimpleNamespace, make_lead: Callable[..., Lead], noon: datetime
) -> None:
    lead = make_lead()
    today = tasks.add(
        lead, subject="Call", by=cast.mara, due_on=noon.date(), subtype="Call", now=noon
    )
    later = tasks.add(
        lead, subject="Call", by=cast.mara, due_on=noon.date() + timedelta(days=9), subtype="Call",
        now=noon,
    )  # fmt: skip
    before = list(Task.objects.order_by("pk").values())
    logged = log_call(lead, "clear_opportunity", by=cast.mara, now=noon)
    today.refresh_from_db()
    later.refresh_from_db()
    assert (today.is_closed, later.is_closed) == (True, False)
    undo_call(logged, by=cast.mara)
    assert list(Task.objects.order_by("pk").values()) == before
    log_call(lead, "dead_end", by=cast.mara, now=noon, reason="Not a fit")
    assert not Task.objects.open().filter(lead=lead).exists()
