"""The dashboard through the door: what each may see, in a fixed number of queries."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headwater.records.models import Campaign, Lead, Opportunity, Submission

QUERIES = 24  # two of them for the session and the person


@pytest.fixture
def story(cast: SimpleNamespace, make_lead: Callable[..., Lead], campaign: Campaign) -> Any:
    """Mara has won 9,000 through the campaign from a web lead."""
    won = Opportunity.objects.create(
        name="Roof", owner=cast.mara, stage_name="Closed Won", amount=Decimal(9000), is_closed=True,
        is_won=True, closed_at=timezone.now(), lead_source="Web", campaign=campaign,
    )  # fmt: skip
    lead = make_lead(lead_source="Web", is_converted=True, converted_opportunity=won)
    Submission.objects.create(door="form", payload={}, state="created", lead=lead)
    return cast


def test_source_and_campaign_lead_to_revenue(client: Client, story: Any, campaign: Any) -> None:
    client.force_login(story.ines)
    page = client.get("/reports").content.decode()
    assert "all accounted for" in page
    assert "$9,000" in page and campaign.name in page
    assert f'href="/campaigns/{campaign.pk}"' in page
    assert "/leads?where=LeadSource+%3D+%27Web%27" in page
    assert "/submissions?state=created" in page


def test_the_outsider_sees_no_number_of_it(client: Client, story: Any) -> None:
    client.force_login(story.otto)
    page = client.get("/reports?period=all").content.decode()
    assert "$9,000" not in page
    assert "Nothing won in this period yet." in page


@pytest.mark.parametrize("period", ["7", "30", "90", "all", "nonsense", "-1"])
def test_every_period_is_answered(client: Client, story: Any, period: str) -> None:
    client.force_login(story.mara)
    assert client.get("/reports", {"period": period}).status_code == 200


def test_more_records_are_not_more_queries(
    client: Client, story: Any, make_lead: Callable[..., Lead], django_assert_num_queries: Any
) -> None:
    client.force_login(story.mara)
    client.get("/reports")
    with django_assert_num_queries(QUERIES):
        client.get("/reports")
    for number in range(20):
        make_lead(lead_source=f"Source {number}", status=f"Status {number % 3}")
    client.get("/reports")  # what is kept in memory is read when it is needed first
    with django_assert_num_queries(QUERIES):
        client.get("/reports")
