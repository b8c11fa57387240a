"""Campaigns: who is in them, what members did, their words for it, and their place in the tree."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from headwater import journey
from headwater.converting import deeds
from headwater.records import campaigning, member_statuses, membership, writing
from headwater.records.draft import Draft
from headwater.records.models import (
    Campaign,
    CampaignMember,
    CampaignMemberStatus,
    Contact,
    Lead,
    TrailEntry,
)
from headwater.records.problem import Refused

MakeLead = Callable[..., Lead]


def status(campaign: Campaign, label: str) -> CampaignMemberStatus:
    return CampaignMemberStatus.objects.get(campaign=campaign, label=label)


def told(record: Any) -> list[str]:
    return list(
        TrailEntry.objects.filter(object_name=type(record).__name__, record_id=record.pk)
        .order_by("id").values_list("event", flat=True)
    )  # fmt: skip


def test_a_member_is_sent_responds_and_is_taken_out_and_put_back(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    lead = make_lead()
    (member,) = membership.add(campaign, [lead], by=cast.mia)
    assert (member.status, member.has_responded) == ("Sent", False)
    moved = campaigning.move_members(
        [member], status(campaign, "Responded"), by=cast.mia, on=date(2026, 3, 2)
    )
    assert moved == [member] and member.has_responded
    campaigning.move_members([member], status(campaign, "Sent"), by=cast.mia)
    campaigning.move_members([member], status(campaign, "Responded"), by=cast.mia)
    member.refresh_from_db()
    assert member.first_responded_on == date(2026, 3, 2), "the first response keeps its date"
    assert membership.remove([member], by=cast.mia) == 1
    member.refresh_from_db()
    assert member.is_deleted
    assert membership.put_back([member], by=cast.mia) == 1
    assert told(lead) == [
        "lead.added_to_campaign", "lead.responded_to_campaign", "lead.moved_in_campaign",
        "lead.responded_to_campaign", "lead.removed_from_campaign", "lead.put_back_into_campaign",
    ]  # fmt: skip


def test_a_person_is_in_a_campaign_once_also_as_lead_and_contact(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    lead, twin = make_lead(), make_lead(first_name="Twin")
    membership.add(campaign, [lead], by=cast.mia)
    contact = deeds.convert(lead, by=cast.mara).contact
    assert contact
    assert CampaignMember.objects.get().contact == contact
    assert membership.add(campaign, [contact], by=cast.mia) == []
    Lead.objects.filter(pk=twin.pk).update(matched_contact=contact)
    twin.refresh_from_db()
    assert membership.add(campaign, [twin], by=cast.mia) == []
    lead.refresh_from_db()
    other = campaigning.open_campaign({"name": "Other"}, by=cast.mia)
    assert membership.add(other, [lead], by=cast.mia) == [], "a converted lead is added no more"
    with pytest.raises(Refused, match="converted lead"):
        campaigning.join({"campaign_id": other.pk, "lead_id": lead.pk}, by=cast.mia)
    with pytest.raises(Refused, match="Already a campaign member"):
        campaigning.join({"campaign_id": campaign.pk, "contact_id": contact.pk}, by=cast.mia)
    both = {"campaign_id": other.pk, "contact_id": contact.pk, "lead_id": twin.pk}
    member = campaigning.join({**both, "status": "Nonsense"}, by=cast.mia)
    assert (member.lead_id, member.contact_id, member.status) == (None, contact.pk, "Sent")


def test_whoever_was_taken_out_may_be_added_again_and_then_stays(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    lead = make_lead()
    (first,) = membership.add(campaign, [lead], by=cast.mia)
    membership.remove([first], by=cast.mia)
    (again,) = membership.add(campaign, [lead], by=cast.mia, status=status(campaign, "Responded"))
    assert again.first_responded_on and "lead.responded_to_campaign" in told(lead)
    assert membership.put_back([first], by=cast.mia) == 0
    assert CampaignMember.objects.filter(is_deleted=False).get() == again


def test_who_is_deleted_leaves_with_it_and_comes_back_with_it(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    lead, other = make_lead(), campaigning.open_campaign({"name": "Left before"}, by=cast.mia)
    membership.add(campaign, [lead], by=cast.mia)
    membership.remove(membership.add(other, [lead], by=cast.mia), by=cast.mia)
    writing.delete([lead], by=cast.ada)
    assert not CampaignMember.objects.filter(is_deleted=False).exists()
    writing.restore([lead], by=cast.ada)
    assert CampaignMember.objects.filter(is_deleted=False).get().campaign == campaign


def test_adding_many_asks_a_fixed_number_of_questions(
    cast: SimpleNamespace,
    campaign: Campaign,
    make_lead: MakeLead,
    django_assert_num_queries: Any,
) -> None:
    few, many = [make_lead()], [make_lead(first_name=f"L{n}") for n in range(40)]
    with django_assert_num_queries(7):
        membership.add(campaign, few, by=cast.mia)
    with django_assert_num_queries(7):
        members = membership.add(campaign, many, by=cast.mia)
    responded = status(campaign, "Responded")
    with django_assert_num_queries(4):
        campaigning.move_members(members, responded, by=cast.mia)


def test_statuses_are_renamed_with_their_members_and_ordered(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    membership.add(campaign, [make_lead()], by=cast.mia)
    sent, responded = status(campaign, "Sent"), status(campaign, "Responded")
    assert member_statuses.change(sent, by=cast.mia, label="Invited") == 1
    assert CampaignMember.objects.get().status == "Invited"
    came = member_statuses.add(campaign, "Came", has_responded=True, by=cast.mia)
    member_statuses.put_in_order(campaign, [came.pk, responded.pk], by=cast.mia)
    rows = CampaignMemberStatus.objects.filter(campaign=campaign)
    assert [row.label for row in rows] == ["Came", "Responded", "Invited"]
    member_statuses.change(responded, by=cast.mia, is_default=True)
    assert rows.get(is_default=True) == responded
    sent.refresh_from_db()
    member_statuses.change(sent, by=cast.mia, has_responded=True, on=date(2026, 3, 2))
    member = CampaignMember.objects.get()
    assert member.has_responded and member.first_responded_on == date(2026, 3, 2)


def test_a_status_is_never_lost_that_a_campaign_needs(
    cast: SimpleNamespace, campaign: Campaign, make_lead: MakeLead
) -> None:
    sent, responded = status(campaign, "Sent"), status(campaign, "Responded")
    for words, deed in (
        ("default", lambda: member_statuses.remove(sent, by=cast.mia)),
        ("response", lambda: member_statuses.remove(responded, by=cast.mia)),
        ("response", lambda: member_statuses.change(responded, by=None, has_responded=False)),
        ("already", lambda: member_statuses.change(responded, by=None, label=" sent ")),
        ("name", lambda: member_statuses.add(campaign, " ", has_responded=False, by=None)),
        ("most 40", lambda: member_statuses.add(campaign, "x" * 41, has_responded=True, by=None)),
    ):  # fmt: skip
        with pytest.raises(Refused, match=words):
            deed()
    came = member_statuses.add(campaign, "Came", has_responded=True, by=cast.mia)
    membership.add(campaign, [make_lead()], by=cast.mia, status=came)
    with pytest.raises(Refused, match="Move them first"):
        member_statuses.remove(came, by=cast.mia)


def test_five_levels_and_no_circle(cast: SimpleNamespace) -> None:
    chain: list[Campaign] = []
    for level in range(5):
        above = chain[-1].pk if chain else None
        chain.append(campaigning.open_campaign({"name": f"C{level}", "parent_id": above},
                                               by=cast.mia))  # fmt: skip
    with pytest.raises(Refused, match="at most 5 levels"):
        campaigning.open_campaign({"name": "Too low", "parent_id": chain[-1].pk}, by=cast.mia)
    assert Campaign.objects.count() == 5
    top = campaigning.open_campaign({"name": "Top"}, by=cast.mia)
    with pytest.raises(Refused, match="at most 5 levels"):
        writing.change([chain[0]], {"parent_id": top.pk}, by=cast.mia)
    with pytest.raises(Refused, match="stands below it already"):
        writing.change([chain[0]], {"parent_id": chain[2].pk}, by=cast.mia)


def test_a_form_that_comes_again_is_the_answer_of_a_member(
    cast: SimpleNamespace, campaign: Campaign
) -> None:
    values = {"last_name": "Okafor", "email": "tom@harbor.example", "company": "Harbor"}
    for word in ("Sent", "Responded", "Sent"):
        draft = Draft(dict(values), campaign_id=campaign.pk, member_status=word)
        journey.create([draft], door="form")
    member = CampaignMember.objects.get()
    assert (member.status, member.has_responded) == ("Responded", True)
    assert member.first_responded_on
    assert member.lead
    events = [event for event in told(member.lead) if "campaign" in event]
    assert events == ["lead.added_to_campaign", "lead.responded_to_campaign"]
    assert not Contact.objects.exists()
