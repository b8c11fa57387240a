"""The journey's third step: drafts become leads in memory, or fill the gaps of the lead they join.

Nothing is written yet: a lead is judged as it is going to be saved. Nothing of a lead that
somebody already works on is overwritten: a second inquiry only fills what is empty, and the whole
of it stays in its submission.
"""

from collections.abc import Iterable
from typing import Any

from headwater.catalog import objects
from headwater.catalog.objects import ObjectDef
from headwater.database import statements
from headwater.records import stages, trail, uniqueness, writing
from headwater.records.consenting import heed_opt_outs, record_consents
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead
from headwater.records.problem import Problem, Refused
from headwater.records.stages import LeadStatus
from headwater.records.submission import State

# What a second inquiry never touches, even when it is empty.
NOT_A_GAP = frozenset({"owner_id", "status", "description", "lead_source", "is_unread_by_owner"})
# What even a file that is right about everything leaves to people and rules.
NEVER_OVERWRITTEN = frozenset({"owner_id", "status", "is_unread_by_owner", "is_converted"})

OPTED_OUT = "an opt-out stands until they take it back themselves, or tell a colleague."


def prepare(batch: Batch) -> None:
    """Make the new leads, with their keys, and fill the gaps of the joined ones."""
    kind = objects.get("Lead")
    _refuse_taken(batch, kind)
    fresh = [draft for draft in batch.live if draft.lead is None]
    made = [draft for draft in fresh if _make(batch, kind, draft)]
    keys = statements.reserve(Lead, len(made)) if made else []
    for draft, key in zip(made, keys, strict=True):
        assert draft.lead
        draft.lead.pk, draft.outcome = key, State.CREATED
        because = _because(batch, draft)
        batch.trail.append(
            trail.entry("lead.created", draft.lead, by=batch.by, at=draft.received_at or batch.now,
                        because=because)
        )  # fmt: skip
    _point_twins(batch)
    _fill_gaps(batch, kind)
    record_consents(batch)


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


def _make(batch: Batch, kind: ObjectDef, draft: Draft) -> bool:
    """Whether the draft became a lead of its own."""
    if _twin(draft):
        return False
    owner_id = draft.values.get("owner_id") or batch.organization.default_lead_owner_id
    try:
        fitted = writing.fit(kind, {**draft.values, "owner_id": owner_id}, is_new=True)
    except Refused as refused:
        draft.fail(*refused.problems)
        return False
    at = draft.received_at or batch.now
    lead = statements.new(Lead, created_at=at, modified_at=batch.now)
    writing.place(lead, fitted)
    status = _status(fitted.get("status") or "")
    lead.status = fitted.get("status") or status.name
    lead.is_closed = status.is_closed and not status.is_converted
    lead.status_changed_at = lead.created_at
    lead.created_by_id = lead.modified_by_id = batch.by.pk if batch.by else None
    if draft.account:
        lead.matched_account = draft.account
    if draft.contact:
        lead.matched_contact = draft.contact
    _name(lead)
    draft.lead = lead
    return True


def _name(lead: Lead) -> None:
    """As PostgreSQL will say it; rules and news ask before the lead is saved."""
    lead.name = f"{lead.first_name} {lead.last_name}".strip()


def _status(name: str) -> LeadStatus:
    """The status of that name, else the one that new leads get."""
    found = stages.known()
    return found.get(name) or next(status for status in found.values() if status.is_default)


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
    for draft in batch.live:
        if draft.lead is None or draft.is_new:
            continue
        gaps = _gaps(kind, draft, draft.lead)
        changes = writing.difference(draft.lead, gaps)
        before = _said(draft.lead, changes)
        writing.place(draft.lead, gaps)
        after = _said(draft.lead, changes)
        draft.evidence["changes"] = {name: [before[name], after[name]] for name in changes}
        _name(draft.lead)
        draft.lead.modified_at = batch.now
        batch.touched |= set(changes)
        draft.outcome = State.MERGED
        if changes or not draft.is_update:
            event = "lead.changed" if draft.is_update else "lead.joined"
            batch.trail.append(
                trail.entry(event, draft.lead, by=batch.by, at=draft.received_at or batch.now,
                            because=_because(batch, draft), changes=changes)
            )  # fmt: skip


def _said(lead: Lead, attributes: Iterable[str]) -> dict[str, Any]:
    """What a lead says exactly; the Trail cuts long texts, and an import is taken back by this."""
    return {
        name: lead.custom.get(name) if name.endswith("__c") else getattr(lead, name)
        for name in attributes
    }


def _gaps(kind: ObjectDef, draft: Draft, lead: Lead) -> dict[str, Any]:
    given = {}
    kept_empty = NEVER_OVERWRITTEN if draft.is_update else NOT_A_GAP
    for attribute, value in draft.values.items():
        held = lead.custom.get(attribute) if attribute.endswith("__c") else getattr(lead, attribute)
        if draft.if_known == "overwrite":
            if attribute not in NEVER_OVERWRITTEN and value not in (None, ""):
                given[attribute] = value
        elif held in (None, "") and attribute not in kept_empty:
            given[attribute] = value
    for flag in heed_opt_outs(lead, given):
        field = kind.by_attribute(flag)
        message = f"{field.label} “no”: {OPTED_OUT}"
        draft.problems.append(Problem(field.name, "FIELD_INTEGRITY_EXCEPTION", message))
        del given[flag]
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
        fitting = {a: v for a, v in given.items() if _api_name(kind, a) not in unfit}
        return writing.fit(kind, fitting, is_new=False)


def _api_name(kind: ObjectDef, attribute: str) -> str:
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
