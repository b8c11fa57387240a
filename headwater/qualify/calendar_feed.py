"""A secret address by which somebody's own calendar program reads what they have to do."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from headwater.people.models import User

PER_HOUR = 60  # calendars ask a few times an hour


class CalendarFeed(models.Model):
    """The address is shown once; the database holds the SHA-256 of its secret and its end.

    `hour` and `hour_count` keep how often it was asked for.
    """

    user = models.ForeignKey("people.User", models.CASCADE, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    created_at = models.DateTimeField(default=timezone.now)
    last_read_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    hour = models.DateTimeField(null=True, blank=True)
    hour_count = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(revoked_at=None), name="one_feed_each"
            )
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user}"


def new_feed(user: User) -> str:
    """A new secret for `user`; the one before is worth nothing from now on."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        revoke(user)
        CalendarFeed.objects.create(user=user, secret_hash=hash_of(secret), hint=secret[-4:])
    return secret


def revoke(user: User) -> int:
    """Nobody reads by the address any more; returns how many there were."""
    rows = CalendarFeed.objects.filter(user=user, revoked_at=None)
    return int(rows.update(revoked_at=timezone.now()))


def find(secret: str) -> CalendarFeed | None:
    """The feed of a secret, as long as it and its person are active."""
    rows = CalendarFeed.objects.filter(
        secret_hash=hash_of(secret), revoked_at=None, user__is_active=True
    )
    found: CalendarFeed | None = rows.select_related("user").first()
    return found


def count(feed: CalendarFeed, now: datetime) -> bool:
    """Count one reading; False when it was read too often within the hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    mine = CalendarFeed.objects.filter(pk=feed.pk)
    if not mine.filter(hour=hour).update(hour_count=F("hour_count") + 1, last_read_at=now):
        mine.update(hour=hour, hour_count=1, last_read_at=now)
    return bool(mine.filter(hour_count__lte=PER_HOUR).exists())


def seconds_left(now: datetime) -> int:
    """Until the next hour begins."""
    return int((timedelta(hours=1) - timedelta(minutes=now.minute, seconds=now.second)).seconds) + 1


def hash_of(secret: str) -> str:
    """The secret is random and long, so that one quick hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()
