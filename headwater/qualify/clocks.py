"""The journey's sixth step: every lead gets the promise of an answer, counted in working time."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from headwater import statements
from headwater.criteria.judge import judge_rows
from headwater.people.standing import kept
from headwater.qualify.calendars import ALL_HOURS, Calendars, Named, every_calendar
from headwater.qualify.models import ClockPolicy
from headwater.records import trail
from headwater.records.draft import Batch, Draft
from headwater.records.models import Clock, Lead

FIRST_RESPONSE = "first_response"
RUNNING = """
SELECT lead_id FROM records_clock
WHERE kind = %s::text AND lead_id = ANY (%s::bigint[]) AND stopped_at IS NULL
"""


def start_clocks(batch: Batch) -> None:
    """Start a first-response clock for every open lead of the batch that has none running."""
    if batch.is_history:
        return
    drafts = _waiting(batch)
    running = _running(draft.lead.pk for draft in batch.joined if draft.lead)
    policies = _policies_of(batch, list(drafts))
    calendars = every_calendar()
    clocks: dict[bool, list[Clock]] = {True: [], False: []}
    for lead_id, draft in drafts.items():
        policy = policies.get(lead_id)
        if policy and draft.lead and lead_id not in running:
            clock = _start(batch, draft, draft.lead, policy, calendars)
            clocks[draft.lead._state.adding].append(clock)
    batch.add(clocks[True])
    # Two batches may meet at one lead that is there: its first clock stands.
    batch.add(clocks[False], or_skip=True)


def _running(lead_ids: Iterable[int]) -> set[int]:
    """Those of these leads whose first answer is awaited already."""
    ids = list(lead_ids)
    return {key for (key,) in statements.run(RUNNING, [FIRST_RESPONSE, ids])} if ids else set()


def _policies_of(batch: Batch, lead_ids: list[int]) -> dict[int, ClockPolicy]:
    """The first active policy that fits each lead, by lead id; without one it is left out."""
    policies = [each for each in _policies() if not each.doors or batch.door in each.doors]
    if not policies:
        return {}
    if not policies[0].criteria.strip():
        return dict.fromkeys(lead_ids, policies[0])
    criteria, zone = [policy.criteria for policy in policies], batch.organization.time_zone
    verdicts = judge_rows(criteria, "Lead", batch.leads, zone=zone, now=batch.now)
    found = {}
    for lead_id in lead_ids:
        pairs = zip(policies, verdicts.get(lead_id, ()), strict=False)
        first = next((policy for policy, is_true in pairs if is_true), None)
        if first:
            found[lead_id] = first
    return found


@kept
def _policies() -> list[ClockPolicy]:
    return list(ClockPolicy.objects.filter(is_active=True))


def _waiting(batch: Batch) -> dict[int, Draft]:
    """The drafts whose lead somebody has to answer, each lead once, by its earliest draft."""
    found: dict[int, Draft] = {}
    for draft in batch.live:
        if draft.lead and draft.lead.id and draft.lead.is_open:
            found.setdefault(draft.lead.id, draft)
    return found


def _start(
    batch: Batch, draft: Draft, lead: Lead, policy: ClockPolicy, calendars: Calendars
) -> Clock:
    named = _counts_in(policy, calendars, lead)
    started_at = draft.received_at or batch.now
    due_at = _due(named, started_at, policy.minutes)
    because: dict[str, Any] = {
        "policy": policy.name,
        "minutes": policy.minutes,
        "calendar": named.name,
        "due_at": due_at.isoformat(),
    }
    batch.trail.append(
        trail.entry("clock.started", lead, by=batch.by, at=batch.now, because=because)
    )
    return statements.new(
        Clock, lead_id=lead.id, kind=FIRST_RESPONSE, policy=policy.name, minutes=policy.minutes,
        started_at=started_at, due_at=due_at, owner_id=lead.owner_id,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _due(named: Named, started_at: datetime, minutes: int) -> datetime:
    """The leads of one file or one second often start together."""
    return named.due(started_at, minutes)


def _counts_in(policy: ClockPolicy, calendars: Calendars, lead: Lead) -> Named:
    if policy.counts_in == ClockPolicy.CountsIn.ALL_HOURS:
        return ALL_HOURS
    return calendars.of(lead.owner_id)
