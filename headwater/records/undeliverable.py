"""Addresses that mail does not reach: refused by a mail server, or come back as a bounce."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

ENOUGH = 3  # soft bounces in a row; after that nothing more is sent


class UndeliverableQuerySet(models.QuerySet[Any]):
    def final(self) -> Self:
        """Those that get no more mail: refused for good, or full again and again."""
        return self.filter(Q(is_hard=True) | Q(count__gte=ENOUGH))


class Undeliverable(models.Model):
    """An address and why mail to it came back, in the server's words. `address` is lower case.

    A hard bounce is for good (no such mailbox), a soft one may pass (mailbox full).
    """

    address = models.CharField(max_length=320, unique=True)
    reason = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField()
    is_hard = models.BooleanField(default=True)
    count = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(UndeliverableQuerySet)()

    def __str__(self) -> str:
        return self.address


def mark(address: str, reason: str, *, is_hard: bool, at: datetime) -> None:
    """Note that mail to this address came back once more; what was hard stays so."""
    row, is_new = Undeliverable.objects.get_or_create(
        address=address.lower()[:320],
        defaults={"reason": reason[:500], "found_at": at, "is_hard": is_hard},
    )
    if not is_new:
        Undeliverable.objects.filter(pk=row.pk).update(
            reason=reason[:500], found_at=at, is_hard=row.is_hard or is_hard, count=F("count") + 1
        )


def clear(address: str) -> bool:
    """Whoever writes can be reached again; returns whether there was a mark."""
    return bool(Undeliverable.objects.filter(address=address.lower()).delete()[0])
