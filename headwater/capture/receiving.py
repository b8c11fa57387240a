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

from headwater import statements
from headwater.capture.flood import POSTS_PER_MINUTE, is_flooding
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


def receive(post: Post, *, at: datetime | None = None) -> Submission:
    """Commit what came (`at` some earlier time) and wake the intake.

    The same `key` twice is one submission.
    """
    if post.state == State.WAITING and is_flooding(post.door, post.sender.address):
        post.state = State.QUARANTINED
        post.reason = f"More than {POSTS_PER_MINUTE} posts a minute came from this address."
    now = timezone.now()
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


def wake() -> None:
    """Tell the intake, when this transaction commits, that something waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def _json(payload: dict[str, Any]) -> str:
    return orjson.dumps(payload).decode()


def _told(text: str, length: int) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:length]
