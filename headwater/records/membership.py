"""Who is in a campaign: people added, taken out and put back, told to each person's own Trail.

A person is in a campaign once, also when they are known as a lead and as the contact it became.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from headwater.people.models import User
from headwater.records import trail
from headwater.records.campaign import Campaign, CampaignMember, CampaignMemberStatus

PERSON = ("lead", "contact")


def add(
    campaign: Campaign,
    people: Sequence[Any],
    *,
    by: User | None,
    status: CampaignMemberStatus | None = None,
) -> list[CampaignMember]:
    """Leads or contacts (of one kind) become members with this status or the default one.

    Who is in it already stays as they are, and a converted lead is added as its contact only (as in
    Salesforce). Returns the new members.
    """
    if not people:
        return []
    column = str(people[0]._meta.model_name)
    with transaction.atomic():
        # Two people may add the same person at once: the second waits, and finds them in it.
        Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)
        inside = _inside(campaign, people, column)
        fresh = {
            person.pk: person
            for person in people
            if person.pk not in inside and not getattr(person, "is_converted", False)
        }
        blank = _blank(campaign, status or _default(campaign), by)
        members = [CampaignMember(**blank, **{column: person}) for person in fresh.values()]
        CampaignMember.objects.bulk_create(members)
        event = "responded_to_campaign" if blank["has_responded"] else "added_to_campaign"
        trail.write(entries(event, members, by=by, at=blank["created_at"]))
    return members


def remove(members: Sequence[CampaignMember], *, by: User | None) -> int:
    """Take these members out; the Trail of each person tells it. Returns how many went."""
    return _mark(members, True, "removed_from_campaign", by)


def put_back(members: Sequence[CampaignMember], *, by: User | None) -> int:
    """Undo `remove`; whoever has been added again meanwhile stays as they are."""
    again = _alive_beside(members)
    mine = [each for each in members if (each.campaign_id, *_who(each)) not in again]
    return _mark(mine, False, "put_back_into_campaign", by)


def take_back(members: Sequence[CampaignMember], *, by: User | None) -> None:
    """Undo `add`: as if they had never been in it, but for the Trail."""
    with transaction.atomic():
        trail.write(entries("removed_from_campaign", members, by=by, at=timezone.now()))
        CampaignMember.objects.filter(pk__in=[member.pk for member in members]).delete()


def follow(
    object_name: str, records: Sequence[Any], *, at: datetime, left_at: set[datetime]
) -> None:
    """Leads or contacts that are put aside `at` this moment leave their campaigns (as in
    Salesforce); restored, they come back into those that they left with it, `left_at` then."""
    if object_name not in ("Lead", "Contact") or not records:
        return
    rows = _of(object_name, records)
    if records[0].is_deleted:
        rows.filter(is_deleted=False).update(is_deleted=True, modified_at=at)
    else:
        rows.filter(is_deleted=True, modified_at__in=left_at).update(is_deleted=False)


def _of(object_name: str, records: Iterable[Any]) -> Any:
    """The memberships that stand and fall with these; a converted lead goes on as its contact."""
    keys = [record.pk for record in records]
    if object_name == "Contact":
        return CampaignMember.objects.filter(contact__in=keys)
    return CampaignMember.objects.filter(lead__in=keys, contact=None)


def entries(
    event: str,
    members: Iterable[CampaignMember],
    *,
    by: User | None,
    at: datetime,
    changes: Mapping[int, dict[str, list[Any]]] | None = None,
) -> list[trail.TrailEntry]:
    """What happened to members, told to the contact where there is one, else to the lead."""
    return [
        trail.entry(
            f"{member_of(member)}.{event}", person_of(member), by=by, at=at,
            because={"campaign": member.campaign_id, "name": member.campaign.name,
                     "status": member.status},
            changes=(changes or {}).get(member.pk),
        )
        for member in members
    ]  # fmt: skip


def member_of(member: CampaignMember) -> str:
    """By what a member is known best: contact, or lead."""
    return "contact" if member.contact_id else "lead"


def person_of(member: CampaignMember) -> Any:
    """The contact, or the lead that is no contact yet."""
    return getattr(member, member_of(member))


def _inside(campaign: Campaign, people: Sequence[Any], column: str) -> set[int]:
    """Which of these people are members, by themselves or as what they are known as besides."""
    alive = CampaignMember.objects.filter(campaign=campaign, is_deleted=False)
    if column == "contact":
        either = Q(contact__in=people) | Q(contact=None, lead__converted_contact__in=people)
        found = alive.filter(either).values_list("contact_id", "lead__converted_contact_id")
        return {key for pair in found for key in pair if key}
    contacts = {person.matched_contact_id: person.pk for person in people}
    contacts.pop(None, None)
    own = alive.filter(Q(lead__in=people) | Q(contact__in=list(contacts)))
    keys = {person.pk for person in people}
    inside: set[int] = set()
    for lead_id, contact_id in own.values_list("lead_id", "contact_id"):
        inside |= {lead_id} & keys
        inside |= {contacts[contact_id]} if contact_id in contacts else set()
    return inside


def _default(campaign: Campaign) -> CampaignMemberStatus | None:
    rows = CampaignMemberStatus.objects.filter(campaign=campaign, is_deleted=False)
    return rows.filter(is_default=True).first()


def _blank(
    campaign: Campaign, status: CampaignMemberStatus | None, by: User | None
) -> dict[str, Any]:
    """What all who are added at this moment have in common."""
    now, has_responded = timezone.now(), bool(status and status.has_responded)
    return {
        "campaign": campaign, "status": status.label if status else "", "created_at": now,
        "has_responded": has_responded, "modified_at": now, "created_by": by, "modified_by": by,
        "first_responded_on": timezone.localdate(now) if has_responded else None,
    }  # fmt: skip


def _mark(members: Sequence[CampaignMember], is_deleted: bool, event: str, by: User | None) -> int:
    now = timezone.now()
    moving = [member for member in members if member.is_deleted != is_deleted]
    with transaction.atomic():
        rows = CampaignMember.objects.filter(pk__in=[member.pk for member in moving])
        rows.update(is_deleted=is_deleted, modified_at=now, modified_by=by)
        trail.write(entries(event, moving, by=by, at=now))
    return len(moving)


def _who(member: CampaignMember) -> tuple[str, int | None]:
    return member_of(member), member.contact_id or member.lead_id


def _alive_beside(members: Sequence[CampaignMember]) -> set[tuple[int, str, int | None]]:
    """(campaign, column, person) of those who are in it now."""
    leads = [member.lead_id for member in members if member.lead_id]
    contacts = [member.contact_id for member in members if member.contact_id]
    alive = CampaignMember.objects.filter(
        Q(lead__in=leads) | Q(contact__in=contacts), is_deleted=False,
        campaign__in={member.campaign_id for member in members},
    )  # fmt: skip
    return {
        (campaign, column, key)
        for campaign, *both in alive.values_list("campaign_id", "lead_id", "contact_id")
        for column, key in zip(PERSON, both, strict=True)
    }
