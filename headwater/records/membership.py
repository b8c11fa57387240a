"""Who is in a campaign: people added and taken out again, told to the lead's or contact's Trail."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.people.models import User
from headwater.records import trail
from headwater.records.campaign import Campaign, CampaignMember, CampaignMemberStatus


def add(campaign: Campaign, people: Sequence[Any], *, by: User | None) -> list[CampaignMember]:
    """Leads or contacts (of one kind) become members with the default status; those who are
    members already stay as they are. Returns the new members."""
    if not people:
        return []
    column = str(people[0]._meta.model_name)
    known = CampaignMember.objects.filter(campaign=campaign, **{f"{column}__in": people})
    inside = set(known.values_list(f"{column}_id", flat=True))
    status = CampaignMemberStatus.objects.filter(campaign=campaign, is_default=True).first()
    now = timezone.now()
    members = [
        CampaignMember(
            campaign=campaign, status=status.label if status else "", created_at=now,
            modified_at=now, created_by=by, modified_by=by, **{column: person},
        )
        for person in people if person.pk not in inside
    ]  # fmt: skip
    with transaction.atomic():
        CampaignMember.objects.bulk_create(members)
        trail.write(_entries("added_to_campaign", members, column, by))
    return members


def remove(members: Sequence[CampaignMember], *, by: User | None) -> None:
    """Take these members out; the Trail of each person tells it."""
    with transaction.atomic():
        for column in ("lead", "contact"):
            of_kind = [member for member in members if getattr(member, f"{column}_id")]
            trail.write(_entries("removed_from_campaign", of_kind, column, by))
        CampaignMember.objects.filter(pk__in=[member.pk for member in members]).delete()


def _entries(
    deed: str, members: Sequence[CampaignMember], column: str, by: User | None
) -> list[trail.TrailEntry]:
    return [
        trail.entry(f"{column}.{deed}", getattr(member, column), by=by,
                    because={"campaign": member.campaign_id, "name": member.campaign.name})
        for member in members
    ]  # fmt: skip
