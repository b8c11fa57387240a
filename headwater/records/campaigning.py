"""Deeds on campaigns: a new one with its first member statuses, and more of these.

A campaign has exactly one default status and at least one that means a response (reference §1.7).
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from headwater.people.models import User
from headwater.records import trail, writing
from headwater.records.campaign import Campaign, CampaignMember, CampaignMemberStatus
from headwater.records.problem import Problem, Refused

FIRST_STATUSES = (("Sent", False), ("Responded", True))  # as Salesforce makes them


def open_campaign(given: Mapping[str, Any], *, by: User | None) -> Campaign:
    """A new campaign with the statuses Sent (default) and Responded; raises Refused."""
    with transaction.atomic():
        campaign: Campaign = writing.create("Campaign", given, by=by)
        CampaignMemberStatus.objects.bulk_create(
            CampaignMemberStatus(
                campaign=campaign, label=label, sort_order=place, has_responded=responded,
                is_default=place == 0, created_by=by, modified_by=by,
            )
            for place, (label, responded) in enumerate(FIRST_STATUSES)
        )  # fmt: skip
    return campaign


def add_status(
    campaign: Campaign, label: str, *, has_responded: bool, by: User | None
) -> CampaignMemberStatus:
    """One more word for what a member did; raises Refused when it is empty or there already."""
    label, there = label.strip()[:40], list(campaign.member_statuses.all())
    if not label or any(status.label.lower() == label.lower() for status in there):
        message = f"“{label}” is a status already." if label else "Give the status a name."
        raise Refused([Problem("Label", "DUPLICATE_VALUE", message)])
    with transaction.atomic():
        status = CampaignMemberStatus.objects.create(
            campaign=campaign, label=label, has_responded=has_responded, is_default=not there,
            sort_order=max((each.sort_order for each in there), default=-1) + 1,
            created_by=by, modified_by=by,
        )  # fmt: skip
        because = {"words": f"member status “{label}” added"}
        trail.write([trail.entry("campaign.changed", campaign, by=by, because=because)])
    return status


def move_member(
    member: CampaignMember, status: CampaignMemberStatus, *, by: User | None, on: Any
) -> None:
    """Give a member a status; the first response is dated `on` and keeps its date."""
    before = member.status
    member.status, member.has_responded = status.label, status.has_responded
    if status.has_responded and member.first_responded_on is None:
        member.first_responded_on = on
    member.modified_by = by
    with transaction.atomic():
        member.save(update_fields=["status", "has_responded", "first_responded_on", "modified_by"])
        person = member.lead or member.contact
        because = {"campaign": member.campaign.name, "member": str(person)}
        trail.write([
            trail.entry("member.moved", member, by=by, because=because,
                        changes={"status": [before, status.label]})
        ])  # fmt: skip
