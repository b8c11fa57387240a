"""A conversion: who turned which lead into what and when, with all that undoing it needs."""

from typing import Any

from django.db import models
from django.utils import timezone


class Conversion(models.Model):
    """One act. `before` holds the rows as they were and `made` what was created (see convert).

    A conversion is undone once: `undone_at` and `undone_by` then say when and by whom.
    """

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="conversions")
    account = models.ForeignKey("records.Account", models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey("records.Contact", models.SET_NULL, null=True, related_name="+")
    opportunity = models.ForeignKey(
        "records.Opportunity", models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    made: Any = models.JSONField(default=dict)
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=models.Q(undone_at=None), name="one_standing_conversion"
            )
        ]

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None
