"""Campaigns: members, statuses, and what a campaign brought in numbers."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.test import Client
from django.urls import reverse

from headwater import journey
from headwater.records import dealing
from headwater.records.models import Campaign, CampaignMember, Lead


def _page(client: Client, campaign: Campaign) -> str:
    return client.get(reverse("campaign", args=[campaign.pk])).content.decode()


def test_a_campaign_shows_what_it_brought(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: Callable[..., Lead]
) -> None:
    campaign.actual_cost = Decimal(2000)
    campaign.save()
    won, other = make_lead(first_name="Tom"), make_lead(first_name="Ann")
    for lead, status in ((won, "Responded"), (other, "Sent")):
        CampaignMember.objects.create(
            campaign=campaign, lead=lead, status=status, has_responded=status == "Responded"
        )
    deal = journey.convert(won, by=cast.mara).opportunity
    assert deal
    dealing.advance([deal], "Closed Won", by=cast.mara, amount=Decimal(9000))
    page = _page(mara, campaign)
    for words in ("2 leads, 1 converted", "50 % of the people", "$9,000", "350 %", "$2,000 spent"):
        assert words in page
    assert "Tom Okafor" in page and "Ann Okafor" in page


def test_numbers_count_only_what_one_may_see(
    client: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: Callable[..., Lead]
) -> None:
    CampaignMember.objects.create(campaign=campaign, lead=make_lead(first_name="Tom"))
    client.force_login(cast.otto)
    page = _page(client, campaign)
    assert "0 leads" in page and "Okafor" not in page


def test_a_members_status_is_set_where_it_stands(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: Callable[..., Lead]
) -> None:
    member = CampaignMember.objects.create(campaign=campaign, lead=make_lead(), status="Sent")
    url = reverse("member_status", args=[campaign.pk, member.pk])
    mara.post(url, {"status": "Responded"})
    member.refresh_from_db()
    assert member.has_responded and member.first_responded_on
    assert mara.post(url, {"status": "Nonsense"}).status_code == 404


def test_marketing_makes_campaigns_and_statuses_and_nobody_else(
    client: Client, cast: SimpleNamespace
) -> None:
    client.force_login(cast.mia)
    client.post(reverse("new_campaign"), {"name": "Trade fair", "is_active": "on"})
    campaign = Campaign.objects.get()
    labels = [status.label for status in campaign.member_statuses.all()]
    assert labels == ["Sent", "Responded"] and campaign.is_active
    url = reverse("campaign_statuses", args=[campaign.pk])
    client.post(url, {"label": "Came to the stand", "has_responded": "on"})
    client.post(url, {"label": "sent"})
    assert campaign.member_statuses.count() == 3
    for stranger in (cast.mara, cast.rhea):
        client.force_login(stranger)
        assert client.post(url, {"label": "X"}).status_code == 403
        assert client.post(reverse("new_campaign"), {"name": "X"}).status_code == 403


def test_list_and_page_ask_a_fixed_number_of_questions(
    mara: Client, cast: SimpleNamespace, campaign: Campaign, make_lead: Callable[..., Lead],
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    leads = [make_lead(first_name=f"L{i}") for i in range(30)]
    CampaignMember.objects.bulk_create(
        CampaignMember(campaign=campaign, lead=lead) for lead in leads
    )
    with django_assert_max_num_queries(11):
        assert campaign.name in mara.get(reverse("campaigns")).content.decode()
    with django_assert_max_num_queries(16):
        assert "L7 Okafor" in _page(mara, campaign)
