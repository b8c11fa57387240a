"""The suppression list: addresses that get no mail from us, whoever writes and whatever about.

Most are addresses that mail does not reach (refused by a mail server, or come back as a bounce);
the others complained, or somebody entered them.
"""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q

ENOUGH = 3  # soft bounces in a row; after that nothing more is sent


class Kind(models.TextChoices):
    """How an address came here."""

    BOUNCE = "bounce", "Came back"
    COMPLAINT = "complaint", "Complained of spam"
    HAND = "hand", "Entered by a colleague"
    IMPORT = "import", "From a list"


class UndeliverableQuerySet(models.QuerySet[Any]):
    def final(self) -> Self:
        """Those that get no more mail: refused for good, or full again and again."""
        return self.filter(Q(is_hard=True) | Q(count__gte=ENOUGH))


class Undeliverable(models.Model):
    """An address and why mail to it came back, in the server's words. `address` is lower case.

    A hard bounce is for good (no such mailbox), a soft one may pass (mailbox full). What is no
    bounce is always hard.
    """

    address = models.CharField(max_length=320, unique=True)
    reason = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField()
    is_hard = models.BooleanField(default=True)
    count = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.BOUNCE)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(UndeliverableQuerySet)()

    def __str__(self) -> str:
        return self.address

    @property
    def in_words(self) -> str:
        """Why nothing is sent there, in one sentence."""
        if self.kind == Kind.COMPLAINT:
            return "They marked a mail of ours as spam."
        if self.kind == Kind.BOUNCE:
            return "Earlier mail to this address came back."
        return "The address is on the suppression list."


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
    """Whoever writes can be reached again; returns whether bounces had marked them."""
    mine = Undeliverable.objects.filter(address=address.lower(), kind=Kind.BOUNCE)
    return bool(mine.delete()[0])
