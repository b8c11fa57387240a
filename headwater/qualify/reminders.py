"""Every minute: due reminders ring, and clocks that ran out are told, each exactly once."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.people.models import QueueMember, User
from headwater.records import trail
from headwater.records.models import Clock, Notification, Task

AT_ONCE = 500  # rows of each kind in one run; what is left comes a minute later

# SKIP LOCKED: two workers in the same minute take different rows.
TAKE_REMINDERS = """
UPDATE records_task SET reminded_at = %(now)s WHERE id IN (
    SELECT id FROM records_task
    WHERE remind_at <= %(now)s AND reminded_at IS NULL AND NOT is_closed AND NOT is_deleted
    ORDER BY remind_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
) RETURNING id
"""
NOTICE_MISSED = """
INSERT INTO qualify_missedclock (clock_id, noticed_at)
SELECT clock.id, %(now)s FROM records_clock clock
JOIN records_lead lead ON lead.id = clock.lead_id AND NOT lead.is_deleted
LEFT JOIN qualify_missedclock missed ON missed.clock_id = clock.id
WHERE clock.stopped_at IS NULL AND clock.due_at <= %(now)s AND missed.id IS NULL
ORDER BY clock.due_at LIMIT %(most)s
ON CONFLICT DO NOTHING RETURNING clock_id
"""
SIGNAL = "SELECT pg_notify('headwater_live', said) FROM unnest(%s::text[]) AS said"


@dataclass(frozen=True, slots=True)
class News:
    """A line for some owners: `key` makes it said once to each of them."""

    key: str
    text: str
    url: str
    owner_ids: tuple[int, ...]
    with_managers: bool = False


@job("qualify.remind", cron="* * * * *")
def remind(timestamp: int) -> None:
    """The minute's run; `timestamp` is the Unix time it was meant for."""
    now = timezone.now()
    ring_reminders(now)
    tell_missed_clocks(now)


def ring_reminders(now: datetime) -> int:
    """Turn due reminders into notifications; returns how many rang."""
    with transaction.atomic():
        rows = Task.objects.filter(pk__in=_take(TAKE_REMINDERS, now))
        tasks = list(rows.select_related("lead", "contact", "opportunity", "account"))
        _tell([_reminder(task) for task in tasks], now)
    return len(tasks)


def tell_missed_clocks(now: datetime) -> int:
    """Tell owner and manager of clocks that ran out, once; returns how many were new."""
    with transaction.atomic():
        rows = Clock.objects.filter(pk__in=_take(NOTICE_MISSED, now))
        clocks = list(rows.select_related("lead", "lead__owner"))
        trail.write([_missed_entry(clock, now) for clock in clocks])
        _tell([_missed(clock) for clock in clocks], now)
    return len(clocks)


def _take(statement: str, now: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": now, "most": AT_ONCE})
        return [row[0] for row in cursor.fetchall()]


def _reminder(task: Task) -> News:
    about = task.lead or task.contact or task.opportunity or task.account
    text = f"{task.subject} ({about})" if about and str(about) not in task.subject else task.subject
    rings_at = task.remind_at.isoformat() if task.remind_at else ""
    return News(f"task:{task.pk}:{rings_at}", text, _url(about), (task.owner_id,))


def _missed(clock: Clock) -> News:
    text = f"Nobody has answered {clock.lead} in time ({clock.policy}, {clock.lead.owner})."
    url = _url(clock.lead)
    return News(f"clock:{clock.pk}", text, url, (clock.lead.owner_id,), with_managers=True)


def _missed_entry(clock: Clock, now: datetime) -> trail.TrailEntry:
    because = {"policy": clock.policy, "minutes": clock.minutes, "due_at": clock.due_at.isoformat()}
    return trail.entry("clock.missed", clock.lead, by=None, at=now, because=because)


def _url(about: object) -> str:
    """Pages mirror the nouns: /leads/7, /opportunities/3."""
    if about is None:
        return "/"
    meta = about._meta  # type: ignore[attr-defined]
    noun = {"lead": "leads", "contact": "contacts", "account": "accounts"}.get(meta.model_name)
    return f"/{noun or 'opportunities'}/{about.pk}"  # type: ignore[attr-defined]


def _tell(news: list[News], now: datetime) -> None:
    """Write the notifications in one statement and wake the pages that are open."""
    people = _people(owner_id for each in news for owner_id in each.owner_ids)
    rows = {}
    for each in news:
        for user in _listeners(each, people):
            key = f"{each.key}:{user}"[:120]
            rows[key] = Notification(
                user_id=user, key=key, text=each.text[:300], url=each.url, at=now
            )
    Notification.objects.bulk_create(rows.values(), ignore_conflicts=True)
    said = [
        json.dumps({"owner": user, "what": "notification", "id": user})
        for user in sorted({row.user_id for row in rows.values()})
    ]
    with connection.cursor() as cursor:
        cursor.execute(SIGNAL, [said])


def _listeners(news: News, people: dict[int, list[User]]) -> set[int]:
    users = [user for owner_id in news.owner_ids for user in people.get(owner_id, [])]
    found = {user.pk for user in users}
    if news.with_managers:
        found |= {user.manager_id for user in users if user.manager_id}
    return found


def _people(owner_ids: Iterable[int]) -> dict[int, list[User]]:
    """Owner id → the active people behind it: the user, or the members of the queue."""
    wanted = set(owner_ids)
    people = {user.pk: [user] for user in User.objects.filter(pk__in=wanted, is_active=True)}
    for member in QueueMember.objects.filter(queue__in=wanted, user__is_active=True).select_related(
        "user"
    ):
        people.setdefault(member.queue_id, []).append(member.user)
    return people
