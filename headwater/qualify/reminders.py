"""Every minute: due reminders ring, and clocks that ran out are told, each exactly once."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.records import trail
from headwater.records.models import Clock, Task
from headwater.records.notification import News, tell

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
        tell([_reminder(task) for task in tasks], now)
    return len(tasks)


def tell_missed_clocks(now: datetime) -> int:
    """Tell owner and manager of clocks that ran out, once; returns how many were new."""
    with transaction.atomic():
        rows = Clock.objects.filter(pk__in=_take(NOTICE_MISSED, now))
        clocks = list(rows.select_related("lead", "lead__owner"))
        trail.write([_missed_entry(clock, now) for clock in clocks])
        tell([_missed(clock) for clock in clocks], now)
    return len(clocks)


def _take(statement: str, now: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": now, "most": AT_ONCE})
        return [row[0] for row in cursor.fetchall()]


def _reminder(task: Task) -> News:
    about = task.lead or task.contact or task.opportunity or task.account
    text = f"{task.subject} ({about})" if about and str(about) not in task.subject else task.subject
    rings_at = task.remind_at.isoformat() if task.remind_at else ""
    return News(f"task:{task.pk}:{rings_at}", text, _url(about), (task.owner_id,), "task.due")


def _missed(clock: Clock) -> News:
    text = f"Nobody has answered {clock.lead} in time ({clock.policy}, {clock.lead.owner})."
    told = (clock.lead.owner_id,)
    return News(
        f"clock:{clock.pk}", text, _url(clock.lead), told, "clock.missed", with_managers=True
    )


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
