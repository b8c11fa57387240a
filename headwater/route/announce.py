"""The journey's last step: the Trail is written, submissions are settled, people are told."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection

from headwater.people.models import User
from headwater.records import trail, writing
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead
from headwater.records.models import Notification, Submission
from headwater.records.submission import State

CHANNEL = "headwater_live"
REASON_LENGTH = 1000
TEXT_LENGTH = 300


def announce(batch: Batch) -> None:
    """Write the batch's Trail, settle its submissions, notify owners and open pages."""
    trail.write(batch.trail)
    _settle(batch)
    if batch.is_history:
        return
    fresh = [draft.lead for draft in batch.new if draft.lead]
    again = [draft.lead for draft in batch.joined if draft.lead and draft.lead not in fresh]
    tell_owners(fresh, at=batch.now, by=batch.by, again=again)
    send_news(batch.leads)


def tell_owners(
    leads: Sequence[Lead], *, at: datetime, by: User | None, again: Sequence[Lead] = ()
) -> None:
    """One notification for each user who now owns a lead, or whose lead asked `again`."""
    owner_ids = {lead.owner_id for lead in (*leads, *again)} - {by.pk if by else None}
    users = User.objects.filter(pk__in=owner_ids, is_active=True).in_bulk()
    told = [_line(lead, f"lead:{lead.pk}:{lead.owner_id}", "New lead", at) for lead in leads]
    told += [_line(lead, f"again:{lead.pk}:{at.isoformat()}", "Asked again", at) for lead in again]
    Notification.objects.bulk_create(
        [notification for notification in told if notification.user_id in users],
        ignore_conflicts=True,
    )


def send_news(leads: Iterable[Lead]) -> None:
    """Tell every open page that these leads are new or changed; it arrives with the commit."""
    news = [{"owner": lead.owner_id, "what": "lead", "id": lead.pk} for lead in leads]
    if news:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_notify(%s, said)) FROM unnest(%s::text[]) AS said",
                [CHANNEL, [json.dumps(each) for each in news]],
            )


def _settle(batch: Batch) -> None:
    """Each submission ends as exactly one of created, merged, quarantined, rejected."""
    settled = [_settled(batch, draft, draft.submission) for draft in batch if draft.submission]
    writing.store(settled, ["state", "reason", "lead", "settled_at"])


def _settled(batch: Batch, draft: Draft, submission: Submission) -> Submission:
    submission.state = draft.outcome
    submission.reason = draft.reason[:REASON_LENGTH]
    submission.lead = draft.lead if draft.is_live else None
    submission.settled_at = None if draft.outcome == State.WAITING else batch.now
    return submission


def _line(lead: Lead, key: str, what: str, at: datetime) -> Notification:
    person = f"{lead.first_name} {lead.last_name}".strip()
    text = f"{what}: {person}, {lead.company}" if lead.company else f"{what}: {person}"
    return Notification(
        user_id=lead.owner_id, key=key, text=text[:TEXT_LENGTH], url=f"/leads/{lead.pk}", at=at
    )
