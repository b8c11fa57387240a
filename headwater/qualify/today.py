"""The one list of a rep: whom to call next, and why. A fixed number of queries at any size."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from headwater.people.models import User
from headwater.people.queue import owners_of
from headwater.people.standing import moment
from headwater.qualify import today_rows
from headwater.qualify.cadence import CadenceRun
from headwater.qualify.handoff import offers_to
from headwater.qualify.today_item import Today, TodayItem, Urgency
from headwater.records.clock import Kind
from headwater.records.models import Clock, Contact, EmailMessage, Lead, Task

HOT_FROM = 70  # points; a hot lead, unless Setup says otherwise
FAR = datetime(9000, 1, 1, tzinfo=UTC)  # no deadline: after those that have one
SOON = timedelta(minutes=15)  # a promise that runs out now
JUST_MISSED = timedelta(days=1)  # a call still helps
REPLIES_COUNT_FOR = timedelta(days=30)
WHAT: dict[str, str] = {
    Kind.FIRST_CONTACT: "Tried, not reached; contact",
    Kind.NEXT_STEP: "A dated next step",
}


@moment()
def today(user: User, now: datetime, *, hot_from: int = HOT_FROM) -> Today:
    """What `user` should do now: own leads and tasks and those of the user's queues.

    A lead is hot from `hot_from` points on. Snoozed leads are left out; each person is
    there once, for the most urgent reason.
    """
    owners = owners_of(user)
    items = [
        *_clocks(owners, now), *_offers(user, now), *_replies(owners, now),
        *_due(user, owners, now), *_hot(owners, now, hot_from), *_waiting(owners[1:], now),
    ]  # fmt: skip
    return Today(tuple(_once_each(items)), _done_count(user, now))


def _once_each(items: Iterable[TodayItem]) -> list[TodayItem]:
    seen: dict[tuple[str, int], TodayItem] = {}
    for item in sorted(items, key=lambda item: item.sort_key):
        seen.setdefault(item.person, item)
    return list(seen.values())


def _clocks(owners: list[int], now: datetime) -> list[TodayItem]:
    return [
        TodayItem(
            Urgency.CLOCK, clock.lead, _why_clock(clock, now), clock.due_at,
            is_late=clock.is_late(now), rank=_rank(clock, now), clock=clock,
        )
        for clock in today_rows.clocks(owners, now)
    ]  # fmt: skip


def _rank(clock: Clock, now: datetime) -> int:
    """What can still be kept right now; what has just been missed; what has time; what is old."""
    left = clock.due_at - now
    if left < timedelta():
        return 1 if -left < JUST_MISSED else 3
    return 0 if left < SOON else 2


def _why_clock(clock: Clock, now: datetime) -> str:
    queue = f" {clock.lead.owner.name}: take it." if clock.lead.owner.is_queue else ""
    if clock.kind in WHAT:
        left = span(abs(clock.due_at - now))
        is_late = clock.is_late(now)
        return f"{WHAT[clock.kind]} {f'is {left} late' if is_late else f'within {left}'}.{queue}"
    source = clock.lead.lead_source
    asked = f"Came by {source}" if source else "New"
    if clock.is_late(now):
        return f"{asked}; the answer is {span(now - clock.due_at)} late.{queue}"
    return f"{asked}; answer within {span(clock.due_at - now)}.{queue}"


def _offers(user: User, now: datetime) -> list[TodayItem]:
    """What marketing offers, until it is accepted or rejected."""
    return [
        TodayItem(
            Urgency.ACCEPT, row.record, _why_offer(row, now), row.due_at or FAR,
            is_late=bool(row.due_at and row.due_at < now), handoff=row,
        )
        for row in offers_to(user, today_rows.MOST)
    ]  # fmt: skip


def _why_offer(row: Any, now: datetime) -> str:
    words = str(row.because.get("words") or "Offered to sales")
    if row.due_at is None:
        return f"{words}; accept or say why not."
    left = span(abs(row.due_at - now))
    return f"{words}; decide {f'now, {left} late' if row.due_at < now else f'within {left}'}."


def _replies(owners: list[int], now: datetime) -> list[TodayItem]:
    return [
        TodayItem(
            Urgency.REPLIED, _writer(message), f"Wrote: {message.subject or message.text[:80]}",
            message.sent_at or message.created_at, message=message,
        )
        for message in today_rows.replies(owners, now - REPLIES_COUNT_FOR, now)
    ]  # fmt: skip


def _writer(message: EmailMessage) -> Lead | Contact | None:
    is_contact = message.contact is not None and (message.lead is None or message.lead.is_converted)
    return message.contact if is_contact else message.lead


def _due(user: User, owners: list[int], now: datetime) -> list[TodayItem]:
    here = now.astimezone(user.zone)
    found = today_rows.due(owners, here.date(), now)
    runs = CadenceRun.objects.filter(task__in=found).select_related("cadence") if found else ()
    step = {run.task_id: f"step {run.place} of “{run.cadence}”" for run in runs}
    asked = _unanswered(found)
    return [
        _answer_item(task, asked[task.lead_id], now) if _is_answer(task, asked)
        else _task_item(task, here, step.get(task.pk, ""))
        for task in found
    ]  # fmt: skip


def _unanswered(tasks: list[Task]) -> dict[int | None, Clock]:
    """By lead, the promise to somebody of whom a door made a deal, and whom nobody has answered."""
    leads = {task.lead_id for task in tasks if task.lead and task.lead.is_converted}
    if not leads:
        return {}
    clocks = Clock.objects.awaited().of_kind(Kind.FIRST_ATTEMPT).filter(lead__in=leads)
    return {clock.lead_id: clock for clock in clocks}


def _is_answer(task: Task, asked: dict[int | None, Clock]) -> bool:
    return task.lead_id in asked and task.task_subtype == "Call"


def _answer_item(task: Task, clock: Clock, now: datetime) -> TodayItem:
    """The call that answers them: as urgent as a lead whose clock runs."""
    is_late, left = now > clock.due_at, span(abs(clock.due_at - now))
    when = f"the answer is {left} late" if is_late else f"answer within {left}"
    why = f"A deal from the start; {when}."
    return TodayItem(
        Urgency.CLOCK, task.person, why, clock.due_at, is_late=is_late, rank=_rank(clock, now),
        clock=clock, task=task,
    )  # fmt: skip


def _task_item(task: Task, here: datetime, step: str) -> TodayItem:
    """A task of a day without a time is due at the day's end."""
    end_of_day = datetime.combine(task.due_on or here.date(), time(23, 59), here.tzinfo)
    due_at = task.due_at or end_of_day
    record = task.person or task.opportunity or task.account or task.campaign or task
    is_late = due_at <= here
    why = task.subject or "To do"
    if task.due_on and task.due_on < here.date():
        why += f", {span(timedelta(days=(here.date() - task.due_on).days))} overdue"
    why += f", {step}" if step else ""
    return TodayItem(Urgency.DUE, record, why, due_at, is_late=is_late, task=task)


def _hot(owners: list[int], now: datetime, hot_from: int) -> list[TodayItem]:
    """Hot leads for which nothing is planned: no open task, no running clock."""
    return [
        TodayItem(
            Urgency.HOT, lead, f"{_best_part(lead)}; no next step is planned.", lead.modified_at
        )
        for lead in today_rows.hot(owners, now, hot_from)
    ]


def _waiting(queues: list[int], now: datetime) -> list[TodayItem]:
    """Leads of the person's queues that no clock speaks for."""
    return [
        TodayItem(
            Urgency.QUEUE, lead, f"In {lead.owner} for {span(now - lead.created_at)}: take it.",
            lead.created_at,
        )
        for lead in today_rows.waiting(queues, now)
    ]  # fmt: skip


def _best_part(lead: Lead) -> str:
    """The rule that gave most points, in its own words."""
    parts = sorted(lead.score_parts, key=lambda part: -part.get("points", 0))
    return f"Score {lead.score}, most for “{parts[0]['name']}”" if parts else f"Score {lead.score}"


def _done_count(user: User, now: datetime) -> int:
    zone = user.zone
    midnight = datetime.combine(now.astimezone(zone).date(), time(), zone)
    return today_rows.done_count(user.pk, midnight)


def span(length: timedelta) -> str:
    """A length of time in the words that people use: 4 min, 3 h, 2 days."""
    minutes = max(int(length.total_seconds() // 60), 0)
    if minutes < 90:
        return f"{max(minutes, 1)} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"
