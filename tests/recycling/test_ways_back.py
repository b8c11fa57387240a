"""Whoever came to nothing has a date, an owner and a reason, and comes back by the right way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.nurture.models import Enrolment, Program, Step
from headwater.qualify.models import LoggedCall
from headwater.records import trail
from headwater.records.models import EmailMessage, Handoff, Lead, Notification, Task
from headwater.recycling import finding, hourly, planning
from headwater.recycling.models import RecycleRule, WayBack

MakeLead = Callable[..., Lead]
CLOSED, NURTURING = "Closed - Not Converted", "Nurturing"


@pytest.fixture(autouse=True)
def no_rules(db: None) -> None:
    """Each test says its own."""
    RecycleRule.objects.all().delete()


@pytest.fixture
def program(cast: SimpleNamespace) -> Program:
    program = Program.objects.create(name="Warm again", is_active=True)
    Step.objects.create(program=program, key="a", place=1, kind="wait", amount=3)
    return program


@pytest.fixture
def closed(make_lead: MakeLead, noon: datetime) -> MakeLead:
    def make(**values: Any) -> Lead:
        return make_lead(
            **{"status": CLOSED, "is_closed": True, "closed_reason": "No budget",
               "email": "tom@harbor.example", "status_changed_at": noon, **values}
        )  # fmt: skip

    return make


def rule(kind: str, way: str, **values: Any) -> RecycleRule:
    return RecycleRule.objects.create(
        **{"name": f"{kind} {way}", "kind": kind, "way": way, "after_days": 90, **values}
    )


def test_an_unqualified_lead_is_in_the_right_program_after_its_time(
    cast: SimpleNamespace, closed: MakeLead, program: Program, noon: datetime
) -> None:
    rule("unqualified", "stays", reasons=["Spam"], words="Nothing will change that.")
    rule("unqualified", "program", program=program, status=NURTURING, sort_order=1)
    lead, spam = closed(), closed(closed_reason="Spam")
    assert hourly.run(noon) == 0
    way, stays = WayBack.objects.get(lead=lead), WayBack.objects.get(lead=spam)
    assert (way.due_at, way.owner_id, way.reason) == (
        noon + timedelta(days=90), cast.mara.pk, "Closed: No budget")  # fmt: skip
    assert (stays.state, stays.words) == ("stays", "Nothing will change that.")
    assert hourly.run(noon + timedelta(days=89)) == 0
    assert hourly.run(noon + timedelta(days=90, hours=1)) == 1
    assert hourly.run(noon + timedelta(days=90, hours=2)) == 0
    lead.refresh_from_db()
    spam.refresh_from_db()
    assert (lead.status, lead.is_closed, lead.closed_reason) == (NURTURING, False, "")
    assert spam.is_closed and Enrolment.objects.running().get().lead == lead
    way.refresh_from_db()
    assert (way.state, way.words) == ("back", "In “Warm again”")
    assert {"lead.return_planned", "lead.status_changed", "program.enrolled", "lead.recycled"} <= {
        entry.event for entry in trail.about(lead)
    }


def test_a_rejected_lead_goes_to_the_queue_unless_somebody_has_moved_it(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    rule("rejected", "owner", owner=cast.queue, reasons=["Not ready"], after_days=30)
    leads = [make_lead(status=NURTURING, status_changed_at=noon) for _ in range(3)]
    for lead, reason in zip(leads, ("Not ready", "Not ready", "Wrong market"), strict=True):
        Handoff.objects.create(
            lead=lead, stage="rejected", reason=reason, offered_to=cast.mara, decided_at=noon
        )
    assert hourly.run(noon + timedelta(days=1)) == 0
    Lead.objects.filter(pk=leads[1].pk).update(status_changed_at=noon + timedelta(days=2))
    assert hourly.run(noon + timedelta(days=31)) == 1
    assert [Lead.objects.get(pk=lead.pk).owner_id for lead in leads] == [
        cast.queue.pk, cast.mara.pk, cast.mara.pk]  # fmt: skip
    assert WayBack.objects.get(lead=leads[1]).state == "dropped"
    assert [lead.pk for rows in finding.left_out(cast.ada) for lead in rows] == [leads[2].pk]


def mailed(lead: Lead, count: int, at: datetime) -> None:
    for number in range(count):
        EmailMessage.objects.create(
            lead=lead, key=f"{lead.pk}:{number}:{at}", state="sent", subject="Hello",
            sent_at=at + timedelta(days=number),
        )  # fmt: skip


def test_who_answers_no_mail_is_called(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    rule("mails", "call", attempts=3, after_days=3)
    silent, answers, few, mute = (
        make_lead(phone=number) for number in ("+1 650 253 0000", "+1 2", "+1 3", "")
    )
    for lead, count in ((silent, 3), (answers, 3), (few, 2), (mute, 3)):
        mailed(lead, count, noon)
    reply = EmailMessage.objects.create(lead=answers, key="r", is_incoming=True, state="received")
    EmailMessage.objects.filter(pk=reply.pk).update(created_at=noon + timedelta(days=3))
    later = noon + timedelta(days=6)
    assert hourly.run(later) == 2
    call, decision = Task.objects.order_by("pk")
    assert (call.lead, call.task_subtype, call.owner_id) == (silent, "Call", cast.mara.pk)
    assert call.subject == "Call Okafor: 3 mails without an answer"
    assert decision.subject.startswith("Decide what comes next for Okafor")
    assert Notification.objects.filter(user=cast.mara, text__startswith="Okafor is back").exists()
    Task.objects.update(is_closed=True)
    assert hourly.run(later + timedelta(days=30)) == 0  # the same silence is told once


def test_who_is_never_reached_by_phone_is_written_to(
    cast: SimpleNamespace, make_lead: MakeLead, program: Program, noon: datetime
) -> None:
    rule("calls", "program", program=program, attempts=2, after_days=14)
    silent, no_mail = make_lead(email="t@harbor.example"), make_lead(phone="+1 650 253 0000")
    for lead in (silent, no_mail):
        for day in (0, 1):
            LoggedCall.objects.create(
                lead=lead, outcome="call_again", is_reached=False, at=noon + timedelta(days=day),
                by=cast.mara,
            )  # fmt: skip
    assert hourly.run(noon + timedelta(days=16)) == 2
    assert Enrolment.objects.get().lead == silent
    assert Task.objects.get().lead == no_mail
    assert WayBack.objects.get(lead=no_mail).words == "No mail may go to them: a call for Mara Lind"


def test_a_program_that_stopped_leaves_the_decision_to_the_owner(
    cast: SimpleNamespace, closed: MakeLead, program: Program, noon: datetime
) -> None:
    rule("unqualified", "program", program=program, status=NURTURING)
    lead = closed()
    planning.plan(noon)
    Program.objects.update(is_active=False)
    assert hourly.run(noon + timedelta(days=91)) == 1
    assert "is not running" in WayBack.objects.get(lead=lead).words
    assert Task.objects.get().subject.startswith("Decide")


def test_whom_somebody_has_a_plan_for_waits_and_a_backlog_is_spread(
    cast: SimpleNamespace, closed: MakeLead, noon: datetime
) -> None:
    rule("unqualified", "owner", status=NURTURING, after_days=10)
    planned = closed()
    Task.objects.create(lead=planned, owner=cast.mara, due_on=(noon + timedelta(days=20)).date())
    old = [closed(status_changed_at=noon - timedelta(days=400)) for _ in range(4)]
    planning.plan(noon)
    days = {way.due_at for way in WayBack.objects.filter(lead__in=old)}
    assert len(days) == 4 and max(days) < noon + timedelta(days=30)
    hourly.run(noon + timedelta(days=12))
    assert WayBack.objects.get(lead=planned).state == "waiting"
    assert hourly.run(noon + timedelta(days=31)) >= 1


def test_what_cannot_be_read_stops_nobody_else(
    closed: MakeLead, noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    rule("unqualified", "owner", name="Broken", criteria="Gone__c = 'x'")
    rule("unqualified", "owner", status=NURTURING, sort_order=2)
    closed()
    assert planning.plan(noon) == 1
    assert "Broken" in caplog.text


def test_as_many_queries_for_two_as_for_twenty(
    cast: SimpleNamespace, closed: MakeLead, program: Program, noon: datetime
) -> None:
    rule("unqualified", "program", program=program, status=NURTURING, after_days=1)
    counts = []
    for size in (1, 2, 20):  # the first reads what is then kept in memory
        for number in range(size):
            closed(email=f"t{number}@harbor{size}.example")
        with CaptureQueriesContext(connection) as planned:
            planning.plan(noon)
        with CaptureQueriesContext(connection) as back:
            assert hourly.run(noon + timedelta(days=2)) == size
        counts.append((len(planned), len(back)))
    assert counts[1] == counts[2]
