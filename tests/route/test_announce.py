"""The end of the journey: submissions are settled, owners are told once, open pages hear of it."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.people.models import Organization, Owner
from headwater.records.draft import Batch, Draft
from headwater.records.models import Lead, Notification, Submission
from headwater.records.problem import Problem
from headwater.records.submission import State
from headwater.route.announce import announce, send_news
from tests.steps import take

MakeLead = Callable[..., Lead]


def test_each_submission_is_settled_and_each_owner_told(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    new, again = make_lead(), make_lead(owner=cast.otto, company="")
    queued = make_lead(owner=cast.queue)
    drafts = [draft(new), draft(again, State.MERGED), draft(queued), draft(None, State.WAITING)]
    rejected = draft(None, State.WAITING)
    rejected.fail(Problem("LastName", "REQUIRED_FIELD_MISSING", "Last Name is needed. " * 90))
    take(announce, arriving(*drafts, rejected))
    states = Submission.objects.order_by("pk").values_list("state", "lead_id")
    assert list(states) == [
        ("created", new.pk), ("merged", again.pk), ("created", queued.pk), ("waiting", None),
        ("rejected", None),
    ]  # fmt: skip
    assert Submission.objects.get(state="waiting").settled_at is None
    assert len(Submission.objects.get(state="rejected").reason) == 1000
    told = Notification.objects.order_by("pk").values_list("user", "text", "url")
    assert list(told) == [
        (cast.mara.pk, "New lead: Okafor, Harbor Cold Storage", f"/leads/{new.pk}"),
        (cast.otto.pk, "Asked again: Okafor", f"/leads/{again.pk}"),
    ]


def test_the_same_is_told_once_and_nobody_is_told_of_their_own(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    lead = make_lead()
    for _ in range(2):
        take(announce, arriving(draft(lead)))
    take(announce, arriving(draft(make_lead(owner=cast.owen)), by=cast.owen))
    assert Notification.objects.count() == 1


def test_history_is_not_news(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    take(announce, arriving(draft(make_lead()), is_history=True))
    assert not Notification.objects.exists()
    assert Submission.objects.get().state == State.CREATED


def test_many_take_as_many_queries_as_one(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    counts = []
    for size in (2, 1, 4):  # the first one also reads what is kept in memory
        batch = arriving(*[draft(make_lead()) for _ in range(size)])
        with CaptureQueriesContext(connection) as captured:
            take(announce, batch)
        counts.append(len(captured))
    assert counts[1] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_open_pages_hear_of_it_with_the_commit() -> None:
    lead = Lead.objects.create(last_name="Berg", owner=Owner.objects.get())
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as line:
        line.execute("LISTEN headwater_live")
        send_news([lead])
        notice = next(line.notifies(timeout=5, stop_after=1))
    assert json.loads(notice.payload) == {"owner": lead.owner_id, "what": "lead", "id": lead.pk}


def draft(lead: Lead | None, outcome: State = State.CREATED) -> Draft:
    submission = Submission.objects.create(door="form", payload={})
    return Draft({}, submission=submission, lead=lead, outcome=outcome)


def arriving(*drafts: Draft, **settings: Any) -> Batch:
    return Batch(list(drafts), "form", datetime.now(UTC), Organization.current(), **settings)


def test_who_gets_many_at_once_is_told_in_one_line(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    leads = [make_lead(owner=cast.mara) for _ in range(6)]
    take(announce, arriving(*[draft(lead) for lead in leads], draft(make_lead(owner=cast.owen))))
    told = {line.user: line.text for line in Notification.objects.all()}
    assert told[cast.mara] == f"6 new leads, the first is {leads[0].name}"
    assert told[cast.owen].startswith("New lead: ")
