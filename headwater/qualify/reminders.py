"""Every minute: due reminders ring, each exactly once."""

from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.records.models import Task
from headwater.records.notification import News, tell

AT_ONCE = 500  # rows in one run; what is left comes a minute later

# SKIP LOCKED: two workers in the same minute take different rows.
TAKE_REMINDERS = """
UPDATE records_task SET reminded_at = %(now)s WHERE id IN (
    SELECT id FROM records_task
    WHERE remind_at <= %(now)s AND reminded_at IS NULL AND NOT is_closed AND NOT is_deleted
    ORDER BY remind_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
) RETURNING id
"""


@job("qualify.remind", cron="* * * * *")
def remind(timestamp: int) -> None:
    """The minute's run; `timestamp` is the Unix time it was meant for."""
    ring_reminders(timezone.now())


def ring_reminders(now: datetime) -> int:
    """Turn due reminders into notifications; returns how many rang."""
    with transaction.atomic():
        rows = Task.objects.filter(pk__in=_take(TAKE_REMINDERS, now))
        tasks = list(rows.select_related("lead", "contact", "opportunity", "account"))
        tell([_reminder(task) for task in tasks], now)
    return len(tasks)


def _take(statement: str, now: datetime) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"now": now, "most": AT_ONCE})
        return [row[0] for row in cursor.fetchall()]


def _reminder(task: Task) -> News:
    about = task.lead or task.contact or task.opportunity or task.account
    text = f"{task.subject} ({about})" if about and str(about) not in task.subject else task.subject
    rings_at = task.remind_at.isoformat() if task.remind_at else ""
    return News(f"task:{task.pk}:{rings_at}", text, _url(about), (task.owner_id,), "task.due")


def _url(about: object) -> str:
    """Pages mirror the nouns: /leads/7, /opportunities/3."""
    if about is None:
        return "/"
    meta = about._meta  # type: ignore[attr-defined]
    noun = {"lead": "leads", "contact": "contacts", "account": "accounts"}.get(meta.model_name)
    return f"/{noun or 'opportunities'}/{about.pk}"  # type: ignore[attr-defined]
