"""The journey's last step: what was prepared and decided is written, each row once.

One statement for all tables: for a single lead the way to the database and back would cost more
than the writing.
"""

from collections.abc import Iterator

from headwater import statements
from headwater.catalog.custom import ExternalId
from headwater.records import uniqueness
from headwater.records.campaign import Campaign, CampaignMember, CampaignMemberStatus
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead


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
    statements.write([statements.Insert(fresh), *batch.changes])


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
    """Tie each lead to the campaign that brought it, with the member status that was named."""
    arriving = [(d.campaign_id, d.lead, d) for d in batch.live if d.campaign_id and d.lead]
    if not arriving:
        return
    wanted = {campaign_id for campaign_id, _, _ in arriving}
    # A form may name a campaign that is gone; that must not cost the lead.
    known = set(Campaign.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    statuses: dict[tuple[int, str], CampaignMemberStatus] = {}
    for row in CampaignMemberStatus.objects.filter(campaign__in=known):
        statuses[row.campaign_id, row.label.lower()] = row
        if row.is_default:
            statuses[row.campaign_id, ""] = row
    members = {}
    for campaign_id, lead, draft in arriving:
        if campaign_id in known:
            default = statuses.get((campaign_id, ""))
            status = statuses.get((campaign_id, draft.member_status.lower()), default)
            members[campaign_id, lead.pk] = _member(batch, draft, campaign_id, status)
    batch.add(list(members.values()), or_skip=True)


def _member(
    batch: Batch, draft: Draft, campaign_id: int, status: CampaignMemberStatus | None
) -> CampaignMember:
    responded = bool(status and status.has_responded)
    at = draft.received_at or batch.now
    return CampaignMember(
        campaign_id=campaign_id,
        lead=draft.lead,
        status=status.label if status else draft.member_status,
        has_responded=responded,
        first_responded_on=at.date() if responded else None,
        created_at=at,
        modified_at=batch.now,
        created_by=batch.by,
        modified_by=batch.by,
    )
