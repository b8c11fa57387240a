"""How soon somebody must have answered: the first policy that fits a lead is its promise."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models


class ClockPolicy(models.Model):
    """A promise of `minutes` for leads from `doors` (none: any door) that fit `criteria`.

    Policies are tried by `sort_order`; empty criteria fit every lead.
    """

    class CountsIn(models.TextChoices):
        WORKING_HOURS = "working_hours", "The owner's working hours"
        ALL_HOURS = "all_hours", "Around the clock"

    name = models.CharField(max_length=80, unique=True)
    sort_order = models.PositiveIntegerField(default=0)
    doors: Any = models.JSONField(default=list, blank=True)
    criteria = models.TextField(blank=True)
    minutes = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    counts_in = models.CharField(
        max_length=13, choices=CountsIn.choices, default=CountsIn.WORKING_HOURS
    )
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name_plural = "clock policies"

    def __str__(self) -> str:
        return self.name


class MissedClock(models.Model):
    """A clock that ran out before anybody answered, and when that was told."""

    clock = models.OneToOneField("records.Clock", models.CASCADE, related_name="missed")
    noticed_at = models.DateTimeField()
