"""How far a message is on its way to the mail server."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from headwater.records.models import EmailMessage


class DeliveryQuerySet(models.QuerySet[Any]):
    def free_at(self, now: Any) -> Self:
        """Waiting messages that nobody holds: never tried, or their next try has come."""
        is_free = Q(claimed_at=None) | Q(again_at__lte=now)
        return self.filter(is_free, message__state=EmailMessage.State.WAITING)


class Delivery(models.Model):
    """The tries to send one message. Nobody else tries before `again_at`; NULL means settled.

    Who sends claims first: `claimed_at` is written and `again_at` set ten minutes ahead, and both
    are committed before the mail server hears a word. `reply_to` '': replies go to the owner.
    """

    message = models.OneToOneField("records.EmailMessage", models.CASCADE, primary_key=True)
    try_count = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)
    reply_to = models.EmailField(max_length=254, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(DeliveryQuerySet)()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["again_at"], name="delivery_due", condition=Q(again_at__isnull=False)
            )
        ]
