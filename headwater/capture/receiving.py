"""Received before judged: a submission is committed here before anything looks at it.

A public door calls `receive` and answers the visitor; `headwater.intake` is told by NOTIFY and
judges. What is refused or suspicious is kept too, with the reason in plain words.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from headwater.records.models import Submission
from headwater.records.submission import Door, State

CHANNEL = "headwater_intake"
# From one address; a school or a company shares one, a flood is far beyond it.
POSTS_PER_MINUTE = 600
PUBLIC_DOORS = (Door.FORM, Door.WEB_TO_LEAD)
LOOPBACK = ("127.", "::1")  # a proxy that does not say for whom it asks


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
    if post.state == State.WAITING and is_flooding(post.sender.address):
        post.state = State.QUARANTINED
        post.reason = f"More than {POSTS_PER_MINUTE} posts a minute came from this address."
    submission = Submission(
        received_at=at or timezone.now(),
        door=post.door,
        form=post.form[:80],
        payload=post.payload,
        source_address=post.sender.address,
        user_agent=_told(post.sender.user_agent, 300),
        referrer=_told(post.sender.referrer, 1000),
        state=post.state,
        reason=_told(post.reason, 1000),
        settled_at=None if post.state == State.WAITING else timezone.now(),
        idempotency_key=post.key,
    )
    try:
        with transaction.atomic():
            submission.save(force_insert=True)
            wake()
    except IntegrityError:
        earlier: Submission | None = Submission.objects.filter(
            idempotency_key=post.key, idempotency_key__isnull=False
        ).first()
        if earlier is None:
            raise
        return earlier
    return submission


def wake() -> None:
    """Tell the intake, when this transaction commits, that something waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def is_flooding(address: str | None) -> bool:
    """Whether more came from this address within a minute than people can send."""
    if not address or address.startswith(LOOPBACK):
        return False
    recent = Submission.objects.filter(
        received_at__gt=timezone.now() - timedelta(minutes=1),
        source_address=address,
        door__in=PUBLIC_DOORS,
    )
    return bool(recent.order_by()[:POSTS_PER_MINUTE].count() >= POSTS_PER_MINUTE)


def _told(text: str, length: int) -> str:
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:length]
