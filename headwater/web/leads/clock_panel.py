"""What the page says of a lead's clocks: which run, who hears what next, how they ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from headwater.database import statements
from headwater.people.calendars import every_calendar
from headwater.people.models import User
from headwater.people.queue import queues
from headwater.people.user import users
from headwater.qualify import clock_policies, clock_state, clock_watch, pausing
from headwater.qualify.clock_state import ClockState
from headwater.qualify.models import ClockPolicy
from headwater.records.clock import Kind
from headwater.records.models import Clock, ClockPause, Lead
from headwater.web.leads import quick_times
from headwater.web.records import words
from headwater.web.templatetags.words import duration

MOST = 4  # clocks that have ended; the timeline has all of them
OF_LEAD = "WHERE t.lead_id = %s::bigint ORDER BY t.started_at DESC, t.id DESC"
FOR = {
    Kind.FIRST_ATTEMPT: "answer",
    Kind.FIRST_CONTACT: "speak with them",
    Kind.NEXT_STEP: "plan the next step",
    Kind.ACCEPT: "accept or reject",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One clock: how it stands, what is to be done by then, who hears of it next, and then?

    `soon` is how many seconds before its time it is about to run out.
    """

    clock: Clock
    state: ClockState
    pause: ClockPause | None
    next_word: str
    then: str
    soon: int

    @property
    def label(self) -> str:
        return Kind(self.clock.kind).label if self.clock.kind in Kind.values else self.clock.kind

    @property
    def deed(self) -> str:
        return FOR.get(Kind(self.clock.kind), "") if self.clock.kind in Kind.values else ""

    @property
    def promise(self) -> str:
        return duration(self.clock.minutes * 60)

    @property
    def percent(self) -> int:
        return min(round(self.state.share_used * 100), 100)


def panel(lead: Lead, user: User, now: datetime) -> dict[str, Any]:
    """The context of the panel; two queries."""
    clocks = statements.fetch(Clock, OF_LEAD, [lead.pk])
    stands = clock_state.states(clocks, now)
    paused = [clock.pk for clock in clocks if clock.is_paused]
    pauses = _pauses(paused) if paused else {}
    lines = [_line(clock, stands[clock.pk], pauses.get(clock.pk), now) for clock in clocks]
    running = sorted((each for each in lines if each.clock.is_running), key=_by_due)
    may_pause = any(not each.pause and each.clock.kind != Kind.ACCEPT for each in running)
    return {
        "running": running,
        "ended": [each for each in lines if not each.clock.is_running][:MOST],
        "times": two_times(clocks, now),
        "can_pause": user.can_edit and may_pause,
        "can_resume": user.can_edit and bool(paused),
        "reasons": pausing.reasons() if user.can_edit and may_pause else [],
        "until": quick_times.choices(now),
    }


def two_times(clocks: list[Clock], now: datetime) -> dict[str, Any]:
    """How long we took to give the first inquiry to a person, and how long that person took."""
    asked = [clock for clock in clocks if clock.kind == Kind.FIRST_ATTEMPT]
    if not asked:
        return {}
    first = min(asked, key=lambda clock: (clock.started_at, clock.pk))
    system = (first.owned_at or first.stopped_at or now) - first.started_at
    answered_at = first.stopped_at if first.is_answered else None
    human = (answered_at or now) - first.owned_at if first.owned_at else None
    return {
        "system": duration(max(system.total_seconds(), 1)),
        "human": duration(max(human.total_seconds(), 1)) if human else "",
        "is_owned": first.owned_at is not None,
        "is_touched": answered_at is not None,
    }


def _pauses(clock_ids: list[int]) -> Mapping[int, ClockPause]:
    rows = ClockPause.objects.filter(clock__in=clock_ids, resumed_at=None)
    return {pause.clock_id: pause for pause in rows.select_related("paused_by")}


def _by_due(line: Line) -> tuple[datetime, int]:
    return line.clock.due_at, line.clock.pk


def _line(clock: Clock, state: ClockState, pause: ClockPause | None, now: datetime) -> Line:
    policy = clock_policies.by_key().get(clock.policy_key or 0) or ClockPolicy(name=clock.policy)
    is_asking = clock.is_running and not clock.is_paused
    return Line(
        clock, state, pause,
        next_word=_next_word(clock, policy, now) if is_asking else "",
        then=in_the_end(policy, clock.owner_id) if is_asking and not clock.missed_at else "",
        soon=round((1 - max(policy.shares or [1.0])) * clock.minutes * 60),
    )  # fmt: skip


def _next_word(clock: Clock, policy: ClockPolicy, now: datetime) -> str:
    """Who is warned next, and when; '' when the next word is that the time is up.

    Of one that was passed on: how long whoever has it now has for it.
    """
    if clock.missed_at:
        if clock.watch_at is None or clock.watch_at <= now:
            return ""
        return f"{_name(clock.owner_id)} has until {words.day(clock.watch_at)}"
    named = every_calendar().named(clock.hours_id)
    used = 1 - named.minutes(now, clock.due_at) / clock.minutes if clock.minutes else 1
    share = next((each for each in policy.shares if each > max(clock.warned_share, used)), None)
    if share is None or clock.is_late(now):
        return ""
    at = clock_watch.warning_at(clock, share, named, now)
    return f"{_name(clock.owner_id)} is warned {words.day(at)} ({share:.0%})".replace("%", " %")


def in_the_end(policy: ClockPolicy, owner_id: int) -> str:
    """What happens when the time is up, in one sentence."""
    owner, manager = users().get(owner_id), ""
    lead_by = owner.manager_id if owner else getattr(queues().get(owner_id), "manager_id", None)
    if policy.tells_manager and lead_by:
        manager = _name(lead_by)
    told = [name for name in (policy.reminds_owner and _name(owner_id), manager) if name]
    goes = {
        ClockPolicy.Then.NEXT: "the next one who is free gets it",
        ClockPolicy.Then.QUEUE: "it goes back to the queue",
    }.get(ClockPolicy.Then(policy.then), "")
    if owner is None:  # what lies in a queue is everybody's already
        goes = ""
    verb = "is told" if len(told) == 1 else "are told"
    hears = f"{' and '.join(told)} {verb}" if told else ""
    return "; ".join(part for part in (hears, goes) if part) or "nothing happens by itself"


def _name(owner_id: int) -> str:
    owner = users().get(owner_id) or queues().get(owner_id)
    return owner.name if owner else "the owner"
