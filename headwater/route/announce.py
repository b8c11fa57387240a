"""The journey's last step but one: submissions are settled, people are told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from headwater import statements
from headwater.people.models import User
from headwater.people.user import users
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead
from headwater.records.models import Notification, Submission
from headwater.records.submission import State

CHANNEL = "headwater_live"
NEWS = """
SELECT count(pg_notify(%s::text, said::text)) FROM json_array_elements(%s::json) AS said
"""
REASON_LENGTH = 1000
TEXT_LENGTH = 300
MOST_NEWS = 100  # of one batch
MOST_LINES = 5  # new leads in one batch; more are told in one line


def announce(batch: Batch) -> None:
    """Settle the batch's submissions, notify owners and open pages."""
    _settle(batch)
    if batch.is_history:
        return
    fresh = {draft.lead.id: draft.lead for draft in batch.new if draft.lead}
    asked = {d.lead.id: d.lead for d in batch.joined if d.lead and not d.is_update}
    again = [lead for key, lead in asked.items() if key not in fresh]
    told = _told([*fresh.values()], again, at=batch.now, by=batch.by)
    batch.add(told, or_skip=True)
    # Of a large import a page need not hear each: it reloads after so many, as ever.
    batch.ending = _news([*again, *fresh.values()][:MOST_NEWS])


def tell_owners(leads: Sequence[Lead], *, at: datetime, by: User | None) -> None:
    """One notification for each user who now owns one of these leads."""
    statements.insert(_told(leads, [], at=at, by=by), or_skip=True)


def _told(
    leads: Sequence[Lead], again: Sequence[Lead], *, at: datetime, by: User | None
) -> list[Notification]:
    """A line for each lead; who gets many at once is told in one."""
    mine: dict[int, list[Lead]] = defaultdict(list)
    for lead in leads:
        mine[lead.owner_id].append(lead)
    told: list[Notification] = []
    for own in mine.values():
        if len(own) > MOST_LINES:
            told.append(_summary(own, at))
            continue
        told += [_line(lead, f"lead:{lead.pk}:{lead.owner_id}", "New lead", at) for lead in own]
    told += [_line(lead, f"again:{lead.pk}:{at.isoformat()}", "Asked again", at) for lead in again]
    active = {key for key, user in users().items() if user.is_active} - {by.pk if by else None}
    return [line for line in told if line.user_id in active]


def _summary(leads: Sequence[Lead], at: datetime) -> Notification:
    first = leads[0]
    text = f"{len(leads)} new leads, the first is {first.name}"
    return statements.new(
        Notification, user_id=first.owner_id, key=f"leads:{first.pk}:{first.owner_id}",
        text=text[:TEXT_LENGTH], url="/leads", at=at,
    )  # fmt: skip


def send_news(leads: Sequence[Lead]) -> None:
    """Tell every open page that these leads are new or changed; it arrives with the commit."""
    if leads:
        statements.run(*_news(leads))


def _news(leads: Sequence[Lead]) -> tuple[str, list[str]]:
    news = [{"owner": lead.owner_id, "what": "lead", "id": lead.pk} for lead in leads]
    return NEWS, [CHANNEL, statements.dumped(news)]


def _settle(batch: Batch) -> None:
    """Each submission ends as exactly one of created, merged, quarantined, rejected.

    Those that were received before are changed; a door that waits for the answer may hand in new
    ones, which are written settled.
    """
    settled = [_settled(batch, draft, draft.submission) for draft in batch if draft.submission]
    batch.add([each for each in settled if each._state.adding])
    there = [each for each in settled if not each._state.adding]
    batch.change(there, "state", "reason", "lead_id", "settled_at")


def _settled(batch: Batch, draft: Draft, submission: Submission) -> Submission:
    submission.state = draft.outcome
    submission.reason = draft.reason[:REASON_LENGTH]
    if draft.is_live and draft.lead:
        statements.point(submission, "lead", draft.lead)
    else:
        submission.lead = None
    submission.settled_at = None if draft.outcome == State.WAITING else batch.now
    return submission


def _line(lead: Lead, key: str, what: str, at: datetime) -> Notification:
    person = f"{lead.first_name} {lead.last_name}".strip()
    text = f"{what}: {person}, {lead.company}" if lead.company else f"{what}: {person}"
    return statements.new(
        Notification,
        user_id=lead.owner_id,
        key=key,
        text=text[:TEXT_LENGTH],
        url=f"/leads/{lead.pk}",
        at=at,
    )
