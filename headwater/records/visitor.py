"""Somebody's browser on the company's own site, known again because they agreed to that.

Without consent there is no visitor: such visits are counted by day, page and source alone.
"""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone


class Visitor(models.Model):
    """One browser. `key` is random and tells nothing; `lead` is who it turned out to be.

    `came` says how the first visit began: parameter → text (see capture.visit).
    """

    key = models.CharField(max_length=40, unique=True)
    lead = models.ForeignKey(
        "records.Lead", models.SET_NULL, null=True, blank=True, related_name="visitors"
    )
    joined_at = models.DateTimeField(null=True, blank=True)
    consent_at = models.DateTimeField(default=timezone.now)
    first_at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now, db_index=True)
    came = models.JSONField(default=dict, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    def __str__(self) -> str:
        return self.key[:8]
