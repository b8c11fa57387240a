"""The journey's sixth step: every lead gets the promise of an answer, counted in working time.

Other kinds of clocks start when their moment comes, for many leads at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from headwater.criteria.judge import judge, judge_rows
from headwater.database import statements
from headwater.people.calendars import Calendars, Named, every_calendar
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.qualify import clock_policies
from headwater.qualify.clock_policy import WITH_THE_INQUIRY
from headwater.qualify.models import ClockPolicy
from headwater.records import clocking, trail
from headwater.records.draft import Batch, Draft
from headwater.records.models import Clock, Lead, TrailEntry

RUNNING = """
SELECT lead_id, kind FROM records_clock
WHERE lead_id = ANY (%s::bigint[]) AND stopped_at IS NULL
"""


def start_clocks(batch: Batch) -> None:
    """Start the clocks of an inquiry for every open lead of the batch that has none running."""
    if batch.is_history:
        return
    drafts = _waiting(batch)
    running = _running(draft.lead.pk for draft in batch.joined if draft.lead)
    promises = _promises(batch, list(drafts))
    calendars = every_calendar()
    clocks: dict[bool, list[Clock]] = {True: [], False: []}
    for lead_id, draft in drafts.items():
        for kind, policy in promises.get(lead_id, {}).items():
            if draft.lead and (lead_id, kind) not in running:
                clock = _begin(batch, draft, draft.lead, policy, calendars)
                clocks[draft.lead._state.adding].append(clock)
    batch.add(clocks[True])
    # Two batches may meet at one lead that is there: its first clock stands.
    batch.add(clocks[False], or_skip=True)


def start_kind(
    leads: Sequence[Lead], kind: str, *, owner_ids: Mapping[int, int], at: datetime,
    by: User | None = None,
) -> dict[int, Clock]:  # fmt: skip
    """The running clock of this kind for each of these saved leads, by lead; held by the caller.

    One that runs already stands. `owner_ids` tells by lead whose promise it is (the lead's owner
    where it is silent). A lead that no policy fits has none.
    """
    rows = Clock.objects.of_leads(lead.pk for lead in leads).of_kind(kind).running()
    found: dict[int, Clock] = {clock.lead_id: clock for clock in rows}
    free = [lead for lead in leads if lead.pk not in found]
    policies = clock_policies.asked([kind])
    if not free or not policies:
        return found
    zone, criteria = organization().time_zone, [policy.criteria for policy in policies]
    truths = judge(criteria, "Lead", [lead.pk for lead in free], zone=zone, now=at)
    calendars, entries, new = every_calendar(), [], []
    for lead in free:
        policy = clock_policies.first_of_each(policies, truths.get(lead.pk, ())).get(kind)
        if policy:
            owner_id = owner_ids.get(lead.pk, lead.owner_id)
            named = clock_policies.counts_in(policy, calendars, owner_id)
            new.append(_clock(lead, policy, named, owner_id, started_at=at, now=at))
            entries.append(_started(lead, new[-1], named, by, at))
    trail.write(entries)
    return found | {clock.lead_id: clock for clock in Clock.objects.bulk_create(new)}


def stop_kind(
    leads: Sequence[Lead], kind: str, *, because: str, at: datetime, by: User | None = None,
    is_answered: bool = True,
) -> list[Clock]:  # fmt: skip
    """Stop the running clocks of this kind; returns them. `is_answered`: it was done."""
    rows = Clock.objects.of_leads(lead.pk for lead in leads).of_kind(kind).running()
    clocks = list(rows.order_by("pk").select_for_update())
    clocking.stop(clocks, leads, because=because, at=at, by=by, is_answered=is_answered)
    return clocks


def _running(lead_ids: Iterable[int]) -> set[tuple[int, str]]:
    """What is awaited of these leads already."""
    ids = list(lead_ids)
    return {(key, kind) for key, kind in statements.run(RUNNING, [ids])} if ids else set()


def _promises(batch: Batch, lead_ids: list[int]) -> dict[int, dict[str, ClockPolicy]]:
    """Lead → kind → the first active policy that fits; without one it is left out."""
    policies = clock_policies.asked(WITH_THE_INQUIRY, batch.door)
    if not clock_policies.has_criteria(policies):
        return dict.fromkeys(lead_ids, clock_policies.first_of_each(policies, None))
    criteria, zone = [policy.criteria for policy in policies], batch.organization.time_zone
    verdicts = judge_rows(criteria, "Lead", batch.leads, zone=zone, now=batch.now)
    return {
        lead_id: clock_policies.first_of_each(policies, verdicts.get(lead_id, ()))
        for lead_id in lead_ids
    }


def _waiting(batch: Batch) -> dict[int, Draft]:
    """The drafts whose lead somebody has to answer, each lead once, by its earliest draft."""
    found: dict[int, Draft] = {}
    for draft in batch.live:
        if draft.lead and draft.lead.id and draft.lead.is_open:
            found.setdefault(draft.lead.id, draft)
    return found


def _begin(
    batch: Batch, draft: Draft, lead: Lead, policy: ClockPolicy, calendars: Calendars
) -> Clock:
    named = clock_policies.counts_in(policy, calendars, lead.owner_id)
    started_at = draft.received_at or batch.now
    owner_id = lead.owner_id
    clock = _clock(lead, policy, named, owner_id, started_at=started_at, now=batch.now)
    batch.trail.append(_started(lead, clock, named, batch.by, batch.now))
    return clock


def _clock(
    lead: Lead, policy: ClockPolicy, named: Named, owner_id: int, *, started_at: datetime,
    now: datetime,
) -> Clock:  # fmt: skip
    """It counts from when it was asked for; a person has it from now on, a queue is nobody."""
    return statements.new(
        Clock, lead_id=lead.id, kind=policy.kind, policy=policy.name, policy_key=policy.pk,
        minutes=policy.minutes, hours_id=named.hours_id, started_at=started_at,
        due_at=clock_policies.due(named, started_at, policy.minutes),
        watch_at=clock_policies.first_watch(policy, named, started_at),
        owner_id=owner_id, owned_at=now if owner_id in users() else None,
    )  # fmt: skip


def _started(lead: Lead, clock: Clock, named: Named, by: User | None, at: datetime) -> TrailEntry:
    because: dict[str, Any] = {
        "policy": clock.policy, "kind": clock.kind, "minutes": clock.minutes,
        "calendar": named.name, "due_at": clock.due_at.isoformat(),
    }  # fmt: skip
    return trail.entry("clock.started", lead, by=by, at=at, because=because)
