"""An intake key: a program that holds it may bring leads in, and nothing else."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import connection, models
from django.utils import timezone

PREFIX = "hwk_"  # so that a key is told from a token, and found when it leaks
PER_MINUTE = 600


class IntakeKey(models.Model):
    """The key itself is shown once; the database holds its SHA-256 and its last four characters.

    `lead_source` and `campaign` are what its leads have when they say nothing of it. `per_minute`
    is how many leads it may bring in a minute; `minute` and `minute_count` keep the count.
    """

    name = models.CharField(max_length=80, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    lead_source = models.CharField(max_length=255, blank=True)
    campaign = models.ForeignKey("records.Campaign", models.SET_NULL, null=True, blank=True)
    per_minute = models.PositiveIntegerField(default=PER_MINUTE)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    minute = models.DateTimeField(null=True, blank=True)
    minute_count = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["revoked_at", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.revoked_at is None

    @property
    def note(self) -> dict[str, Any]:
        """What its submissions tell of it beside what was sent: its name, and what it gives."""
        gives = {"key_id": self.pk, "lead_source": self.lead_source, "campaign": self.campaign_id}
        return {"key": self.name, "intake": {name: each for name, each in gives.items() if each}}


def new_key() -> tuple[str, dict[str, str]]:
    """A key, and the columns by which it is known again."""
    key = PREFIX + secrets.token_urlsafe(32)
    return key, {"key_hash": hash_of(key), "hint": key[-4:]}


def hash_of(key: str) -> str:
    """A plain hash is enough: the key is long and random, there is nothing to guess."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def of_token(token: str) -> IntakeKey | None:
    """The key that holds, if this is one."""
    found: IntakeKey | None = IntakeKey.objects.filter(
        key_hash=hash_of(token), revoked_at=None
    ).first()
    return found


def spend(key: IntakeKey, count: int, *, now: datetime) -> int:
    """Count leads against the minute; 0, or the seconds to wait where it would be too many.

    One statement of its own, so that the row is never held while leads are made.
    """
    minute = now.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE api_intakekey SET last_used_at = %(now)s, minute = %(minute)s,
                minute_count = CASE WHEN minute = %(minute)s THEN minute_count ELSE 0 END + %(n)s
            WHERE id = %(key)s AND (
                %(n)s + CASE WHEN minute = %(minute)s THEN minute_count ELSE 0 END <= per_minute
            )
            """,
            {"now": now, "minute": minute, "n": count, "key": key.pk},
        )
        if cursor.rowcount:
            return 0
    return max(1, round((minute + timedelta(minutes=1) - now).total_seconds()))
