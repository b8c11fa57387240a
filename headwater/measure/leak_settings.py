"""From when on something counts as a leak, and when the report goes out: one row."""

from datetime import time

from django.core.validators import MinValueValidator
from django.db import models

from headwater.people.standing import kept


class Mailed(models.TextChoices):
    """When the report comes by mail."""

    NEVER = "", "Never"
    WORKDAYS = "workdays", "Each working morning"
    MONDAYS = "mondays", "Each Monday"


class LeakSettings(models.Model):
    """Limits in hours and days of plain time. `mail_at` is of the time zone of whoever gets it."""

    queue_hours = models.PositiveIntegerField(
        "Hours in a queue", default=24, validators=[MinValueValidator(1)]
    )
    step_hours = models.PositiveIntegerField("Hours until there is a next step", default=24)
    duplicate_days = models.PositiveIntegerField("Days as a possible duplicate", default=3)
    stuck_days = models.PositiveIntegerField(
        "Days in one status", default=30, validators=[MinValueValidator(1)]
    )
    mailed = models.CharField(
        "Goes to managers by mail", max_length=8, choices=Mailed.choices, blank=True,
        default=Mailed.MONDAYS,
    )  # fmt: skip
    mail_at = models.TimeField("At", default=time(7, 30))

    class Meta:
        verbose_name_plural = "leak settings"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_leak_settings")]

    def __str__(self) -> str:
        return "Leak report"

    @classmethod
    def current(cls) -> "LeakSettings":
        """The one row, made by a migration."""
        return cls._default_manager.get(id=1)


@kept
def leak_settings() -> LeakSettings:
    """The one row, kept in memory; to be read only."""
    return LeakSettings.current()
