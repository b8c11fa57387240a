"""What hangs on a lead comes along: activities and campaign memberships gain the new links.

Nothing is taken from the lead: a row keeps its lead and gains contact, account and opportunity, so
that the lead's own timeline stays whole and the contact's tells the story from the first visit.
"""

from datetime import datetime
from typing import Any

from headwater.people.models import User
from headwater.records import clocking, writing
from headwater.records.journal import Journal
from headwater.records.models import (
    CampaignMember,
    Clock,
    Consent,
    EmailMessage,
    Event,
    Lead,
    Note,
    Task,
)

ACTIVITIES: tuple[Any, ...] = (Task, Event, EmailMessage, Note)
STOPPED_BECAUSE = "converted"
LINKS = ("contact_id", "account_id", "opportunity_id")


def move_activities(
    lead: Lead, links: dict[str, int | None], owner_id: int, by: User | None, journal: Journal
) -> int:
    """Link every activity of the lead to what it became; returns how many there are.

    Work of the converting user passes to the new owner: open tasks, and meetings (reference §5.5).
    """
    count = 0
    for model in ACTIVITIES:
        rows = list(model._default_manager.filter(lead=lead).select_for_update(of=("self",)))
        for row in rows:
            wanted = {name: key for name, key in links.items() if getattr(row, name) is None}
            if by and _passes_on(row, by):
                wanted["owner_id"] = owner_id
            journal.change(row, wanted)
        columns = ["contact", "account", "opportunity"]
        columns += ["owner"] if model in (Task, Event) else []
        writing.store(rows, columns)
        count += len(rows)
    return count


def move_members(lead: Lead, contact_id: int, journal: Journal) -> int | None:
    """The lead's memberships gain its contact; returns the key of the most recent campaign."""
    members = list(
        CampaignMember.objects.filter(lead=lead).order_by("created_at", "id").select_for_update()
    )
    theirs = set(
        CampaignMember.objects.filter(contact_id=contact_id).values_list("campaign_id", flat=True)
    )
    for member in members:  # once in a campaign, also for a contact who is in it already
        if member.contact_id is None and member.campaign_id not in theirs:
            journal.change(member, {"contact_id": contact_id})
    writing.store(members, ["contact"])
    alive = [member.campaign_id for member in members if not member.is_deleted]
    return alive[-1] if alive else None


def move_consents(lead: Lead, contact_id: int, at: datetime, journal: Journal) -> None:
    """What the lead has said of being written to and called holds for its contact from now on."""
    rows = list(Consent.objects.filter(lead=lead, contact=None).select_for_update(of=("self",)))
    for row in rows:
        journal.change(row, {"contact_id": contact_id, "carried_at": at})
    writing.store(rows, ["contact", "carried_at"])


def stop_clocks(lead: Lead, at: datetime, journal: Journal) -> None:
    """Nobody has to answer a converted lead any more."""
    clocks = list(Clock.objects.of_leads([lead.pk]).running().select_for_update())
    for clock in clocks:
        journal.change(clock, clocking.stopped(clock, at, STOPPED_BECAUSE))
    writing.store(clocks, clocking.WITH_STOP)


def _passes_on(row: Any, by: User) -> bool:
    if isinstance(row, Task):
        return row.owner_id == by.pk and not row.is_closed
    return isinstance(row, Event) and row.owner_id == by.pk
