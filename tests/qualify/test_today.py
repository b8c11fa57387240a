"""Today: the most urgent first, each person once, nothing of others."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.people.models import User
from headwater.qualify import tasks
from headwater.qualify.today import span, today
from headwater.qualify.today_item import Urgency
from headwater.records.models import Account, Clock, Contact, EmailMessage, Lead

MakeLead = Callable[..., Lead]
PARTS = [
    {"rule": 1, "name": "Asked for a quote", "points": 60},
    {"rule": 2, "name": "Wrote from work", "points": 25},
]


def clock(lead: Lead, due_at: datetime) -> Clock:
    made: Clock = Clock.objects.create(
        lead=lead, policy="Web leads", minutes=5, started_at=due_at - timedelta(minutes=5),
        due_at=due_at, owner_id=lead.owner_id,
    )  # fmt: skip
    return made


def mail(lead: Lead, at: datetime, **values: Any) -> EmailMessage:
    values = {"is_incoming": True, "subject": "Thursday works", "state": "received"} | values
    made: EmailMessage = EmailMessage.objects.create(
        lead=lead, key=f"{lead.pk}:{at}:{values['is_incoming']}", created_at=at, **values
    )
    return made


@pytest.fixture
def day(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> dict[str, Lead]:
    """One lead for each reason to be on Mara's list, and some that are not on it."""
    leads = {
        "late": make_lead(last_name="Late", lead_source="Web"),
        "soon": make_lead(last_name="Soon"),
        "queued": make_lead(last_name="Queued", owner=cast.queue),
        "wrote": make_lead(last_name="Wrote"),
        "overdue": make_lead(last_name="Overdue"),
        "hot": make_lead(last_name="Hot", score=85, score_parts=PARTS),
        "hotter": make_lead(last_name="Hotter", score=90),
        "warm": make_lead(last_name="Warm", score=40),
        "snoozed": make_lead(last_name="Snoozed", snoozed_until=noon + timedelta(days=1)),
        "owens": make_lead(last_name="Owens", owner=cast.owen, score=99),
    }
    clock(leads["soon"], noon + timedelta(minutes=4))
    clock(leads["late"], noon - timedelta(minutes=6))
    clock(leads["queued"], noon + timedelta(hours=2))
    clock(leads["snoozed"], noon)
    mail(leads["wrote"], noon - timedelta(hours=1))
    for name in ("overdue", "late"):
        tasks.add(leads[name], subject="Second call", by=cast.mara, due_on=date(2026, 3, 9))
    tasks.add(leads["warm"], subject="Someday", by=cast.mara, due_on=date(2026, 3, 12))
    return leads


def names(user: User, now: datetime) -> list[str]:
    return [item.record.last_name for item in today(user, now).items]


def test_the_list_of_a_rep(cast: SimpleNamespace, day: dict[str, Lead], noon: datetime) -> None:
    found = today(cast.mara, noon)
    groups = found.groups
    assert [(group.label, [i.record.last_name for i in items]) for group, items in groups] == [
        ("Clock running out", ["Soon", "Late", "Queued"]),
        ("Replied", ["Wrote"]),
        ("Due today", ["Overdue"]),
        ("Hot", ["Hotter", "Hot"]),
    ]
    why = {item.record.last_name: item.why for item in found.items}
    assert why == {
        "Late": "Came by Web; the answer is 6 min late.",
        "Soon": "New; answer within 4 min.",
        "Queued": "New; answer within 2 h. North queue: take it.",
        "Wrote": "Wrote: Thursday works",
        "Overdue": "Second call, 2 days overdue",
        "Hotter": "Score 90; no next step is planned.",
        "Hot": "Score 85, most for “Asked for a quote”; no next step is planned.",
    }
    assert [item.is_late for item in found.items[:2]] == [False, True]


def test_others_see_none_of_it(cast: SimpleNamespace, day: dict[str, Lead], noon: datetime) -> None:
    assert names(cast.otto, noon) == []
    assert names(cast.owen, noon) == ["Queued", "Owens"]


def test_snoozed_leads_come_back(
    cast: SimpleNamespace, day: dict[str, Lead], noon: datetime
) -> None:
    assert "Snoozed" in names(cast.mara, noon + timedelta(days=1))


def test_an_answered_reply_is_gone(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    mail(lead, noon)
    automatic = mail(lead, noon + timedelta(minutes=1), is_incoming=False, state="sent")
    later = noon + timedelta(hours=1)
    assert len(today(cast.mara, later).items) == 1
    automatic.created_by = cast.mara
    automatic.save()
    assert today(cast.mara, later).items == ()


def test_tasks_without_a_lead_and_with_an_hour(cast: SimpleNamespace, noon: datetime) -> None:
    account = Account.objects.create(name="Harbor", owner=cast.mara)
    contact = Contact.objects.create(last_name="Ames", account=account, owner=cast.mara)
    tasks.add(None, subject="Tidy up", by=cast.mara, due_on=noon.date(), now=noon)
    tasks.add(account, subject="Survey", by=cast.mara, due_at=noon + timedelta(hours=1), now=noon)
    tasks.add(contact, subject="Call", by=cast.mara, due_at=noon - timedelta(hours=1), now=noon)
    items = today(cast.mara, noon).items
    assert [item.why for item in items] == ["Call", "Survey", "Tidy up"]
    assert [item.is_late for item in items] == [True, False, False]
    assert all(item.urgency is Urgency.DUE for item in items)


def test_what_was_done_today_is_counted(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    lead = make_lead()
    for at in (noon, noon - timedelta(days=1)):
        tasks.complete([tasks.add(lead, subject="Call", by=cast.mara)], by=cast.mara, now=at)
    assert today(cast.mara, noon).done_count == 1


@pytest.mark.parametrize("times", [1, 20])
def test_thirteen_queries_always(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime, times: int,
    django_assert_num_queries: Callable[..., Any],
) -> None:  # fmt: skip
    for _ in range(times):
        clock(make_lead(), noon)
        mail(make_lead(), noon)
        make_lead(score=90)
        tasks.add(make_lead(), subject="Call", by=cast.mara, due_on=noon.date())
    today(cast.mara, noon)  # who is in which queue is kept in memory
    with django_assert_num_queries(13):
        found = today(cast.mara, noon)
        assert [(item.why, str(item.record)) for item in found.items]
    assert len(found.items) == 4 * times


@pytest.mark.parametrize(
    ("length", "words"),
    [(timedelta(), "1 min"), (timedelta(minutes=89), "89 min"), (timedelta(minutes=90), "1 h"),
     (timedelta(hours=47), "47 h"), (timedelta(days=2), "2 days")],
)  # fmt: skip
def test_lengths_of_time_in_words(length: timedelta, words: str) -> None:
    assert span(length) == words
