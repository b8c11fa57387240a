"""Every minute: who has to be warned of a clock, and what becomes of those that ran out.

It stands beside the journey, since it needs two verbs: `qualify` knows the clocks, `route` finds
the next owner. Two workers in one minute take different clocks, and a portion is a fixed number
of queries. What it does, it does once: a warning for each share, a miss for each who had it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import job
from headwater.people.calendars import every_calendar
from headwater.people.queue import queues
from headwater.people.standing import moment
from headwater.people.user import users
from headwater.qualify import clock_policies, clock_watch, next_step
from headwater.qualify.models import ClockPolicy, MissedClock
from headwater.records import clocking, trail
from headwater.records.clock import Kind
from headwater.records.models import Clock, Lead
from headwater.records.notification import News, tell
from headwater.route.back_to_queue import to_queue
from headwater.route.passing import pass_on

AT_ONCE = 200  # clocks in one transaction
# Leads before clocks, as every deed locks them, and what somebody else holds comes a minute later.
TAKE = """
SELECT clock.id FROM records_clock clock JOIN records_lead lead ON lead.id = clock.lead_id
WHERE clock.stopped_at IS NULL AND clock.watch_at <= %s::timestamptz
ORDER BY clock.watch_at LIMIT %s::int FOR UPDATE OF lead, clock SKIP LOCKED
"""
# Who had the lead when the time was up, as the Trail tells it.
HOLDERS = """
SELECT clock.id, (
    SELECT (entry.changes #>> '{owner_id,1}')::bigint FROM records_trailentry entry
    WHERE entry.object_name = 'Lead' AND entry.record_id = clock.lead_id
        AND entry.at <= CASE WHEN clock.missed_at IS NULL THEN clock.due_at ELSE clock.watch_at END
        AND jsonb_exists(entry.changes, 'owner_id')
    ORDER BY entry.at DESC, entry.id DESC LIMIT 1
) FROM records_clock clock WHERE clock.id = ANY (%s::bigint[])
"""


@dataclass(slots=True)
class Done:
    """What a portion of clocks comes to."""

    warned: list[Clock]
    missed: list[Clock]
    over: list[Clock]
    resumed: list[Clock]


@job("headwater.watch_clocks", cron="* * * * *")
def watch_clocks(timestamp: int) -> None:
    """The minute's run; `timestamp` is the Unix time it was meant for."""
    now = timezone.now()
    next_step.look_after(now)
    while watch(now) == AT_ONCE:
        pass


def watch(now: datetime) -> int:
    """Warn, and act on what ran out, for one portion of clocks; returns how many were looked at."""
    with transaction.atomic(), moment():
        ids = [key for (key,) in statements.run(TAKE, [now, AT_ONCE])]
        rows = Clock.objects.filter(pk__in=ids).select_related("lead", "lead__owner")
        clocks = list(rows.order_by("due_at", "pk"))
        done = _look(clocks, now)
        clocking.resume(done.resumed, because="The pause was over", at=now, by=None)
        _end(done.over, now)
        _warn(done.warned, now)
        _missed(done.missed, now)
        Clock.objects.bulk_update(clocks, ["watch_at", "warned_share", "missed_at"])
    return len(clocks)


def _look(clocks: Sequence[Clock], now: datetime) -> Done:
    """Sort the clocks by what is to be done with them; each knows when to be looked at next."""
    calendars, done = every_calendar(), Done([], [], [], [])
    for clock in clocks:
        if clock.paused_at:  # its end is what it was watched for
            clock.watch_at = now
            done.resumed.append(clock)
            continue
        if not clock.lead.is_open and clock.kind != Kind.ACCEPT:
            done.over.append(clock)
            continue
        named = calendars.named(clock.hours_id)
        awake = calendars.of(clock.owner_id) if clock.hours_id else named
        found = clock_watch.look(clock, _policy(clock).shares, named, awake, now)
        clock.watch_at = found.next_at
        if found.has_run_out:
            done.missed.append(clock)
        elif found.warns_of:
            clock.warned_share = found.warns_of
            done.warned.append(clock)
    return done


def _end(clocks: Sequence[Clock], now: datetime) -> None:
    """Nobody waits for a lead that was closed or put aside by a program; no answer, no touch."""
    leads = [clock.lead for clock in clocks]
    clocking.stop(
        clocks, leads, because="Nobody waits any more", at=now, by=None, is_answered=False,
        since={lead.pk: lead.status_changed_at for lead in leads if lead.is_closed},
    )  # fmt: skip


def _policy(clock: Clock) -> ClockPolicy:
    """The clock's own; one that is gone reminds and tells, as every new one does."""
    return clock_policies.by_key().get(clock.policy_key or 0) or ClockPolicy(name=clock.policy)


def _warn(clocks: Sequence[Clock], now: datetime) -> None:
    """A word to whoever has it: so much of the time is gone."""
    tell([_warning(clock) for clock in clocks], now)
    trail.write(
        trail.entry("clock.warned", clock.lead, by=None, at=now,
                    because=_because(clock) | {"share": clock.warned_share})
        for clock in clocks
    )  # fmt: skip


def _warning(clock: Clock) -> News:
    share = f"{clock.warned_share:.0%}".replace("%", " %")
    text = f"{clock.lead}: {share} of the time for the {_what(clock)} is gone."
    key = f"clock:{clock.pk}:{clock.warned_share:g}"
    return News(key, text, _url(clock), (clock.owner_id,), "clock.warning")


def _missed(clocks: Sequence[Clock], now: datetime) -> None:
    """Write down who had it when the time was up, tell, and pass on; once for each who had it."""
    if not clocks:
        return
    holders: dict[int, int | None] = dict(statements.run(HOLDERS, [[c.pk for c in clocks]]))
    known = set(MissedClock.objects.filter(clock__in=clocks).values_list("clock_id", "owner_id"))
    fresh, entries = [], []
    for clock in clocks:
        holder = holders.get(clock.pk) or clock.owner_id
        if (clock.pk, holder) not in known:
            fresh.append(MissedClock(clock=clock, owner_id=holder, noticed_at=now))
            entries.append(_entry(clock, holder, now))
        clock.missed_at = clock.missed_at or now
    MissedClock.objects.bulk_create(fresh)
    trail.write(entries)
    told = [row.clock for row in fresh if row.clock.kind != Kind.ACCEPT]
    tell([news for clock in told for news in _alarm(clock)], now)
    _pass_on(told, now)


def _entry(clock: Clock, holder: int, now: datetime) -> trail.TrailEntry:
    """`owner` is the one whose time was up, whoever has the lead by now."""
    owner = users().get(holder) or queues().get(holder)
    because = _because(clock) | {
        "owner_id": holder, "owner": owner.name if owner else "", "again": bool(clock.missed_at),
    }  # fmt: skip
    return trail.entry("clock.missed", clock.lead, by=None, at=now, because=because)


def _because(clock: Clock) -> dict[str, Any]:
    return {"policy": clock.policy, "kind": clock.kind, "minutes": clock.minutes,
            "due_at": clock.due_at.isoformat()}  # fmt: skip


def _alarm(clock: Clock) -> list[News]:
    """To the owner, to whoever leads them, or to both, as the policy says."""
    policy, owner = _policy(clock), clock.lead.owner
    text = f"{clock.lead} has waited too long for the {_what(clock)} ({clock.policy}, {owner})."
    told = []
    if policy.reminds_owner:
        told.append(("owner", clock.owner_id))
    if policy.tells_manager and (manager := _manager(clock.owner_id)):
        told.append(("manager", manager))
    return [
        News(f"missed:{clock.pk}:{clock.owner_id}:{who}", text, _url(clock), (key,), "clock.missed")
        for who, key in told
    ]


def _manager(owner_id: int) -> int | None:
    user, queue = users().get(owner_id), queues().get(owner_id)
    return user.manager_id if user else queue.manager_id if queue else None


def _pass_on(clocks: Sequence[Clock], now: datetime) -> None:
    """Leads go to whoever is next, or back to the queue; who gets one has as long again."""
    for then in (ClockPolicy.Then.NEXT, ClockPolicy.Then.QUEUE):
        moving = [clock for clock in clocks if _policy(clock).then == then]
        moving = [clock for clock in moving if not clock.lead.owner.is_queue]
        if moving:
            _move(then, moving, now)


def _move(then: str, clocks: Sequence[Clock], now: datetime) -> None:
    leads: dict[int, Lead] = {clock.lead_id: clock.lead for clock in clocks}
    if then == ClockPolicy.Then.QUEUE:
        to_queue(list(leads.values()), because={"words": "nobody had been in time"})
    else:
        for away_from, some in _by_missers(leads).items():
            pass_on(some, because={"missed": clocks[0].policy}, away_from=away_from)
    _give_time(clocks, leads, now)


def _by_missers(leads: Mapping[int, Lead]) -> dict[frozenset[int], list[Lead]]:
    """Leads by the people who have not been in time with them: none of those gets them again."""
    missers: dict[int, set[int]] = {key: {lead.owner_id} for key, lead in leads.items()}
    rows = MissedClock.objects.filter(clock__lead__in=leads, owner__isnull=False)
    for lead_id, owner_id in rows.values_list("clock__lead_id", "owner_id"):
        missers[lead_id].add(owner_id)
    found: dict[frozenset[int], list[Lead]] = {}
    for key, people in missers.items():
        found.setdefault(frozenset(people), []).append(leads[key])
    return found


def _give_time(clocks: Sequence[Clock], leads: Mapping[int, Lead], now: datetime) -> None:
    """The promise stays missed; the new owner is looked at after as long again."""
    calendars = every_calendar()
    for clock in clocks:
        owner_id = leads[clock.lead_id].owner_id
        if owner_id != clock.owner_id:
            clock.owner_id = owner_id
            named = calendars.of(owner_id) if clock.hours_id else calendars.named(None)
            clock.watch_at = named.due(now, clock.minutes)


def _what(clock: Clock) -> str:
    return Kind(clock.kind).label.lower() if clock.kind in Kind.values else "answer"


def _url(clock: Clock) -> str:
    return f"/leads/{clock.lead_id}"
