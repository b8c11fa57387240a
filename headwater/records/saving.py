"""The journey's last step: what was prepared and decided is written, each row once.

One statement for all tables: for a single lead the way to the database and back would cost more
than the writing.
"""

from collections.abc import Iterator

from headwater import statements
from headwater.catalog.custom import ExternalId
from headwater.records import uniqueness
from headwater.records.campaign import CampaignMember
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead

A_FEW = 200  # drafts; so many are written by one statement, like a single one
STATUSES = """
SELECT campaign.id, status.label, status.is_default, status.has_responded
FROM records_campaign AS campaign
LEFT JOIN records_campaignmemberstatus AS status ON status.campaign_id = campaign.id
WHERE campaign.id = ANY (%s::bigint[])
"""


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
    """Tie each lead to the campaign that brought it, with the member status that was named."""
    arriving = [(d.campaign_id, d.lead, d) for d in batch.live if d.campaign_id and d.lead]
    if not arriving:
        return
    statuses = _member_statuses({campaign_id for campaign_id, _, _ in arriving})
    members = {}
    for campaign_id, lead, draft in arriving:
        # A form may name a campaign that is gone; that must not cost the lead.
        if campaign_id in statuses:
            known = statuses[campaign_id]
            status = known.get(draft.member_status.lower(), known.get(""))
            members[campaign_id, lead.pk] = _member(batch, draft, campaign_id, status)
    batch.add(list(members.values()), or_skip=True)


def _member_statuses(campaign_ids: set[int]) -> dict[int, dict[str, tuple[str, bool]]]:
    """Of each campaign that exists: lower-cased label, '' for the default → label, responded."""
    found: dict[int, dict[str, tuple[str, bool]]] = {}
    for key, label, is_default, responded in statements.run(STATUSES, [sorted(campaign_ids)]):
        known = found.setdefault(key, {})
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
