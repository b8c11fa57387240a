"""Replies, meetings and answers to campaigns are engagement, too, whichever door they came by.

Each minute what has been stored since becomes rows: one statement each, and the same reply,
meeting or answer is one row however often it is looked at.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import job
from headwater.tracking.tracking_settings import TrackingSettings

AGAIN = timedelta(days=2)  # a transaction may take its time, a day has no hours
FIRST = timedelta(days=400)  # how far the first look goes back
LATEST = 20_000  # messages; older ones have been looked at
_INTO = """
INSERT INTO records_engagement (at, kind, lead_id, contact_id, message_id, what, interest,
  bot_reason, agent, network, signs, verdict, key)
"""
REPLIES = f"""{_INTO}
SELECT coalesce(m.sent_at, m.created_at), 'email_reply', m.lead_id, m.contact_id, m.id,
  left(m.subject, 500), '', '', '', '', '', '', 'reply:' || m.id
FROM records_emailmessage AS m
WHERE m.id > %s::bigint AND m.is_incoming AND NOT m.is_inquiry AND NOT m.is_deleted
  AND coalesce(m.sent_at, m.created_at) >= %s::timestamptz
  AND coalesce(m.lead_id, m.contact_id) IS NOT NULL
ON CONFLICT (key) DO NOTHING RETURNING id
"""  # noqa: S608
MEETINGS = f"""{_INTO}
SELECT e.starts_at, 'meeting', e.lead_id, e.contact_id, NULL, left(e.subject, 500), '', '', '', '',
  '', '', 'meeting:' || e.id
FROM records_event AS e
WHERE e.starts_at BETWEEN %s::timestamptz AND %s::timestamptz AND NOT e.is_deleted
  AND coalesce(e.lead_id, e.contact_id) IS NOT NULL
ON CONFLICT (key) DO NOTHING RETURNING id
"""  # noqa: S608
RESPONSES = f"""{_INTO}
SELECT CASE WHEN m.modified_at::date = m.first_responded_on THEN m.modified_at
    ELSE m.first_responded_on::timestamptz END,
  'campaign_response', m.lead_id, m.contact_id, NULL, left(c.name, 500), '', '', '', '', '', '',
  'response:' || m.id
FROM records_campaignmember AS m JOIN records_campaign AS c ON c.id = m.campaign_id
WHERE m.has_responded AND NOT m.is_deleted AND m.first_responded_on >= %s::date
ON CONFLICT (key) DO NOTHING RETURNING id
"""  # noqa: S608
_NEWEST = "SELECT coalesce(max(id), 0) FROM records_emailmessage"


@job("tracking.gather", cron="* * * * *")
def gather_new(timestamp: int = 0) -> None:
    """Each minute: what people answered and whom they met since the last look."""
    gather()


def gather(*, now: datetime | None = None) -> int:
    """Everything since the last look; returns how many rows are new."""
    until = now or timezone.now()
    with transaction.atomic():
        rows: Any = TrackingSettings.objects.select_for_update().order_by("pk")
        settings = rows.first() or TrackingSettings()
        last = settings.gathered_until
        since = last - AGAIN if last else until - FIRST
        after = max(statements.run(_NEWEST)[0][0] - LATEST, 0) if last else 0
        found = statements.run(REPLIES, [after, since])
        found += statements.run(MEETINGS, [since, until])
        found += statements.run(RESPONSES, [since.date()])
        settings.gathered_until = until
        settings.save()
    return len(found)
