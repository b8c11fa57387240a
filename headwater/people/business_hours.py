"""When people work: the calendars that clocks count in (Salesforce: BusinessHours, Holiday)."""

from typing import Any

from django.db import models

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def office_week() -> dict[str, Any]:
    """Monday to Friday, nine to five."""
    return {day: [["09:00", "17:00"]] for day in DAYS[:5]}


class BusinessHours(models.Model):
    """A named week. `week` maps mon…sun to ["HH:MM", "HH:MM"] spans; a missing day is free.

    With a `country` (ISO 2) its public holidays are closed by themselves, those of a `subdivision`
    included, but for the ones by these names on which people work (`worked_holidays`).
    """

    name = models.CharField(max_length=80, unique=True)
    time_zone = models.CharField(max_length=40, default="UTC")
    week = models.JSONField(default=office_week)
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=20, blank=True)
    worked_holidays: Any = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "business hours"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="one_default_business_hours",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which a calendar is closed: a public one of its country, or one of our own."""

    business_hours = models.ForeignKey(
        BusinessHours, on_delete=models.CASCADE, related_name="holidays"
    )
    on = models.DateField()
    name = models.CharField(max_length=80)
    is_public = models.BooleanField(default=False)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["business_hours", "on"], name="one_holiday_a_day")
        ]
