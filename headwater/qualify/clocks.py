"""The journey's sixth step: every lead gets the promise of an answer, counted in working time."""

from typing import Any

from headwater.criteria.judge import judge
from headwater.qualify.calendars import ALL_HOURS, Calendars, Named
from headwater.qualify.models import ClockPolicy
from headwater.records import trail
from headwater.records.draft import Batch, Draft
from headwater.records.models import Clock, Lead

FIRST_RESPONSE = "first_response"


def start_clocks(batch: Batch) -> None:
    """Start a first-response clock for every open lead of the batch that has none running."""
    if batch.is_history:
        return
    drafts = _waiting(batch)
    running = set(
        Clock.objects.of_leads(drafts).running().filter(kind=FIRST_RESPONSE)
        .values_list("lead_id", flat=True)
    )  # fmt: skip
    policies = policies_of(list(drafts), batch.door)
    calendars = Calendars.of_owners(draft.lead.owner_id for draft in drafts.values() if draft.lead)
    clocks: list[Clock] = []
    for lead_id, draft in drafts.items():
        policy = policies.get(lead_id)
        if policy and draft.lead and lead_id not in running:
            clocks.append(_start(batch, draft, draft.lead, policy, calendars))
    # Two batches may meet at one lead: its first clock stands.
    Clock.objects.bulk_create(clocks, ignore_conflicts=True)


def policies_of(lead_ids: list[int], door: str) -> dict[int, ClockPolicy]:
    """The first active policy that fits each lead, by lead id; without one it is left out."""
    policies = [
        policy for policy in ClockPolicy.objects.filter(is_active=True)
        if not policy.doors or door in policy.doors
    ]  # fmt: skip
    if not policies:
        return {}
    verdicts = judge([policy.criteria for policy in policies], "Lead", lead_ids)
    found = {}
    for lead_id in lead_ids:
        pairs = zip(policies, verdicts.get(lead_id, ()), strict=False)
        first = next((policy for policy, is_true in pairs if is_true), None)
        if first:
            found[lead_id] = first
    return found


def _waiting(batch: Batch) -> dict[int, Draft]:
    """The drafts whose lead somebody has to answer, each lead once, by its earliest draft."""
    found: dict[int, Draft] = {}
    for draft in batch.live:
        if draft.lead and draft.lead.pk and draft.lead.is_open:
            found.setdefault(draft.lead.pk, draft)
    return found


def _start(
    batch: Batch, draft: Draft, lead: Lead, policy: ClockPolicy, calendars: Calendars
) -> Clock:
    named = _counts_in(policy, calendars, lead)
    started_at = draft.received_at or batch.now
    due_at = named.due(started_at, policy.minutes)
    because: dict[str, Any] = {
        "policy": policy.name,
        "minutes": policy.minutes,
        "calendar": named.name,
        "due_at": due_at.isoformat(),
    }
    batch.trail.append(
        trail.entry("clock.started", lead, by=batch.by, at=batch.now, because=because)
    )
    return Clock(
        lead=lead, kind=FIRST_RESPONSE, policy=policy.name, minutes=policy.minutes,
        started_at=started_at, due_at=due_at, owner_id=lead.owner_id,
    )  # fmt: skip


def _counts_in(policy: ClockPolicy, calendars: Calendars, lead: Lead) -> Named:
    if policy.counts_in == ClockPolicy.CountsIn.ALL_HOURS:
        return ALL_HOURS
    return calendars.of(lead.owner_id)
