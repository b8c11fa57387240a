"""Campaigns for programs: statistics as in Salesforce, members once each, statuses that stay."""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest

from headwater.converting import deeds
from headwater.records import campaigning, dealing
from headwater.records.models import Campaign, CampaignMember, Lead
from tests.api.conftest import Program

MakeLead = Callable[..., Lead]
OWN = ("NumberOfLeads", "NumberOfConvertedLeads", "NumberOfContacts", "NumberOfResponses",
       "NumberOfOpportunities", "NumberOfWonOpportunities", "AmountAllOpportunities",
       "AmountWonOpportunities")  # fmt: skip


@pytest.fixture
def child(cast: SimpleNamespace, campaign: Campaign) -> Campaign:
    given = {"name": "Spring fair", "parent_id": campaign.pk, "actual_cost": 700}
    return campaigning.open_campaign(given, by=cast.mia)


def test_statistics_are_fields_that_are_selected_filtered_and_sorted_by(
    api: Program, cast: SimpleNamespace, campaign: Campaign, child: Campaign, make_lead: MakeLead
) -> None:
    lead = make_lead()
    made = {"CampaignId": child.sf_id, "LeadId": lead.sf_id, "Status": "responded"}
    api("POST", "sobjects/CampaignMember", made)
    deal = deeds.convert(lead, by=cast.mara).opportunity
    assert deal
    dealing.advance([deal], "Closed Won", by=cast.mara, amount=Decimal("9000.50"))
    twins = [f"Hierarchy{name}" for name in OWN]
    query = f"SELECT Name, {', '.join([*OWN, *twins, 'HierarchyActualCost'])} FROM Campaign"
    found = {row["Name"]: row for row in api.query(f"{query} ORDER BY NumberOfLeads")["records"]}
    below, above = found[child.name], found[campaign.name]
    assert [below[name] for name in OWN] == [1, 1, 1, 1, 1, 1, 9000.5, 9000.5]
    assert [above[name] for name in OWN] == [0] * 8, "never null"
    assert [above[name] for name in twins] == [below[name] for name in OWN]
    assert above["HierarchyActualCost"] == 700
    named = api.query("SELECT Name FROM Campaign WHERE NumberOfResponses > 0")["records"]
    assert [row["Name"] for row in named] == [child.name]
    whole = api("GET", f"sobjects/Campaign/{campaign.sf_id}")
    assert whole["HierarchyAmountWonOpportunities"] == 9000.5
    fields = {f["name"]: f for f in api("GET", "sobjects/Campaign/describe")["fields"]}
    assert fields["NumberOfLeads"]["type"] == "int" and not fields["NumberOfLeads"]["updateable"]


def test_a_person_is_a_member_once_and_a_status_is_one_of_the_campaigns(
    api: Program, cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    lead = make_lead()
    given = {"CampaignId": campaign.sf_id, "LeadId": lead.sf_id, "Status": "Nonsense"}
    done = api("POST", "sobjects/CampaignMember", given)
    assert CampaignMember.objects.get().status == "Sent"
    (told,) = api("POST", "sobjects/CampaignMember", given, expect=400)
    assert told["errorCode"] == "DUPLICATE_VALUE"
    path = f"sobjects/CampaignMember/{done['id']}"
    api("PATCH", path, {"Status": "Responded"})
    assert api("GET", path)["FirstRespondedDate"]
    api("DELETE", path)
    api("POST", "sobjects/CampaignMember", given)
    assert CampaignMember.objects.filter(is_deleted=False).count() == 1


def test_statuses_and_places_are_kept_as_a_campaign_needs_them(
    api: Program, campaign: Campaign, child: Campaign
) -> None:
    made = {"CampaignId": campaign.sf_id, "Label": "Came", "HasResponded": True, "IsDefault": True}
    done = api("POST", "sobjects/CampaignMemberStatus", made)
    assert list(campaign.member_statuses.values_list("label", "is_default")) == [
        ("Sent", False), ("Responded", False), ("Came", True),
    ]  # fmt: skip
    path = f"sobjects/CampaignMemberStatus/{done['id']}"
    api("DELETE", path, expect=400)
    api("PATCH", path, {"Label": "Came to the stand", "SortOrder": 0})
    status = campaign.member_statuses.get(is_default=True)
    assert (status.label, status.sort_order) == ("Came to the stand", 0)
    (told,) = api("PATCH", f"sobjects/Campaign/{campaign.sf_id}", {"ParentId": child.sf_id},
                  expect=400)  # fmt: skip
    assert told["errorCode"] == "CIRCULAR_DEPENDENCY"
