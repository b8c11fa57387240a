"""What is promised: the first policy of a kind that fits a lead is its promise."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models

from headwater.records.clock import Kind

WITH_THE_INQUIRY = (Kind.FIRST_ATTEMPT, Kind.FIRST_CONTACT)


def usual_warnings() -> list[float]:
    """At half the time, and when a fifth of it is left."""
    return [0.5, 0.8]


class ClockPolicy(models.Model):
    """A promise of `minutes` for leads from `doors` (none: any door) that fit `criteria`.

    Policies of a kind are tried by `sort_order`; empty criteria fit every lead. A running clock
    keeps the minutes it started with. `warn_shares` of the time are warned of; when it has run out
    the owner is reminded, the manager is told and the lead goes on, as the policy says.
    """

    class CountsIn(models.TextChoices):
        WORKING_HOURS = "working_hours", "The owner's working hours"
        ALL_HOURS = "all_hours", "Around the clock"

    class Then(models.TextChoices):
        STAYS = "", "It stays where it is"
        NEXT = "reassign", "The next one who is free gets it"
        QUEUE = "queue", "It goes back to the queue"

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.FIRST_ATTEMPT)
    sort_order = models.PositiveIntegerField(default=0)
    doors: Any = models.JSONField(default=list, blank=True)
    criteria = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    counts_in = models.CharField(
        max_length=13, choices=CountsIn.choices, default=CountsIn.WORKING_HOURS
    )
    warn_shares: Any = models.JSONField(default=usual_warnings, blank=True)
    reminds_owner = models.BooleanField(default=True)
    tells_manager = models.BooleanField(default=True)
    then = models.CharField(max_length=10, choices=Then.choices, default=Then.STAYS, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name_plural = "clock policies"

    def __str__(self) -> str:
        return self.name

    @property
    def shares(self) -> list[float]:
        """The shares of the time that are warned of, rising."""
        return sorted(float(share) for share in self.warn_shares if 0 < float(share) < 1)


class MissedClock(models.Model):
    """A clock ran out, and who had it then. Who gets it next has as long again, once each."""

    clock = models.ForeignKey("records.Clock", models.CASCADE, related_name="misses")
    owner = models.ForeignKey("people.Owner", models.PROTECT, null=True, related_name="+")
    noticed_at = models.DateTimeField()

    class Meta:
        ordering = ["noticed_at", "id"]
        constraints = [models.UniqueConstraint(fields=["clock", "owner"], name="missed_once_each")]
