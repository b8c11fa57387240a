"""What somebody did up to a moment: visits, mail, calls, inquiries; machines do not count."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from headwater.database import statements

DAYS = 30  # "lately"; what was longer ago counts in the total only
# Each row: place of the lead asked about, what was done, how often, how often lately.
DONE = """
SELECT asked.place, did.what, count(*), count(*) FILTER (WHERE did.at > asked.at - %s::interval)
FROM unnest(%s::bigint[], %s::timestamptz[]) WITH ORDINALITY AS asked (lead_id, at, place)
CROSS JOIN LATERAL (
    SELECT CASE entry.event WHEN 'call.logged' THEN CASE WHEN entry.because -> 'reached' = 'false'
           THEN 'call_missed' ELSE 'call' END ELSE entry.event END AS what, entry.at
    FROM records_trailentry entry
    WHERE entry.object_name = 'Lead' AND entry.record_id = asked.lead_id AND entry.at <= asked.at
        AND entry.event IN ('call.logged', 'lead.joined', 'email.received', 'email.bounced')
    UNION ALL
    SELECT 'campaign', member.created_at FROM records_campaignmember member
    WHERE member.lead_id = asked.lead_id AND NOT member.is_deleted
        AND member.created_at <= asked.at
    UNION ALL
    -- What an unknown visitor did counts from the moment on that it was known whose it is.
    SELECT act.kind, act.at FROM records_engagement act
    LEFT JOIN records_visitor visitor ON visitor.id = act.visitor_id
    WHERE act.lead_id = asked.lead_id AND act.at <= asked.at AND act.bot_reason = ''
        AND (visitor.joined_at IS NULL OR visitor.joined_at <= asked.at)
) AS did
GROUP BY asked.place, did.what
"""
LABELS = {
    "call": "Calls that reached them",
    "call_missed": "Calls that nobody took",
    "lead.joined": "Asked again",
    "email.received": "Replies",
    "email.bounced": "Mail that came back",
    "campaign": "Campaigns",
    "page_view": "Pages looked at",
    "key_page": "Key pages looked at",
    "form_start": "Forms begun",
    "form_post": "Forms sent",
    "email_open": "Mails opened",
    "email_click": "Links followed in mails",
    "meeting": "Meetings",
    "campaign_response": "Responses to campaigns",
}
LATELY = f"in the last {DAYS} days"


def done(ids: Sequence[int], moments: Sequence[datetime]) -> list[dict[str, tuple[int, int]]]:
    """For each lead and moment: what was done → (how often, how often lately). One query."""
    found: list[dict[str, tuple[int, int]]] = [{} for _ in ids]
    asked = [timedelta(days=DAYS), list(ids), list(moments)]
    for place, what, count, lately in statements.run(DONE, asked, is_large=True):
        found[place - 1][what] = (count, lately)
    return found
