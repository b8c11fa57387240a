"""Influence: every model shares out all of a deal, to the cent; touches come before the close."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headwater.converting import deeds
from headwater.measure import influence_sums, touches
from headwater.measure.influence import ALL, Model, divide, shares, split
from headwater.measure.influence_settings import InfluenceSettings
from headwater.people.models import User
from headwater.records import campaigning, deal_roles, dealing, membership
from headwater.records.models import (
    Campaign,
    CampaignMember,
    Contact,
    Lead,
    Opportunity,
    OpportunityContactRole,
)

MakeLead = Callable[..., Lead]
MAY = datetime(2026, 5, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("model", "touched", "expected"),
    [
        (Model.PRIMARY, [1, 2, 3], {9: 100}),
        (Model.FIRST, [1, 2, 3], {1: 100}),
        (Model.LAST, [1, 2, 3], {3: 100}),
        (Model.EVEN, [1, 2, 1, 3], {1: 50, 2: 25, 3: 25}),
        (Model.POSITION, [1], {1: 100}),
        (Model.POSITION, [1, 2], {1: 50, 2: 50}),
        (Model.POSITION, [1, 2, 3], {1: 40, 3: 40, 2: 20}),
        (Model.POSITION, [1, 2, 3, 4], {1: 40, 4: 40, 2: 10, 3: 10}),
        (Model.POSITION, [1, 2, 1], {1: 80, 2: 20}),
        (Model.EVEN, [], {}),
    ],
)
def test_what_the_models_say(model: Model, touched: list[int], expected: dict[int, int]) -> None:
    found = shares(model, touched, primary=9, cents=10_000)
    assert {share.campaign_id: share.points / 100 for share in found} == expected
    assert {share.campaign_id: share.revenue for share in found} == expected
    assert model.sentence


def test_nobody_gets_anything_of_a_deal_without_a_primary_campaign() -> None:
    assert shares(Model.PRIMARY, [1, 2], primary=None, cents=100) == []


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    touched=st.lists(st.integers(1, 6), min_size=1, max_size=40),
    cents=st.integers(-(10**14), 10**16),
    primary=st.integers(1, 6),
)
def test_the_shares_of_every_model_add_up_to_the_deal_to_the_cent(
    touched: list[int], cents: int, primary: int
) -> None:
    for model in Model:
        found = shares(model, touched, primary=primary, cents=cents)
        assert sum(share.points for share in found) == ALL
        assert sum(share.cents for share in found) == cents
        assert sum(share.revenue for share in found) == Decimal(cents) / 100
        assert sum(part for _, part in split(model, touched, primary=primary, cents=cents)) == cents
        assert len({share.campaign_id for share in found}) == len(found)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_nobody_is_more_than_a_unit_off(total: int, parts: list[int]) -> None:
    for part, got in zip(parts, divide(total, parts), strict=True):
        assert abs(got - total * part / sum(parts)) < 1.0001


@pytest.fixture
def story(cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead) -> SimpleNamespace:
    """Tom saw the guide as a lead, came to the fair as a contact; Ann answered the mailing."""
    guide = campaign
    fair, mailing = (campaigning.open_campaign({"name": n}, by=cast.mia) for n in ("Fair", "Mail"))
    lead = make_lead(first_name="Tom")
    _member(guide, MAY - timedelta(days=60), lead=lead)
    done = deeds.convert(lead, by=cast.mara)
    deal, tom = done.opportunity, done.contact
    assert deal and tom
    ann = Contact.objects.create(last_name="Adler", account=deal.account, owner=cast.mara)
    OpportunityContactRole.objects.create(opportunity=deal, contact=ann)
    _member(fair, MAY - timedelta(days=20), contact=tom)
    answered = _member(mailing, MAY - timedelta(days=50), contact=ann)
    CampaignMember.objects.filter(pk=answered).update(
        has_responded=True, first_responded_on=(MAY - timedelta(days=10)).date()
    )
    Opportunity.objects.filter(pk=deal.pk).update(
        created_at=MAY - timedelta(days=30), amount=Decimal("1000.01"), campaign=fair,
        is_won=True, is_closed=True, closed_at=MAY,
    )  # fmt: skip
    deal.refresh_from_db()
    return SimpleNamespace(guide=guide, fair=fair, mailing=mailing, deal=deal, tom=tom, ann=ann)


def _member(campaign: Campaign, at: datetime, **person: Any) -> int:
    made = CampaignMember.objects.create(campaign=campaign, status="Sent", created_at=at, **person)
    return made.pk


def _campaigns(deal: Opportunity) -> list[int]:
    return [touch.campaign_id for touch in touches.of_deal(deal)]


def test_touches_are_told_by_response_or_entry_also_those_made_as_a_lead(
    cast: SimpleNamespace, story: SimpleNamespace
) -> None:
    found = touches.of_deal(story.deal)
    expected = [story.guide.pk, story.fair.pk, story.mailing.pk]
    assert [touch.campaign_id for touch in found] == expected, "Ann answered after Tom's fair"
    assert [touch.was_lead for touch in found] == [True, False, False]
    assert [touch.has_responded for touch in found] == [False, False, True]
    late = campaigning.open_campaign({"name": "Late"}, by=cast.mia)
    _member(late, MAY + timedelta(days=1), contact=story.tom)
    assert late.pk not in _campaigns(story.deal), "after the close nothing helps any more"


def test_a_lead_row_beside_the_contacts_own_counts_once_and_from_the_earlier(
    story: SimpleNamespace, make_lead: MakeLead
) -> None:
    was = make_lead(is_converted=True, converted_contact=story.tom)
    _member(story.fair, MAY - timedelta(days=90), lead=was)
    found = touches.of_deal(story.deal)
    assert [touch.campaign_id for touch in found].count(story.fair.pk) == 1
    assert found[0].campaign_id == story.fair.pk and found[0].was_lead


def test_window_and_responses_only_are_settings(story: SimpleNamespace) -> None:
    InfluenceSettings.objects.update(window_days=20)  # before it was opened, 30 days before May
    assert _campaigns(story.deal) == [story.fair.pk, story.mailing.pk]
    InfluenceSettings.objects.update(window_days=None, responses_only=True)
    assert _campaigns(story.deal) == [story.mailing.pk]


def test_credits_of_campaigns_are_the_sums_of_the_shares_of_their_deals(
    cast: SimpleNamespace, story: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    keys = [story.guide.pk, story.fair.pk, story.mailing.pk]
    touches.of_campaigns(keys, cast.ada)  # what is kept is read
    with django_assert_num_queries(2):  # the stamp of what is kept, and one statement
        deals = touches.of_campaigns(keys, cast.ada)
    found = touches.credits(deals, keys)
    for model in Model:
        assert sum(found[key][model].won for key in keys) == Decimal("1000.01")
    assert found[story.fair.pk][Model.PRIMARY].won == Decimal("1000.01")
    assert found[story.guide.pk][Model.FIRST].won_deals == 1
    assert found[story.guide.pk][Model.EVEN].won == Decimal("333.34")
    one = touches.credits(touches.of_campaigns([story.mailing.pk], cast.ada), [story.mailing.pk])
    assert one == {story.mailing.pk: found[story.mailing.pk]}, "alone it gets what it gets beside"


def test_pipeline_counts_open_deals_beyond_the_early_stages_and_nobody_elses(
    cast: SimpleNamespace, story: SimpleNamespace
) -> None:
    key = [story.fair.pk]

    def pipeline(user: User) -> Decimal:
        deals = touches.of_campaigns(key, user)
        return touches.credits(deals, key)[story.fair.pk][Model.PRIMARY].pipeline

    deal = dealing.open_deal({"name": "Early", "campaign_id": story.fair.pk}, by=cast.mara)
    assert pipeline(cast.mara) == 0
    dealing.advance([deal], "Qualification", by=cast.mara, amount=Decimal(700),
                    close_on=MAY.date() + timedelta(days=90))  # fmt: skip
    assert pipeline(cast.mara) == 700
    assert pipeline(cast.otto) == 0
    assert touches.of_campaigns(key, cast.mara, since=MAY + timedelta(days=1))[0].is_won is False


def test_members_that_left_and_deleted_campaigns_touch_nobody(
    cast: SimpleNamespace, story: SimpleNamespace
) -> None:
    membership.remove(list(CampaignMember.objects.filter(campaign=story.fair)), by=cast.mia)
    Campaign.objects.filter(pk=story.mailing.pk).update(is_deleted=True)
    assert _campaigns(story.deal) == [story.guide.pk]


def test_sums_of_all_deals_are_what_one_would_count_just_now(
    cast: SimpleNamespace, story: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [story.guide.pk, story.fair.pk, story.mailing.pk]
    deal = dealing.open_deal({"name": "Open", "campaign_id": story.fair.pk}, by=cast.mara)
    deal_roles.add(deal, story.ann, by=cast.mara)
    dealing.advance([deal], "Qualification", by=cast.mara, amount=Decimal("70.07"),
                    close_on=MAY.date())  # fmt: skip
    live = {
        days: influence_sums.credits_of(keys, cast.ada, days) for days in influence_sums.PERIODS
    }
    assert all(counted_at is None for _, counted_at in live.values())
    monkeypatch.setattr(influence_sums, "MOST_LIVE", 1)
    assert influence_sums.count() > 0
    for days, (expected, _) in live.items():
        found, counted_at = influence_sums.credits_of(keys, cast.ada, days)
        assert found == expected and counted_at
    assert influence_sums.credits_of(keys, cast.otto, 0)[1] is None, "his own part, just now"
