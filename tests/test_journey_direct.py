"""The doors in direct and mixed mode: direct records in the same transaction, nothing lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater import journey
from headwater.catalog import custom
from headwater.converting import deeds
from headwater.match import keys
from headwater.people.models import Organization, Queue
from headwater.qualify import tasks
from headwater.qualify.today import today
from headwater.qualify.today_item import Urgency
from headwater.records import trail
from headwater.records.draft import Batch, Draft
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Clock,
    Contact,
    Conversion,
    Lead,
    Notification,
    Opportunity,
    Submission,
    Task,
)
from headwater.records.submission import Door, State

JANE = {
    "first_name": "Jane", "last_name": "Vandeberg", "email": "jane@harborcold.com",
    "company": "Harbor Cold Storage", "phone": "+1 650 253 0000", "lead_source": "Web",
}  # fmt: skip
NOBODY = {"last_name": "Bell", "email": "anna.bell@gmail.com"}
NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def settled_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not read the custom fields again while queries are counted."""
    monkeypatch.setattr(custom, "FRESH_SECONDS", 3600)


@pytest.fixture
def mode(mode: Callable[..., Organization], cast: SimpleNamespace) -> Callable[..., Organization]:
    """Leads that no rule takes are Mara's."""
    return partial(mode, default_lead_owner=cast.mara)


def came(*said: dict[str, Any], door: str = Door.FORM, **values: Any) -> list[Draft]:
    """Inquiries by a door, each with its submission."""
    drafts = [
        Draft(dict(each), submission=Submission.objects.create(door=door, payload=each), **values)
        for each in said
    ]
    with_now = Batch(drafts=drafts, door=door, now=NOW, organization=Organization.current())
    return journey.run(with_now)


def test_an_inquiry_becomes_account_contact_and_early_deal_at_once(
    mode: Callable[..., None], cast: SimpleNamespace, campaign: Campaign
) -> None:
    mode("direct")
    (draft,) = came(JANE, campaign_id=campaign.pk, member_status="Responded")
    lead, deal = Lead.objects.get(), Opportunity.objects.get()
    assert (lead.is_converted, draft.outcome) == (True, State.CREATED)
    assert Submission.objects.get().lead_id == lead.pk  # the balance holds: it is this lead
    conversion = Conversion.objects.get()
    assert (conversion.is_direct, conversion.by) == (True, None)
    assert (deal.stage_name, int(deal.probability)) == ("Info Gathering", 0)
    assert (deal.amount, deal.close_on) == (None, None)
    assert (deal.owner_id, deal.lead_source, deal.campaign_id) == (
        cast.mara.pk, "Web", campaign.pk)  # fmt: skip
    assert deal.account and deal.account.name == "Harbor Cold Storage"
    assert CampaignMember.objects.get().contact_id == Contact.objects.get().pk
    told = trail.about(lead).get(event="lead.advised").because
    assert (told["way"], told["followed"]) == ("direct", True)


def test_the_owner_hears_of_the_deal_and_has_to_answer_by_the_deadline(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct")
    came(JANE)
    news = Notification.objects.get(user=cast.mara)
    assert news.text == "New deal: Jane Vandeberg, Harbor Cold Storage"
    assert news.url == f"/opportunities/{Opportunity.objects.get().pk}"
    clock, task = Clock.objects.get(kind="first_attempt"), Task.objects.get()
    assert clock.stopped_at and not clock.is_answered  # nobody has answered by making records
    assert (task.subject, task.due_at, task.owner_id) == (
        "Answer Jane Vandeberg", clock.due_at, cast.mara.pk)  # fmt: skip
    assert task.opportunity_id == Opportunity.objects.get().pk
    assert task.contact_id and task.lead_id
    tasks.complete([task], by=cast.mara, now=clock.due_at)
    clock.refresh_from_db()
    assert clock.is_answered and clock.stopped_at == clock.due_at


def test_undo_gives_the_lead_back(mode: Callable[..., None], cast: SimpleNamespace) -> None:
    mode("direct")
    came(JANE)
    deeds.take_back(Conversion.objects.get(), by=cast.mara)
    lead = Lead.objects.get()
    assert lead.is_open
    assert not Account.objects.alive().exists() and not Opportunity.objects.alive().exists()
    assert Clock.objects.running().filter(lead=lead).exists()
    assert not Task.objects.open().exclude(lead=lead).exists()


def test_of_one_company_in_one_batch_there_is_one_account(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct")
    eva = {**JANE, "first_name": "Eva", "last_name": "Ruiz", "email": "eva@harborcold.com",
           "phone": ""}  # fmt: skip
    came(JANE, eva)
    assert Account.objects.count() == 1
    assert Contact.objects.count() == 2
    came({**eva, "first_name": "Ben", "last_name": "Stone", "email": "ben@harborcold.com"})
    assert Account.objects.count() == 1


def test_who_asks_again_is_added_to_the_open_deal(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct")
    came(JANE)
    came({**JANE, "description": "And a price for the second hall?"})
    assert (Contact.objects.count(), Opportunity.objects.count()) == (1, 1)
    assert Conversion.objects.count() == 2
    assert Notification.objects.filter(text__startswith="Asked again: Jane").count() == 1


def test_mixed_mode_follows_the_advice_and_leaves_leads_what_they_are(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("mixed")
    came(JANE, NOBODY)
    jane, anna = Lead.objects.get(first_name="Jane"), Lead.objects.get(last_name="Bell")
    assert (jane.is_converted, anna.is_converted) == (True, False)
    assert trail.about(anna).get(event="lead.advised").because["way"] == "lead"
    assert Notification.objects.filter(url=f"/leads/{anna.pk}").exists()


def test_a_rule_that_only_advises_and_a_lead_typed_by_hand_stay_leads(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    from headwater.advising.models import AdviceRule

    mode("mixed")
    came(JANE, door=Door.HAND)
    AdviceRule.objects.update(is_followed=False)
    came({**JANE, "last_name": "Moss", "first_name": "Al", "email": "al@moss.example.com",
          "company": "Moss"})  # fmt: skip
    assert Lead.objects.open().count() == 2
    entries = trail.about(*Lead.objects.all()).filter(event="lead.advised")
    assert [entry.because["followed"] for entry in entries] == [False, False]


def test_what_cannot_be_direct_waits_as_a_lead_with_the_reason(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct", has_person_accounts=False)
    came(NOBODY)
    lead = Lead.objects.get()
    assert lead.is_open
    assert "person accounts" in trail.about(lead).get(event="lead.advised").because["obstacle"]
    empty = Queue.objects.create(kind="Group", name="Nobody's")
    mode("direct", has_person_accounts=False, default_lead_owner=empty)
    came(JANE)
    jane = Lead.objects.get(first_name="Jane")
    assert jane.is_open and not Account.objects.exists()
    assert "is a queue" in trail.about(jane).get(event="lead.stayed").because["words"]


def test_a_queue_s_inquiry_goes_to_whoever_has_the_account(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct", default_lead_owner=cast.queue)
    account = Account.objects.create(
        name="Harbor Cold Storage", website="harborcold.com", owner=cast.owen
    )
    keys.refresh("Account", [account])
    came(JANE)
    deal = Opportunity.objects.get()
    assert (deal.account_id, deal.owner_id) == (account.pk, cast.owen.pk)


def test_of_a_queue_s_members_whoever_has_fewest_open_deals_gets_the_next(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct", default_lead_owner=cast.queue)
    moss = {**JANE, "last_name": "Moss", "email": "al@moss.example.com", "company": "Moss",
            "phone": ""}  # fmt: skip
    came(JANE, moss)
    assert {deal.owner_id for deal in Opportunity.objects.all()} == {cast.mara.pk, cast.owen.pk}
    told = trail.about(Opportunity.objects.all()[0]).get(event="opportunity.given").because
    assert "has the fewest open deals of those in North queue" in told["words"]
    assert Task.objects.filter(owner=cast.mara).count() == 1


def test_without_new_leads_the_doors_keep_working(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("leads", takes_new_leads=False)
    came(JANE)
    assert Opportunity.objects.count() == 1 and not Lead.objects.open().exists()


def test_where_leads_are_used_the_two_steps_ask_nothing(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    from headwater.advising.follow import follow
    from headwater.advising.step import advise

    mode("leads")
    batch = Batch(drafts=[Draft(dict(JANE))], door=Door.FORM, now=NOW,
                  organization=Organization.current())  # fmt: skip
    with CaptureQueriesContext(connection) as asked:
        advise(batch)
        follow(batch)
    assert not asked.captured_queries and not batch.trail


def test_history_stays_what_it_is(mode: Callable[..., None], cast: SimpleNamespace) -> None:
    mode("direct")
    journey.run(Batch(drafts=[Draft(dict(JANE))], door=Door.IMPORT, now=NOW, is_history=True,
                      organization=Organization.current()))  # fmt: skip
    assert Lead.objects.open().count() == 1


def test_the_answer_stands_on_today_among_the_clocks(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct")
    came(JANE)
    clock = Clock.objects.get(kind="first_attempt")
    (item,) = today(cast.mara, clock.due_at - timedelta(minutes=2)).items
    assert (item.urgency, item.clock, item.record) == (Urgency.CLOCK, clock, Contact.objects.get())
    assert item.why == "A deal from the start; answer within 2 min."
    late = today(cast.mara, clock.due_at + timedelta(hours=2)).items[0]
    assert (late.is_late, late.why) == (True, "A deal from the start; the answer is 2 h late.")
    tasks.complete([item.task], by=cast.mara, now=clock.due_at)
    assert today(cast.mara, clock.due_at).items == ()


@pytest.mark.django_db(transaction=True)
def test_ten_people_of_one_new_company_at_once_make_one_account(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct")
    first_names = ("Ann", "Bob", "Cleo", "Dirk", "Evan", "Fay", "Gus", "Hana", "Iris", "Joe")

    def arrive(name: str) -> None:
        said = {"first_name": name, "last_name": f"{name}son", "company": "Mill",
                "email": f"{name.lower()}@mill-of-linden.com"}  # fmt: skip
        try:
            came(said)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(arrive, first_names))
    assert (Account.objects.count(), Contact.objects.count()) == (1, 10)
    assert Conversion.objects.filter(is_direct=True).count() == 10


def test_one_and_forty_take_the_same_number_of_queries(
    mode: Callable[..., None], cast: SimpleNamespace
) -> None:
    mode("direct")
    counts = []
    for round_, many in enumerate((1, 2, 40)):
        said = [
            {"first_name": f"P{round_}{n}", "last_name": f"Q{round_}x{n}",
             "company": f"C{round_}y{n}", "email": f"p{n}@c{round_}y{n}.example.com"}
            for n in range(many)
        ]  # fmt: skip
        drafts = [Draft(dict(each)) for each in said]
        batch = Batch(drafts=drafts, door=Door.FORM, now=NOW, organization=Organization.current())
        with CaptureQueriesContext(connection) as asked:
            journey.run(batch)
        counts.append(len(asked.captured_queries))
        assert all(draft.lead and draft.lead.is_converted for draft in drafts)
    assert counts[1] == counts[2], counts
