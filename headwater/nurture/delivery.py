"""How far a message is on its way to the mail server."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from headwater.records.models import EmailMessage


class DeliveryQuerySet(models.QuerySet[Any]):
    def free_at(self, now: Any) -> Self:
        """Waiting messages that nobody holds: never tried, or their next try has come."""
        is_free = Q(claimed_at=None) | Q(again_at__lte=now)
        is_time = Q(not_before=None) | Q(not_before__lte=now)
        return self.filter(is_free, is_time, message__state=EmailMessage.State.WAITING)

    def takeable(self) -> Self:
        """Those that no worker has touched yet: they can still be taken back."""
        return self.filter(claimed_at=None, message__state=EmailMessage.State.WAITING)


class Kind(models.TextChoices):
    """By whom and why a message goes out; the letter is dressed accordingly."""

    ANSWER = "answer", "Automatic answer"
    PERSONAL = "personal", "Written by a colleague"
    PROGRAM = "program", "Sent by a program"


class Delivery(models.Model):
    """The tries to send one message, and what it is.

    Nobody else tries before `again_at`; NULL means settled.

    Who sends claims first: `claimed_at` is written and `again_at` set ten minutes ahead, and both
    are committed before the mail server hears a word. `reply_to` '': replies go to the owner.
    Nothing goes out before `not_before`; until a worker claims it, it can be taken back.
    `program` and `template` are names, so that figures outlive what they name.
    """

    message = models.OneToOneField("records.EmailMessage", models.CASCADE, primary_key=True)
    try_count = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.ANSWER)
    not_before = models.DateTimeField(null=True, blank=True)
    topic = models.ForeignKey(
        "records.Topic", models.PROTECT, null=True, blank=True, related_name="+"
    )
    program = models.CharField(max_length=80, blank=True)
    template = models.CharField(max_length=80, blank=True)
    is_tracked = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(DeliveryQuerySet)()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["again_at"], name="delivery_due", condition=Q(again_at__isnull=False)
            ),
            models.Index(fields=["program"], name="delivery_of_program", condition=~Q(program="")),
        ]
