"""The journey's last step: what was prepared and decided is written, each row once.

One statement for all tables: for a single lead the way to the database and back would cost more
than the writing.
"""

from collections.abc import Iterator

from headwater.catalog.custom import ExternalId
from headwater.database import statements
from headwater.records import trail, uniqueness
from headwater.records.campaign import CampaignMember
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead

A_FEW = 200  # drafts; so many are written by one statement, like a single one
STATUSES = """
SELECT campaign.id, status.label, status.is_default, status.has_responded, campaign.name
FROM records_campaign AS campaign
LEFT JOIN records_campaignmemberstatus AS status
  ON status.campaign_id = campaign.id AND NOT status.is_deleted
WHERE campaign.id = ANY (%s::bigint[])
"""
Statuses = dict[str, tuple[str, bool]]  # lower-cased label, '' for the default → label, responded


def save(batch: Batch) -> None:
    """Insert the new leads, update the joined ones, and write what the other steps have added."""
    fresh = [lead for lead in batch.leads if lead._state.adding]
    joined = [lead for lead in batch.leads if not lead._state.adding]
    _add_to_campaigns(batch)
    batch.add(list(_external_ids(fresh, joined, batch.touched)))
    # Only what this batch changed: others may have written other columns meanwhile.
    changed = {"custom" if name.endswith("__c") else name for name in batch.touched}
    batch.change(joined, "modified_at", *changed)
    batch.add(batch.trail)
    changes, copies = [statements.Insert(fresh), *batch.changes], len(batch.drafts) > A_FEW
    statements.write(changes, *batch.ending, copies=copies)


def _external_ids(fresh: list[Lead], joined: list[Lead], touched: set[str]) -> Iterator[ExternalId]:
    """The unique values of new leads, and those that filled a gap of one that was there."""
    names = uniqueness.unique_names("Lead")
    for leads, asked in ((fresh, names), (joined, [name for name in names if name in touched])):
        for lead in leads if asked else ():
            for name in asked:
                if name in lead.custom:
                    value = str(lead.custom[name])
                    yield ExternalId(object_name="Lead", field=name, value=value, record_id=lead.pk)


def _add_to_campaigns(batch: Batch) -> None:
    """Tie each lead to the campaign that brought it, with the member status that was named.

    Who is in it already stays a member; that they answer now is not lost.
    """
    arriving = [(d.campaign_id, d.lead, d) for d in batch.live if d.campaign_id and d.lead]
    if not arriving:
        return
    campaigns = _campaigns({campaign_id for campaign_id, _, _ in arriving})
    there = _members_of([lead for _, lead, _ in arriving if not lead._state.adding])
    members: dict[tuple[int, int], CampaignMember] = {}
    answered: list[CampaignMember] = []
    for campaign_id, lead, draft in arriving:
        # A form may name a campaign that is gone; that must not cost the lead.
        if campaign_id not in campaigns:
            continue
        name, known = campaigns[campaign_id]
        status = known.get(draft.member_status.lower(), known.get(""))
        member, place = _member(batch, draft, campaign_id, status), (campaign_id, lead.pk)
        if place in there:
            if _answers(there[place], member):
                answered.append(there[place])
                _tell(batch, lead, member, name)
        elif place not in members or member.has_responded:
            members[place] = member
            _tell(batch, lead, member, name)
    batch.add(list(members.values()), or_skip=True)
    batch.change(answered, "status", "has_responded", "first_responded_on", "modified_at")


def _members_of(leads: list[Lead]) -> dict[tuple[int, int], CampaignMember]:
    """The memberships of leads that were there before, by campaign and lead."""
    if not leads:
        return {}
    keys = [[lead.pk for lead in leads]]
    where = "WHERE t.lead_id = ANY (%s::bigint[]) AND NOT t.is_deleted"
    rows = statements.fetch(CampaignMember, where, keys)
    return {(member.campaign_id, member.lead_id): member for member in rows}


def _answers(member: CampaignMember, now: CampaignMember) -> bool:
    """Whether a member responds for the first time; it then says so."""
    if member.has_responded or not now.has_responded:
        return False
    member.status, member.has_responded = now.status, True
    member.first_responded_on = member.first_responded_on or now.first_responded_on
    member.modified_at = now.modified_at
    return True


def _tell(batch: Batch, lead: Lead, member: CampaignMember, name: str) -> None:
    event = "responded_to_campaign" if member.has_responded else "added_to_campaign"
    because = {"campaign": member.campaign_id, "name": name, "status": member.status}
    entry = trail.entry(f"lead.{event}", lead, by=batch.by, at=batch.now, because=because)
    batch.trail.append(entry)


def _campaigns(campaign_ids: set[int]) -> dict[int, tuple[str, Statuses]]:
    """Of each campaign that exists: its name and statuses."""
    found: dict[int, tuple[str, Statuses]] = {}
    asked = statements.run(STATUSES, [sorted(campaign_ids)])
    for key, label, is_default, responded, name in asked:
        known = found.setdefault(key, (name, {}))[1]
        if label is not None:
            known[label.lower()] = (label, responded)
            if is_default:
                known[""] = (label, responded)
    return found


def _member(
    batch: Batch, draft: Draft, campaign_id: int, status: tuple[str, bool] | None
) -> CampaignMember:
    label, responded = status or (draft.member_status, False)
    at = draft.received_at or batch.now
    return statements.new(
        CampaignMember,
        campaign_id=campaign_id,
        lead_id=draft.lead.pk if draft.lead else None,
        status=label,
        has_responded=responded,
        first_responded_on=at.date() if responded else None,
        created_at=at,
        modified_at=batch.now,
        created_by_id=batch.by.pk if batch.by else None,
        modified_by_id=batch.by.pk if batch.by else None,
    )
