"""Statuses that change by themselves, and the moves that people may not make."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.qualify import self_moving
from headwater.qualify.calls import log_call
from headwater.qualify.statuses import move
from headwater.records import stages, trail
from headwater.records.models import Lead, LeadStatus
from headwater.records.problem import Refused
from headwater.records.stages import Event

MakeLead = Callable[..., Lead]
DAY = timedelta(days=1)
OPEN, WORKING, NURTURING = "Open - Not Contacted", "Working - Contacted", "Nurturing"


def setup(name: str, **values: object) -> None:
    LeadStatus.objects.filter(name=name).update(**values)


def test_a_call_that_reached_somebody_moves_the_lead_and_one_that_did_not_leaves_it(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    reached, missed = make_lead(), make_lead()
    log_call(reached, "call_again", by=cast.mara, call_at=noon + DAY, now=noon)
    logged = log_call(
        missed, "call_again", by=cast.mara, call_at=noon + DAY, now=noon, is_reached=False
    )
    assert (reached.status, missed.status) == (WORKING, OPEN)
    assert logged.task and not logged.is_reached
    assert logged.task.call_disposition == "Not reached"
    setup(OPEN, moves_when={Event.NOT_REACHED: NURTURING})
    log_call(missed, "call_again", by=cast.mara, call_at=noon + DAY, now=noon, is_reached=False)
    assert missed.status == NURTURING


def test_a_reply_moves_a_lead_without_counting_as_an_answer_of_ours(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead, other = make_lead(), make_lead(status=NURTURING)
    assert self_moving.on_event([lead, other], Event.REPLY, at=noon) == [lead]
    lead.refresh_from_db()
    assert lead.status == WORKING and lead.first_touched_at is None
    entry = trail.about(lead).get()
    assert entry.by is None and entry.because["words"] == "a reply arrived"


def test_a_status_that_asks_for_something_is_not_entered_by_itself(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    setup(OPEN, moves_when={Event.REPLY: "Qualified"})
    bare, told = make_lead(), make_lead(need="Cold", timeline="June")
    assert self_moving.on_event([bare, told], Event.REPLY) == [told]
    setup(OPEN, moves_when={Event.REPLY: "Closed - Converted"})
    assert not self_moving.on_event([bare, make_lead(is_converted=True)], Event.REPLY)


def test_people_go_only_where_setup_lets_them(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    setup(OPEN, allowed_next=[WORKING, NURTURING])
    lead = make_lead(need="Cold", timeline="June")
    with pytest.raises(Refused, match="goes to “Working - Contacted” or “Nurturing”") as refused:
        move(lead, "Qualified", by=cast.mara)
    assert refused.value.problems[0].code == "FIELD_CUSTOM_VALIDATION_EXCEPTION"
    with pytest.raises(Refused, match="not to “Closed - Not Converted”"):
        log_call(lead, "dead_end", by=cast.mara, reason="Not a fit")
    move(lead, WORKING, by=cast.mara)
    move(lead, "Qualified", by=cast.mara)


def test_a_clear_opportunity_goes_as_far_as_it_may(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    setup(OPEN, allowed_next=[WORKING])
    lead = make_lead(need="Cold", timeline="June")
    log_call(lead, "clear_opportunity", by=cast.mara)
    assert lead.status == WORKING


def test_what_happens_by_itself_is_never_refused_but_told(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    setup(OPEN, allowed_next=[WORKING])
    lead = make_lead()
    assert self_moving.put([lead], "Qualified", because={"words": "sales accepted"}) == [lead]
    assert trail.about(lead).get().because == {"words": "sales accepted"}


def test_a_renamed_status_is_renamed_where_others_name_it(cast: SimpleNamespace) -> None:
    setup(OPEN, allowed_next=[WORKING], moves_when={"reply": WORKING}, recycle_to=WORKING)
    stages.rename_status(WORKING, "Talking")
    first = LeadStatus.objects.get(name=OPEN)
    assert (first.allowed_next, first.moves_when, first.recycle_to) == (
        ["Talking"], {"reply": "Talking"}, "Talking",
    )  # fmt: skip
