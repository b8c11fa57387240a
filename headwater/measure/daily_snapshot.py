"""How it stood on the morning of a day: counts and amounts, kept for each owner.

Each row belongs to an owner so that whoever looks back sees what they see today: their own records,
those of people below them, those of their queues.
"""

from typing import Any, ClassVar

from django.db import models


class What(models.TextChoices):
    """What is counted; the key of a row says of which (a status, a source, a class)."""

    LEAD_STATUS = "lead_status", "Open leads by status"
    LEAD_SOURCE = "lead_source", "Open leads by source"
    LEAK = "leak", "Open leads by class of the leak report"
    DEAL_STAGE = "deal_stage", "Open deals by stage"
    FORECAST = "forecast", "Forecast by month and category"


class SnapshotDay(models.Model):
    """A day that is kept. `is_from_trail`: worked out afterwards from what the Trail tells, as it
    stood at midnight; the others were counted at `taken_at`, in `seconds`."""

    day = models.DateField(unique=True)
    taken_at = models.DateTimeField()
    seconds = models.FloatField(default=0.0)
    is_from_trail = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class DailySnapshot(models.Model):
    """`count` records of an owner, worth `amount` (the organisation's currency).

    The key of a forecast is a month and a category (`2026-03|Commit`), that of a leak its class;
    amounts of leads are estimates (see docs/leaks.md).
    """

    day = models.DateField()
    what = models.CharField(max_length=12, choices=What.choices)
    key = models.CharField(max_length=255)
    owner = models.ForeignKey("people.Owner", models.PROTECT, related_name="+", db_index=False)
    count = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=20, decimal_places=2, default=0)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["what", "day", "key", "owner"], name="one_daily_snapshot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.key}: {self.count}"
