"""The intake: what the doors have received goes through the journey. One worker or many.

A submission is settled in the transaction that makes its lead, so it counts exactly once: killed
before the commit, it still waits; after it, it is done. It stands beside the journey because it
calls it; the doors only knock (NOTIFY), and once a second it looks by itself.
"""

import logging
import threading
from collections.abc import Sequence
from datetime import timedelta

import psycopg
from django.db import Error, close_old_connections, connection, transaction
from django.utils import timezone

from headwater import correspondence, journey
from headwater.capture import drafting, export_rows, spool
from headwater.capture.receiving import CHANNEL
from headwater.database import statements
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.people.user import users
from headwater.records.draft import Batch, Draft
from headwater.records.models import Submission
from headwater.records.submission import Door

log = logging.getLogger("headwater.intake")

BATCH = 200
LOOK_EVERY = 1.0  # seconds; a NOTIFY shortens it
LONGEST_PAUSE = 5.0  # seconds between attempts while the database is away
MOST_ATTEMPTS = 16  # about four days; then a person has to look
FIRST_RETRY = timedelta(seconds=5)  # doubled with each attempt; fresh ones are due at once
DUE = f"""
WHERE state = 'waiting' AND attempt_count < {MOST_ATTEMPTS} AND (attempt_count = 0
    OR received_at <= %s::timestamptz - %s::interval * 2 ^ attempt_count)
ORDER BY id LIMIT %s::int FOR UPDATE SKIP LOCKED
"""
ONE = "WHERE id = %s::bigint AND state = 'waiting' FOR UPDATE SKIP LOCKED"


def run_forever(stop: threading.Event) -> None:
    """Drain, wait for a knock, drain; outlives the database's restarts."""
    pause = 0.2
    while not stop.is_set():
        close_old_connections()
        try:
            with _listening() as ear:
                pause = 0.2
                while not stop.is_set():
                    spool.bring_in()
                    while drain() and not stop.is_set():
                        pass
                    for _ in ear.notifies(timeout=LOOK_EVERY, stop_after=1):
                        pass
        except (Error, psycopg.Error) as error:
            log.warning("The database is away (%s); trying again in %.1f s", error, pause)
            connection.close()
            stop.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    connection.close()


def drain(limit: int = BATCH) -> int:
    """Take up to `limit` waiting submissions through the journey; how many were looked at."""
    taken: list[int] = []
    try:
        with transaction.atomic(), moment():
            alike = _first_alike(_take(DUE, [timezone.now(), FIRST_RETRY, limit]))
            taken = [submission.pk for submission in alike]
            if alike:
                settle(alike, drafting.drafts_of(alike))
    except Exception as error:
        if not taken or not connection.is_usable():
            raise
        log.warning("A batch of %d failed (%s); its members go one by one", len(taken), error)
        for key in taken:
            settle_alone(key)
    return len(taken)


def settle(submissions: Sequence[Submission], drafts: Sequence[Draft]) -> list[Draft]:
    """Run the drafts of like submissions, history apart; each submission is settled with its lead.

    Call it in the transaction that holds the submissions' locks.
    """
    first = submissions[0]
    if first.door == Door.EMAIL:  # replies and bounces belong to a conversation, not to a new lead
        drafts = correspondence.settle(drafts)
    now = timezone.now()
    ran: list[Draft] = []
    for is_history in (False, True):
        members = [draft for draft in drafts if export_rows.is_history(draft) is is_history]
        if members:
            ran += journey.run(
                Batch(
                    drafts=members, door=first.door, now=now, organization=organization(),
                    by=first.by, is_history=is_history,
                )
            )  # fmt: skip
    if first.door == Door.EMAIL:
        correspondence.keep(ran)
    return ran


def _take(which: str, params: list[object]) -> list[Submission]:
    """Lock some that nobody else has taken, oldest first."""
    found: list[Submission] = statements.fetch(Submission, which, params)
    for submission in found:
        submission.by = users().get(submission.by_id or 0)
    return found


def _first_alike(submissions: Sequence[Submission]) -> list[Submission]:
    """Those that can share a batch with the oldest: same door, same file, same person acting."""
    return [
        each
        for each in submissions
        if (each.door, each.import_job_id, each.by_id)
        == (submissions[0].door, submissions[0].import_job_id, submissions[0].by_id)
    ]


def settle_alone(key: int) -> None:
    """One member of a failed batch: it goes through, or waits with the reason and blocks nobody."""
    try:
        with transaction.atomic():
            alone = _take(ONE, [key])
            if alone:
                settle(alone, drafting.drafts_of(alone))
    except Exception as error:
        if not connection.is_usable():
            raise
        log.exception("Submission %d cannot be judged", key)
        _note_failure(key, error)


def _note_failure(key: int, error: Exception) -> None:
    with transaction.atomic():
        for submission in _take(ONE, [key]):
            submission.attempt_count += 1
            submission.reason = (
                f"It could not be judged (attempt {submission.attempt_count}) because of an error "
                f"in Headwater: {type(error).__name__}. The log has the details."
            )
            submission.save(update_fields=["attempt_count", "reason"])


def _listening() -> "psycopg.Connection[tuple[object, ...]]":
    """A connection of its own that hears the doors."""
    ear = psycopg.connect(**connection.get_connection_params(), autocommit=True)
    ear.execute(f"LISTEN {CHANNEL}")
    return ear
