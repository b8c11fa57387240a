"""The journey's last step but one: submissions are settled, people are told."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from headwater.database import statements
from headwater.people.models import User
from headwater.people.queue import queues
from headwater.records.draft import Batch, Draft
from headwater.records.lead import Lead
from headwater.records.models import Submission
from headwater.records.notification import News, rows, tell
from headwater.records.submission import State

CHANNEL = "headwater_live"
NEWS = """
SELECT count(pg_notify(%s::text, said::text)) FROM json_array_elements(%s::json) AS said
"""
REASON_LENGTH = 1000
MOST_NEWS = 100  # of one batch
MOST_LINES = 5  # new leads in one batch; more are told in one line


def announce(batch: Batch) -> None:
    """Settle the batch's submissions, notify owners and open pages."""
    _settle(batch)
    if batch.is_history:
        return
    # Of what becomes direct records, the owner of these is told.
    fresh = {d.lead.id: d.lead for d in batch.new if d.lead and not d.goes_direct}
    stays = [d for d in batch.joined if not (d.is_update or d.goes_direct)]
    asked = {draft.lead.id: draft.lead for draft in stays if draft.lead}
    again = [lead for key, lead in asked.items() if key not in fresh]
    news = [*_arrived([*fresh.values()]), *_asked_again(again, batch.now)]
    batch.add(rows(news, batch.now, by=batch.by), or_skip=True)
    # Of a large import a page need not hear each: it reloads after so many, as ever.
    batch.ending = _news([*again, *fresh.values()][:MOST_NEWS])


def tell_owners(leads: Sequence[Lead], *, at: datetime, by: User | None) -> None:
    """A line for each user who now owns one of these leads, also if it was theirs before."""
    tell(_arrived(leads, f":{at.isoformat()}"), at, by=by)


def _arrived(leads: Sequence[Lead], when: str = "") -> list[News]:
    """A line for each lead; who gets many at once is told in one."""
    mine: dict[int, list[Lead]] = defaultdict(list)
    for lead in leads:
        mine[lead.owner_id].append(lead)
    told = []
    for own in mine.values():
        is_many = len(own) > MOST_LINES
        told += [_summary(own, when)] if is_many else [_line(lead, when) for lead in own]
    return [news for news in told if _is_heard(news)]


def _asked_again(leads: Sequence[Lead], at: datetime) -> list[News]:
    told = [
        News(f"again:{lead.pk}:{at.isoformat()}", f"Asked again: {who(lead)}", _url(lead),
             (lead.owner_id,), "lead.again")
        for lead in leads
    ]  # fmt: skip
    return [news for news in told if _is_heard(news)]


def _is_heard(news: News) -> bool:
    """Members of a queue hear of its leads where the queue says so; others look when they can."""
    queue = queues().get(news.user_ids[0])
    return queue is None or queue.is_telling_members


def _line(lead: Lead, when: str) -> News:
    queue = queues().get(lead.owner_id)
    what, kind = (f"New in {queue.name}", "queue.new") if queue else ("New lead", "lead.new")
    text = f"{what}: {who(lead)}"
    return News(f"lead:{lead.pk}{when}", text, _url(lead), (lead.owner_id,), kind)


def _summary(leads: Sequence[Lead], when: str) -> News:
    first = leads[0]
    queue = queues().get(first.owner_id)
    where, kind = (f" in {queue.name}", "queue.new") if queue else ("", "lead.new")
    text = f"{len(leads)} new leads{where}, the first is {first.name}"
    url = f"/queues/{queue.pk}" if queue else "/leads"
    return News(f"leads:{first.pk}{when}", text, url, (first.owner_id,), kind)


def who(lead: Lead) -> str:
    """A lead in one line: the person, and where they are from."""
    person = f"{lead.first_name} {lead.last_name}".strip()
    return f"{person}, {lead.company}" if lead.company else person


def _url(lead: Lead) -> str:
    return f"/leads/{lead.pk}"


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
