"""Deeds on campaigns: a new one with its first member statuses, what members did, and its place.

A campaign has exactly one default status and at least one that means a response (reference §1.7).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog import objects
from headwater.people.models import User
from headwater.records import campaign_levels, membership, trail, writing
from headwater.records.campaign import Campaign, CampaignMember, CampaignMemberStatus
from headwater.records.problem import Problem, Refused

FIRST_STATUSES = (("Sent", False), ("Responded", True))  # as Salesforce makes them
OF_A_MOVE = ("status", "has_responded", "first_responded_on")


def open_campaign(given: Mapping[str, Any], *, by: User | None) -> Campaign:
    """A new campaign with the statuses Sent (default) and Responded; raises Refused."""
    with transaction.atomic():
        campaign: Campaign = writing.create("Campaign", given, by=by)
        campaign_levels.refuse([campaign], campaign.parent_id)
        CampaignMemberStatus.objects.bulk_create(
            CampaignMemberStatus(
                campaign=campaign, label=label, sort_order=place, has_responded=responded,
                is_default=place == 0, created_by=by, modified_by=by,
            )
            for place, (label, responded) in enumerate(FIRST_STATUSES)
        )  # fmt: skip
    return campaign


def move_members(
    members: Sequence[CampaignMember],
    status: CampaignMemberStatus,
    *,
    by: User | None,
    on: date | None = None,
) -> list[CampaignMember]:
    """Give members (of the status's campaign) a status; returns those that really moved.

    The first response is dated `on`, today unless it says otherwise, and keeps its date.
    """
    moving = [member for member in members if member.status != status.label]
    was = {member.pk: state(member) for member in moving}
    for member in moving:
        member.status, member.has_responded = status.label, status.has_responded
        if status.has_responded and member.first_responded_on is None:
            member.first_responded_on = on or timezone.localdate()
    _save_moves(moving, was, by)
    return moving


def move_back(
    members: Sequence[CampaignMember], states: Mapping[int, Mapping[str, Any]], *, by: User | None
) -> int:
    """Undo `move_members`: the states (see `state`) that they had; returns how many moved."""
    moving = [member for member in members if state(member) != states[member.pk]]
    was = {member.pk: state(member) for member in moving}
    for member in moving:
        before = states[member.pk]
        member.status, member.has_responded = before["status"], before["has_responded"]
        day = before["first_responded_on"]
        member.first_responded_on = date.fromisoformat(day) if day else None
    _save_moves(moving, was, by)
    return len(moving)


def state(member: CampaignMember) -> dict[str, Any]:
    """What a move changes, as JSON keeps it."""
    return {name: trail.told(getattr(member, name)) for name in OF_A_MOVE}


def _save_moves(
    members: Sequence[CampaignMember], was: Mapping[int, dict[str, Any]], by: User | None
) -> None:
    if not members:
        return
    now = timezone.now()
    answered: list[CampaignMember] = []
    others: list[CampaignMember] = []
    for member in members:
        member.modified_at, member.modified_by = now, by
        is_answer = member.has_responded and not was[member.pk]["has_responded"]
        (answered if is_answer else others).append(member)
    changes = {
        member.pk: {
            name: [was[member.pk][name], value]
            for name, value in state(member).items()
            if value != was[member.pk][name]
        }
        for member in members
    }
    with transaction.atomic():
        writing.store(members, [*OF_A_MOVE, "modified_at", "modified_by"])
        told = membership.entries("responded_to_campaign", answered, by=by, at=now, changes=changes)
        told += membership.entries("moved_in_campaign", others, by=by, at=now, changes=changes)
        trail.write(told)


def join(values: Mapping[str, Any], *, by: User | None) -> CampaignMember:
    """One member from values by attribute, as a program gives them; raises Refused.

    Of a lead and a contact only the contact counts; an unknown status is the default one (as in
    Salesforce).
    """
    column = "contact" if values.get("contact_id") else "lead"
    key, campaign_id = values.get(f"{column}_id"), values.get("campaign_id")
    campaign = Campaign.objects.alive().filter(pk=campaign_id or 0).first()
    model = objects.get(column.title()).model
    person: Any = model._default_manager.filter(pk=key or 0, is_deleted=False).first()
    if campaign is None or person is None:
        missing = "CampaignId" if campaign is None else "LeadId"
        message = "A campaign is needed." if campaign is None else "A lead or a contact is needed."
        raise Refused([Problem(missing, "REQUIRED_FIELD_MISSING", message)])
    if column == "lead" and person.is_converted:
        message = "cannot reference converted lead"
        raise Refused([Problem("LeadId", "CANNOT_UPDATE_CONVERTED_LEAD", message)])
    wanted = status_named(campaign_id, values.get("status") or "")
    added = membership.add(campaign, [person], by=by, status=wanted)
    if not added:
        raise Refused([Problem("", "DUPLICATE_VALUE", "Already a campaign member.")])
    return added[0]


def status_named(campaign_id: Any, label: str) -> CampaignMemberStatus | None:
    """The campaign's status of this name in any case, or its default one."""
    known = CampaignMemberStatus.objects.filter(campaign_id=campaign_id, is_deleted=False)
    named = known.filter(label__iexact=label).first() if label else None
    return named or known.filter(is_default=True).first()
