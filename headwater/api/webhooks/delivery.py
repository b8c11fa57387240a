"""A delivery: one event for one webhook, what was sent, and every try to send it."""

import secrets
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

# Standard Webhooks' own schedule: ten tries within three days and a bit.
WAITS = tuple(
    timedelta(**each)
    for each in (
        {"seconds": 5}, {"minutes": 5}, {"minutes": 30}, {"hours": 2}, {"hours": 5},
        {"hours": 10}, {"hours": 14}, {"hours": 20}, {"hours": 24},
    )
)  # fmt: skip
FIRST_BYTES = 1_000  # of an answer are kept


def new_message_id() -> str:
    """The `webhook-id`: the same for every try, so that a receiver can tell a second one."""
    return f"msg_{secrets.token_hex(16)}"


class DeliveryState(models.TextChoices):
    """Waiting is the only state that can still change by itself."""

    WAITING = "waiting", "Waiting"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Given up"


class WebhookDelivery(models.Model):
    """`body` is sent byte for byte the same at every try. `entry_id` is NULL for a test.

    Whoever sends claims first: `next_try_at` is set ahead and committed before the other system
    hears a word, so that a crash repeats the delivery (with its id) and never loses it.
    """

    State = DeliveryState

    webhook = models.ForeignKey("api.Webhook", models.CASCADE, related_name="deliveries")
    message_id = models.CharField(max_length=40, unique=True, default=new_message_id)
    entry_id = models.BigIntegerField(null=True, blank=True)
    event = models.CharField(max_length=40)
    record_id = models.BigIntegerField(null=True, blank=True)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    try_count = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints = [
            models.UniqueConstraint(fields=["webhook", "entry_id"], name="delivery_of_entry_once")
        ]
        indexes = [
            models.Index(
                fields=["webhook", "next_try_at"], name="webhook_delivery_due",
                condition=Q(state="waiting"),
            ),
            models.Index(
                fields=["webhook", "state"], name="webhook_delivery_open",
                condition=~Q(state="delivered"),
            ),
            models.Index(fields=["webhook", "-created_at"], name="webhook_delivery_log"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.message_id


class WebhookTry(models.Model):
    """One try: `status` is NULL where no answer came, `trouble` then says why.

    `duration` is in milliseconds; `answer` are the first bytes of what the other side said.
    """

    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="tries")
    at = models.DateTimeField()
    headers = models.JSONField(default=dict)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    duration = models.PositiveIntegerField(default=0)
    answer = models.TextField(blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        verbose_name_plural = "webhook tries"
        ordering = ["at", "id"]


class TrailMark(models.Model):
    """How far the Trail has been read: every entry up to `entry_id` has become its deliveries."""

    entry_id = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = models.Manager()
