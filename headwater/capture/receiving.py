"""Received before judged: a submission is committed here before anything looks at it.

A public door calls `receive` and answers the visitor; `headwater.intake` is told by NOTIFY and
judges. What is refused or suspicious is kept too, with the reason in plain words.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.db import connection
from django.utils import timezone

from headwater.capture.flood import POSTS_PER_MINUTE, is_beyond, is_flooding
from headwater.capture.form_post import GUESSES
from headwater.capture.suspicion import memory
from headwater.capture.suspicion.models import KnownSender
from headwater.database import statements
from headwater.records.models import Submission
from headwater.records.submission import Door, State

CHANNEL = "headwater_intake"
# One statement is one round trip and one transaction; the same key again adds nothing.
KEEP = f"""
WITH kept AS (
  INSERT INTO records_submission (
    received_at, door, form, payload, source_address, user_agent, referrer, state, reason,
    settled_at, idempotency_key, attempt_count
  ) VALUES (
    %s::timestamptz, %s::text, %s::text, %s::text::jsonb, %s::text::inet, %s::text, %s::text,
    %s::text, %s::text, %s::timestamptz, %s::text, 0
  ) ON CONFLICT (idempotency_key) DO NOTHING
  RETURNING id
)
SELECT id, pg_notify('{CHANNEL}', '') FROM kept
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a post came from, as far as the wire tells."""

    address: str | None = None
    user_agent: str = ""
    referrer: str = ""


@dataclass(slots=True)
class Post:
    """One thing that came to a door; `state` is WAITING unless the door already set it aside."""

    door: Door
    payload: dict[str, Any]
    form: str = ""
    sender: Sender = field(default_factory=Sender)
    state: State = State.WAITING
    reason: str = ""
    key: str | None = None
    limit: int = 0  # posts a minute that its form takes; 0 is none of its own


def receive(post: Post, *, at: datetime | None = None) -> Submission:
    """Commit what came (`at` some earlier time) and wake the intake.

    The same `key` twice is one submission.
    """
    now = timezone.now()
    _doubt(post, at or now)
    told: dict[str, Any] = {
        "received_at": at or now,
        "door": post.door,
        "form": post.form[:80],
        "payload": post.payload,
        "source_address": post.sender.address,
        "user_agent": _told(post.sender.user_agent, 300),
        "referrer": _told(post.sender.referrer, 1000),
        "state": post.state,
        "reason": _told(post.reason, 1000),
        "settled_at": None if post.state == State.WAITING else now,
        "idempotency_key": post.key,
    }
    rows = statements.run(KEEP, [*(told | {"payload": _json(post.payload)}).values()])
    if rows:
        submission = Submission(pk=rows[0][0], **told)
        submission._state.adding = False
        return submission
    earlier: Submission = Submission.objects.get(idempotency_key=post.key)
    return earlier


def _doubt(post: Post, at: datetime) -> None:
    """Set aside what comes in floods; let senders in whom people have put on the list."""
    if post.state == State.QUARANTINED and post.reason in GUESSES:
        emails = post.payload.get("Email") or [""]
        if _is_let_in(str(emails[0]).strip().lower(), post.sender.address):
            post.state, post.reason = State.WAITING, ""
    if post.state != State.WAITING:
        return
    if is_flooding(post.door, post.sender.address):
        why = f"More than {POSTS_PER_MINUTE} posts a minute came from this address."
    elif post.limit and is_beyond(post.form, post.limit, at):
        why = f"More than {post.limit} posts a minute came by this form."
    else:
        return
    # Anybody can type an address that is let in; only the wire's own counts against a flood.
    if not _is_let_in("", post.sender.address):
        post.state, post.reason = State.QUARANTINED, why


def _is_let_in(email: str, address: str | None) -> bool:
    return memory.verdict_on(email, address)[1] == KnownSender.Verdict.LET_IN


def wake() -> None:
    """Tell the intake, when this transaction commits, that something waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def _json(payload: dict[str, Any]) -> str:
    return orjson.dumps(payload).decode()


def _told(text: str, length: int) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:length]
