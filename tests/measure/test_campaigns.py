"""What campaigns brought: the tallies are exact whatever happened, also over the hierarchy."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Sum

from headwater.converting import deeds
from headwater.measure import campaigns
from headwater.measure.campaigns import Numbers
from headwater.records import (
    campaign_tally,
    campaigning,
    dealing,
    member_statuses,
    membership,
    writing,
)
from headwater.records.campaign_tally import SUMS
from headwater.records.models import (
    Campaign,
    CampaignMember,
    CampaignMemberStatus,
    CampaignTally,
    Lead,
    Opportunity,
)

MakeLead = Callable[..., Lead]


def test_a_converted_lead_is_both_and_one_person(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    campaign.actual_cost = Decimal(2000)
    campaign.save()
    won, other = make_lead(first_name="Tom"), make_lead(first_name="Ann")
    responded = campaign.member_statuses.get(label="Responded")
    membership.add(campaign, [won], by=cast.mia, status=responded)
    membership.add(campaign, [other], by=cast.mia)
    deal = deeds.convert(won, by=cast.mara).opportunity
    assert deal
    dealing.advance([deal], "Closed Won", by=cast.mara, amount=Decimal(9000))
    own = campaigns.results([campaign], cast.ada)[campaign.pk].own
    assert (own.leads, own.converted, own.contacts, own.people) == (2, 1, 1, 2)
    assert (own.responses, own.deals, own.won) == (1, 1, 1)
    assert own.won_amount == own.amount == 9000
    assert own.roi == 3.5 and own.response_rate == 0.5
    assert own.cost_per_lead == 1000
    assert own.cost_per_response == own.cost_per_deal == own.cost_per_won_deal == 2000
    assert campaigns.by_status(campaign, cast.ada) == {"Responded": 1, "Sent": 1}


def test_who_sees_little_counts_little(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    membership.add(campaign, [make_lead()], by=cast.mia)
    Opportunity.objects.create(name="D", owner=cast.mara, stage_name="X", campaign=campaign)
    assert campaigns.results([campaign], cast.otto)[campaign.pk].own == Numbers()
    mine = campaigns.results([campaign], cast.mara)[campaign.pk].own
    assert mine == campaigns.results([campaign], cast.ada)[campaign.pk].own
    assert (mine.members, mine.deals) == (1, 1)
    assert campaigns.by_status(campaign, cast.otto) == {}


def test_a_parent_has_the_sums_of_all_below_it_in_a_fixed_number_of_queries(
    cast: SimpleNamespace,
    campaign: Campaign,
    make_lead: MakeLead,
    django_assert_num_queries: Any,
) -> None:
    chain = [campaign]
    for level in range(4):
        given = {"name": f"C{level}", "parent_id": chain[-1].pk, "actual_cost": 100}
        chain.append(campaigning.open_campaign(given, by=cast.mia))
        membership.add(chain[-1], [make_lead(first_name=str(level))], by=cast.mia)
    with django_assert_num_queries(2):
        found = campaigns.results(chain, cast.ada)
    top = found[campaign.pk]
    assert (top.below, top.own.leads, top.whole.leads) == (4, 0, 4)
    assert top.whole.cost == 400
    assert top.own.cost is None, "nobody entered one"
    assert [found[each.pk].whole.leads for each in chain] == [4, 4, 3, 2, 1]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_tallies_are_what_one_would_count(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead, seed: int
) -> None:
    random = Random(seed)
    other = campaigning.open_campaign({"name": "Other"}, by=cast.mia)
    leads = [make_lead(first_name=str(number)) for number in range(8)]
    for _ in range(30):
        _do_something(random, cast, random.choice([campaign, other]), leads)
        if random.random() < 0.2:
            campaign_tally.fold()
    for each in (campaign, other):
        tallied = CampaignTally.objects.filter(campaign=each).aggregate(
            **{name: Sum(name, default=0) for name in SUMS}
        )
        counted = campaigns.seen(cast.ada, keys=[each.pk]).get(each.pk, Numbers())
        assert tallied == {name: getattr(counted, name) for name in SUMS}


def _do_something(
    random: Random, cast: SimpleNamespace, campaign: Campaign, leads: list[Lead]
) -> None:
    some = random.sample(leads, 3)
    members = list(CampaignMember.objects.filter(campaign=campaign)[:4])
    deals = list(Opportunity.objects.all()[:2])
    statuses = list(CampaignMemberStatus.objects.filter(campaign=campaign))

    def convert() -> None:
        lead = Lead.objects.get(pk=some[0].pk)
        if lead.is_open:
            deeds.convert(lead, by=cast.mara)

    def sell() -> None:
        if deals:
            stage = random.choice(["Closed Won", "Qualification"])
            amount = Decimal(random.randrange(1, 10**6)) / 100
            dealing.advance(deals, stage, by=cast.mara, amount=amount,
                            close_on=random.choice([None, deals[0].created_at.date()])
                            or deals[0].created_at.date())  # fmt: skip

    random.choice([
        lambda: membership.add(campaign, some, by=cast.mia, status=random.choice(statuses)),
        lambda: membership.remove(members, by=cast.mia),
        lambda: membership.put_back(members, by=cast.mia),
        lambda: membership.take_back(members[:1], by=cast.mia),
        lambda: campaigning.move_members(members, random.choice(statuses), by=cast.mia),
        lambda: member_statuses.change(statuses[0], by=cast.mia, label=f"L{random.random()}"),
        lambda: writing.change(deals, {"campaign_id": campaign.pk}, by=cast.mara),
        lambda: writing.delete(deals[:1], by=cast.mara),
        lambda: writing.restore(deals[:1], by=cast.mara),
        lambda: writing.delete(some[:1], by=cast.mara),
        lambda: writing.restore(some[:1], by=cast.mara),
        convert, convert, sell, sell,
    ])()  # fmt: skip


def test_many_tallies_become_few_and_none_where_nothing_is_left(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    for number in range(20):
        membership.add(campaign, [make_lead(first_name=str(number))], by=cast.mia)
    before = campaigns.results([campaign], cast.ada)
    assert CampaignTally.objects.count() == 20
    campaign_tally.fold()
    assert CampaignTally.objects.count() == 1
    assert campaigns.results([campaign], cast.ada) == before
    for member in CampaignMember.objects.all():
        membership.remove([member], by=cast.mia)
    campaign_tally.fold()
    assert not CampaignTally.objects.exists()
