"""The journey's third step: drafts become leads, or fill the gaps of the lead they join.

Leads are inserted first and judged afterwards by SQL. Nothing of a lead that somebody already
works on is overwritten: a second inquiry only fills what is empty, and the whole of it stays in
its submission.
"""

from typing import Any

from headwater.catalog import objects
from headwater.catalog.objects import ObjectDef
from headwater.records import trail, uniqueness, writing
from headwater.records.campaign import Campaign, CampaignMember, CampaignMemberStatus
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead
from headwater.records.problem import Refused
from headwater.records.stages import LeadStatus
from headwater.records.submission import State

# What a second inquiry never touches, even when it is empty.
NOT_A_GAP = frozenset({"owner_id", "status", "description", "lead_source", "is_unread_by_owner"})


def save(batch: Batch) -> None:
    """Insert the new leads, fill the gaps of the joined ones, add both to their campaigns."""
    kind = objects.get("Lead")
    _refuse_taken(batch, kind)
    statuses = {status.name: status for status in LeadStatus.objects.all()}
    fresh = [draft for draft in batch.live if draft.lead is None]
    _insert(batch, kind, [d for d in fresh if _prepare(batch, kind, statuses, d)])
    _point_twins(batch)
    _fill_gaps(batch, kind)
    _add_to_campaigns(batch)


def _refuse_taken(batch: Batch, kind: ObjectDef) -> None:
    """A unique value of another record fails a new lead; a draft that joins goes on without it."""
    drafts = batch.live
    taken = uniqueness.taken(kind, [draft.values for draft in drafts])
    for draft, problems in zip(drafts, taken, strict=True):
        joins = draft.lead is not None or "twin" in draft.evidence
        if problems and not joins:
            draft.fail(*problems)
        for problem in problems:
            draft.values.pop(problem.field)


def _prepare(batch: Batch, kind: ObjectDef, statuses: dict[str, LeadStatus], draft: Draft) -> bool:
    if _twin(draft):
        return False
    owner_id = draft.values.get("owner_id") or batch.organization.default_lead_owner_id
    try:
        fitted = writing.fit(kind, {**draft.values, "owner_id": owner_id}, is_new=True)
    except Refused as refused:
        draft.fail(*refused.problems)
        return False
    default = next(status for status in statuses.values() if status.is_default)
    lead = Lead(created_at=draft.received_at or batch.now, modified_at=batch.now)
    writing.place(lead, fitted)
    status = statuses.get(fitted.get("status") or "", default)
    lead.status = fitted.get("status") or default.name
    lead.is_closed = status.is_closed and not status.is_converted
    lead.status_changed_at = lead.created_at
    lead.created_by = lead.modified_by = batch.by
    lead.matched_account, lead.matched_contact = draft.account, draft.contact
    draft.lead = lead
    return True


def _insert(batch: Batch, kind: ObjectDef, drafts: list[Draft]) -> None:
    leads = [draft.lead for draft in drafts if draft.lead]
    Lead.objects.bulk_create(leads)
    writing.remember_external_ids(kind, leads)
    for draft in drafts:
        draft.outcome = State.CREATED
        batch.trail.append(
            trail.entry("lead.created", draft.lead, by=batch.by, at=draft.received_at or batch.now,
                        because=_because(batch, draft))
        )  # fmt: skip


def _twin(draft: Draft) -> Draft | None:
    """Another draft of this batch that becomes the lead of the same person.

    When the first one could not become a lead, the next takes its place and the later ones point
    to that.
    """
    twin: Draft | None = draft.evidence.get("twin")
    while twin is not None and not twin.is_live:
        twin = twin.evidence.setdefault("heir", draft)
        if twin is draft:
            return None
    return twin


def _point_twins(batch: Batch) -> None:
    """Drafts of one person within one batch: the first made the lead, the others join it."""
    for draft in batch.live:
        twin = _twin(draft)
        if twin is not None:
            draft.lead = twin.lead


def _fill_gaps(batch: Batch, kind: ObjectDef) -> None:
    """A draft whose person has an open lead joins it; only empty fields take its values."""
    touched: dict[int, Lead] = {}
    attributes: set[str] = set()
    for draft in batch.live:
        if draft.lead is None or draft.is_new:
            continue
        gaps = _gaps(kind, draft, draft.lead)
        changes = writing.difference(draft.lead, gaps)
        writing.place(draft.lead, gaps)
        draft.lead.modified_at = batch.now
        touched[draft.lead.pk] = draft.lead
        attributes |= set(changes)
        draft.outcome = State.MERGED
        batch.trail.append(
            trail.entry("lead.joined", draft.lead, by=batch.by, at=draft.received_at or batch.now,
                        because=_because(batch, draft), changes=changes)
        )  # fmt: skip
    if touched:
        columns = {"modified_at"} | {writing.column(Lead, attribute) for attribute in attributes}
        Lead.objects.bulk_update(touched.values(), sorted(columns))
    if attributes.intersection(uniqueness.unique_names(kind)):
        writing.remember_external_ids(kind, list(touched.values()))


def _gaps(kind: ObjectDef, draft: Draft, lead: Lead) -> dict[str, Any]:
    given = {}
    for attribute, value in draft.values.items():
        held = lead.custom.get(attribute) if attribute.endswith("__c") else getattr(lead, attribute)
        if held in (None, "") and attribute not in NOT_A_GAP:
            given[attribute] = value
    for attribute, match in (
        ("matched_account", draft.account),
        ("matched_contact", draft.contact),
    ):
        if match is not None and getattr(lead, f"{attribute}_id") is None:
            given[f"{attribute}_id"] = match.pk
    try:
        return writing.fit(kind, given, is_new=False)
    except Refused as refused:  # what does not fit stays in the submission, where all of it is
        unfit = {problem.field for problem in refused.problems}
        fitting = {a: v for a, v in given.items() if _name(kind, a) not in unfit}
        return writing.fit(kind, fitting, is_new=False)


def _name(kind: ObjectDef, attribute: str) -> str:
    return attribute if attribute.endswith("__c") else kind.by_attribute(attribute).name


def _because(batch: Batch, draft: Draft) -> dict[str, Any]:
    because: dict[str, Any] = {"door": batch.door, **draft.evidence.get("because", {})}
    if draft.submission:
        because |= {"submission": draft.submission.pk, "form": draft.submission.form}
    if draft.original:
        because["typed"] = draft.original
    if draft.problems:
        because["doubts"] = [problem.message for problem in draft.problems]
    return because


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
    CampaignMember.objects.bulk_create(members.values(), ignore_conflicts=True)


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
