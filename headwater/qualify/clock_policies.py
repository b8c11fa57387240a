"""Which policy is a lead's promise: the first one of a kind that fits, judged by SQL."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from headwater.criteria.judge import judge
from headwater.people.calendars import ALL_HOURS, Calendars, Named
from headwater.people.organization import organization
from headwater.people.standing import kept
from headwater.qualify.models import ClockPolicy

NO_WARNINGS = 1.0  # the share of the time at which it has run out


@kept
def active() -> Sequence[ClockPolicy]:
    """The policies in use, in order, kept in memory."""
    return list(ClockPolicy.objects.filter(is_active=True))


@kept
def by_key() -> Mapping[int, ClockPolicy]:
    """Every policy, in use or not: a running clock still goes by its own."""
    return ClockPolicy.objects.in_bulk()


def asked(kinds: Iterable[str], door: str | None = None) -> list[ClockPolicy]:
    """What has to be judged for a lead that came by `door` (None: it has been here for a while).

    Behind a policy that fits every lead, the others of its kind never have their turn.
    """
    waiting, found = set(kinds), []
    for policy in active():
        has_come = door is None or not policy.doors or door in policy.doors
        if policy.kind in waiting and has_come:
            found.append(policy)
            if not policy.criteria.strip():
                waiting.discard(policy.kind)
    return found


def first_of_each(
    policies: Sequence[ClockPolicy], truths: Sequence[bool] | None
) -> dict[str, ClockPolicy]:
    """Kind → the first policy that is true of a lead; None: all of them are."""
    found: dict[str, ClockPolicy] = {}
    for place, policy in enumerate(policies):
        if truths is None or (place < len(truths) and truths[place]):
            found.setdefault(policy.kind, policy)
    return found


def fitting(lead_ids: list[int], kind: str, *, now: datetime) -> list[int]:
    """Those of these leads that a policy of the kind fits."""
    policies = asked([kind])
    if not has_criteria(policies):
        return lead_ids if policies else []
    zone, criteria = organization().time_zone, [policy.criteria for policy in policies]
    truths = judge(criteria, "Lead", lead_ids, zone=zone, now=now)
    return [key for key, answers in truths.items() if any(answers)]


def has_criteria(policies: Iterable[ClockPolicy]) -> bool:
    return any(policy.criteria.strip() for policy in policies)


def counts_in(policy: ClockPolicy, calendars: Calendars, owner_id: int) -> Named:
    """The calendar that a promise of this owner counts in."""
    if policy.counts_in == ClockPolicy.CountsIn.ALL_HOURS:
        return ALL_HOURS
    return calendars.of(owner_id)


@lru_cache(maxsize=1024)
def due(named: Named, started_at: datetime, minutes: float) -> datetime:
    """The leads of one file or one second often start together."""
    return named.due(started_at, minutes)


def first_watch(policy: ClockPolicy, named: Named, started_at: datetime) -> datetime:
    """When somebody has to be told first: of a warning, or that the time has run out."""
    share = policy.shares[0] if policy.shares else NO_WARNINGS
    return due(named, started_at, policy.minutes * share)
