"""A webhook: an address of another system, and what it wants to be told."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone

from headwater.api.webhooks.signing import new_secret

BOTH_SECRETS = timedelta(hours=24)  # after a change both sign, so that the other side can follow


class Webhook(models.Model):
    """`events` are names of events.EVENTS; `criteria` (empty: all) narrows down the leads.

    `since_entry` is the last entry of the Trail before it began. `failing_since` and
    `failure_count` tell how long nothing has got through; it `rests_until` then. `stopped_because`
    says why Headwater has switched it off.
    """

    name = models.CharField(max_length=80)
    url = models.CharField("Address", max_length=1000)
    events = models.JSONField(default=list)
    criteria = models.TextField(blank=True)
    is_active = models.BooleanField("Active", default=True)
    secret = models.CharField(max_length=120, default=new_secret)
    old_secret = models.CharField(max_length=120, blank=True)
    old_secret_until = models.DateTimeField(null=True, blank=True)
    since_entry = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    failing_since = models.DateTimeField(null=True, blank=True)
    failure_count = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=300, blank=True)
    is_deleted = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name

    def secrets_at(self, now: datetime) -> list[str]:
        """Those that sign: the new one, and for a day after a change the old one too."""
        is_old_held = self.old_secret and self.old_secret_until and now < self.old_secret_until
        return [self.secret, self.old_secret] if is_old_held else [self.secret]

    def change_secret(self, now: datetime) -> None:
        """A new secret, not yet saved; the old one signs beside it for a day."""
        self.old_secret, self.old_secret_until = self.secret, now + BOTH_SECRETS
        self.secret = new_secret()
