"""The journey from end to end: a form post, twins, joins, contacts, errors, fifty at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater import journey
from headwater.catalog import custom
from headwater.match import keys
from headwater.people.models import Organization
from headwater.records import trail
from headwater.records.draft import Batch, Draft
from headwater.records.duplicate_pair import Tier
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Contact,
    DuplicatePair,
    Lead,
    Notification,
    Submission,
)
from headwater.records.submission import Door, State
from headwater.route import rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.because import tried

JANE = {
    "first_name": "Jane", "last_name": "Vandeberg", "email": "jane@harborcold.com",
    "company": "Harbor Cold Storage", "phone": "+1 650 253 0000", "lead_source": "Web",
}  # fmt: skip


@pytest.fixture
def company(cast: SimpleNamespace) -> SimpleNamespace:
    """The cast, and rules: California goes to Mara, big companies to team North in turn."""
    rules.publish(
        [
            AssignmentRule(name="California", criteria="State = 'California'", owner=cast.mara),
            AssignmentRule(name="Big", criteria="NumberOfEmployees > 100", team=cast.north),
        ],
        by=cast.ada,
    )
    return cast


@pytest.fixture
def settled_definitions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not read the custom fields again while queries are counted."""
    monkeypatch.setattr(custom, "FRESH_SECONDS", 3600)


def test_a_form_post_goes_the_whole_way(company: SimpleNamespace, campaign: Campaign) -> None:
    submission = received(JANE)
    draft = Draft(
        {**JANE, "state": "CA", "phone": "(650) 253-0000"}, submission=submission,
        campaign_id=campaign.pk, member_status="Responded",
    )  # fmt: skip
    journey.run(batch(draft))
    lead = Lead.objects.get()
    assert (lead.name, lead.state, lead.phone) == ("Jane Vandeberg", "California", "+16502530000")
    assert lead.owner_id == company.mara.pk
    assert lead.score == sum(part["points"] for part in lead.score_parts) > 0
    assert lead.clocks.running().count() == 1
    assert CampaignMember.objects.get(lead=lead).has_responded
    submission.refresh_from_db()
    assert (submission.state, submission.lead_id) == (State.CREATED, lead.pk)
    assert submission.settled_at is not None
    events = {entry.event: entry for entry in trail.about(lead)}
    assert {"lead.created", "lead.assigned", "lead.scored"} <= set(events)
    assert events["lead.assigned"].because["rule"] == "California"
    assert events["lead.created"].because["typed"]["phone"] == "(650) 253-0000"
    notification = Notification.objects.get(user=company.mara)
    assert notification.text == "New lead: Jane Vandeberg, Harbor Cold Storage"


def test_a_second_inquiry_joins_the_open_lead_and_only_fills_gaps(company: SimpleNamespace) -> None:
    first = create(JANE)
    again = {**JANE, "email": "Jane+offer@HarborCold.com", "phone": "+442079460018", "title": "CFO"}
    draft = create(again, submission=received(again))
    assert draft.outcome == State.MERGED
    assert draft.lead == first.lead
    lead = Lead.objects.get()
    assert (lead.phone, lead.title, lead.email) == ("+16502530000", "CFO", "jane@harborcold.com")
    joined = trail.about(lead).get(event="lead.joined")
    assert joined.because["recognised"]["words"].startswith("same e-mail address")
    assert joined.changes == {"title": ["", "CFO"]}
    returned = {"rule": None, "name": "Asked again", "points": 10, "side": "engagement"}
    assert returned in lead.score_parts
    assert lead.score == sum(part["points"] for part in lead.score_parts)
    assert Submission.objects.get().state == State.MERGED


def test_twins_in_one_batch_become_one_lead(company: SimpleNamespace) -> None:
    drafts = journey.create(
        [Draft(dict(JANE)), Draft({**JANE, "title": "CFO"}), Draft({**JANE, "city": "Linden"})],
        door=Door.IMPORT, by=company.mia,
    )  # fmt: skip
    assert [draft.outcome for draft in drafts] == [State.CREATED, State.MERGED, State.MERGED]
    lead = Lead.objects.get()
    assert (lead.title, lead.city) == ("CFO", "Linden")
    assert trail.about(lead).filter(event="lead.joined").count() == 2


def test_when_the_first_twin_fails_the_next_one_takes_its_place(company: SimpleNamespace) -> None:
    drafts = journey.create(
        [
            Draft({**JANE, "number_of_employees": 2**40}), Draft(dict(JANE)),
            Draft({**JANE, "title": "CFO"}),
        ],
        door=Door.API, by=company.ada,
    )  # fmt: skip
    assert [draft.outcome for draft in drafts] == [State.REJECTED, State.CREATED, State.MERGED]
    assert Lead.objects.get().title == "CFO"


def test_a_known_contact_is_linked_with_its_account(company: SimpleNamespace) -> None:
    account = Account.objects.create(name="Harbor Cold Storage Inc.", owner=company.owen)
    contact = Contact.objects.create(
        first_name="Jane", last_name="Vandeberg", email=JANE["email"], account=account,
        owner=company.owen,
    )  # fmt: skip
    keys.refresh("Contact", [contact])
    lead = create(JANE).lead
    assert lead is not None
    assert (lead.matched_contact, lead.matched_account) == (contact, account)
    created = trail.about(lead).get(event="lead.created").because
    assert created["contact"]["id"] == contact.pk
    assert "opportunity may be created directly" in created["hint"]


def test_a_joined_lead_learns_of_an_account_that_is_known_by_now(company: SimpleNamespace) -> None:
    create(JANE)
    account = Account.objects.create(name="Harbor", website="harborcold.com", owner=company.owen)
    keys.refresh("Account", [account])
    create(JANE)
    assert Lead.objects.get().matched_account == account


def test_no_rule_means_the_default_owner(company: SimpleNamespace) -> None:
    lead = create(JANE).lead
    assert lead is not None
    assert lead.owner_id == company.organization.default_lead_owner_id
    because = trail.about(lead).get(event="lead.assigned").because
    assert [rule.name for rule in tried(because)] == ["California", "Big"]
    assert because["default"]


def test_an_error_on_one_draft_leaves_its_neighbours(company: SimpleNamespace) -> None:
    custom.define("Lead", "Legacy number", "string", is_unique=True)
    create({**JANE, "Legacy_number__c": "A-1"})
    wrong: list[dict[str, Any]] = [
        {"first_name": "x" * 41},
        {"number_of_employees": 2**40},
        {"Legacy_number__c": "A-1"},
    ]
    drafts = [Draft(person(n) | values) for n, values in enumerate(wrong)]
    drafts += [Draft(person(8) | {"Legacy_number__c": "A-2"})]
    drafts += [Draft(person(9) | {"Legacy_number__c": "A-2"}), Draft(person(10))]
    journey.create(drafts, door=Door.API, by=company.ada)
    assert [draft.outcome for draft in drafts] == [
        State.REJECTED, State.REJECTED, State.REJECTED,
        State.CREATED, State.REJECTED, State.CREATED,
    ]  # fmt: skip
    assert drafts[2].problems[0].code == "DUPLICATE_VALUE"
    assert "Legacy number" in drafts[4].reason
    assert Lead.objects.count() == 3


def test_every_submission_ends_as_exactly_one_thing(company: SimpleNamespace) -> None:
    sent = [JANE, JANE, {}, person(1)]
    journey.run(batch(*[Draft(dict(values), submission=received(values)) for values in sent]))
    assert Submission.objects.all().balance() == {
        "received": 4, "created": 2, "merged": 1, "rejected": 1, "quarantined": 0, "waiting": 0,
    }  # fmt: skip
    assert Submission.objects.get(state=State.REJECTED).reason


def test_who_is_likely_known_becomes_a_lead_and_a_question_for_people(
    company: SimpleNamespace,
) -> None:
    first = create(JANE)
    married = create({**JANE, "last_name": "Miller"})
    assert married.outcome == State.CREATED and first.lead and married.lead
    (pair,) = DuplicatePair.objects.open()
    assert (pair.one_id, pair.other_id) == (first.lead.pk, married.lead.pk)
    assert pair.tier == Tier.LIKELY
    assert pair.evidence[0]["words"] == "same e-mail address"
    created = trail.about(married.lead).get(event="lead.created")
    assert created.because["resembles"]["id"] == first.lead.pk


def test_likely_twins_of_one_batch_become_a_pair(company: SimpleNamespace) -> None:
    one, other = journey.run(batch(Draft(dict(JANE)), Draft({**JANE, "last_name": "Miller"})))
    assert one.lead and other.lead and one.lead != other.lead
    assert DuplicatePair.objects.open().of(one.lead).of(other.lead).exists()


def test_one_and_two_hundred_take_the_same_number_of_queries(
    company: SimpleNamespace, campaign: Campaign, settled_definitions: None
) -> None:
    custom.define("Lead", "Legacy number", "string", is_external_id=True)
    # The first one also reads what is kept in memory from then on.
    counts = {size: queries(company, campaign, size) for size in (2, 1, 200)}
    assert counts[1] == counts[200]


def queries(company: SimpleNamespace, campaign: Campaign, size: int) -> int:
    """How many queries `size` new leads take that use everything: team, campaign, account, form."""
    drafts = []
    for number in range(size):
        values = person(1000 * size + number) | {
            "number_of_employees": 500, "Legacy_number__c": f"{size}-{number}",
        }  # fmt: skip
        drafts.append(Draft(values, submission=received(values), campaign_id=campaign.pk))
    arriving = batch(*drafts)
    with CaptureQueriesContext(connection) as captured:
        journey.run(arriving)
    assert {draft.outcome for draft in drafts} == {State.CREATED}
    return len(captured)


def test_joining_also_takes_the_same_number_of_queries(
    company: SimpleNamespace, settled_definitions: None
) -> None:
    journey.create([Draft(person(n)) for n in range(60)], door=Door.API, by=company.ada)
    counts = []
    for numbers in (range(2), range(2, 3), range(3, 60)):
        arriving = batch(*[Draft(person(n) | {"title": "CFO"}) for n in numbers])
        with CaptureQueriesContext(connection) as captured:
            journey.run(arriving)
        assert len(arriving.joined) == len(numbers)
        counts.append(len(captured))
    assert counts[1] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_fifty_simultaneous_posts_of_one_person_make_one_lead() -> None:
    submissions = [received(JANE) for _ in range(50)]

    def arrive(submission: Submission) -> None:
        try:
            journey.run(batch(Draft(dict(JANE), submission=submission)))
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(arrive, submissions))
    lead = Lead.objects.get()
    assert Submission.objects.filter(lead=lead).count() == 50
    balance = Submission.objects.all().balance()
    assert (balance["created"], balance["merged"], balance["waiting"]) == (1, 49, 0)
    assert lead.score == sum(part["points"] for part in lead.score_parts)


def create(values: dict[str, Any], **more: Any) -> Draft:
    return journey.run(batch(Draft(dict(values), **more)))[0]


def batch(*drafts: Draft) -> Batch:
    return Batch(
        drafts=list(drafts), door=Door.FORM, now=datetime.now(UTC),
        organization=Organization.current(),
    )  # fmt: skip


def received(values: dict[str, Any]) -> Submission:
    payload = {name: [str(value)] for name, value in values.items()}
    return Submission.objects.create(door=Door.FORM, payload=payload)


def person(number: int) -> dict[str, Any]:
    """Somebody of whom there is only one."""
    return {
        "first_name": "Kim", "last_name": f"Number{number}",
        "email": f"kim{number}@number{number}.com", "company": f"Company {number}",
    }  # fmt: skip
