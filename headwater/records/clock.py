"""A response clock: by when somebody must have answered, counted in working time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q


class ClockQuerySet(models.QuerySet[Any]):
    def running(self) -> Self:
        return self.filter(stopped_at=None)

    def of_leads(self, lead_ids: Iterable[int]) -> Self:
        return self.filter(lead_id__in=list(lead_ids))

    def stop(self, *, at: datetime, because: str) -> int:
        """Stop the running ones; whether each was kept follows from `due_at`."""
        return self.running().update(stopped_at=at, stopped_because=because)


class Clock(models.Model):
    """One promise to one person. Times are UTC; `minutes` is the promise in working minutes.

    Kept means stopped by `due_at`. A clock that ran out stays running (and late) until touched.
    """

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=20, default="first_response")
    policy = models.CharField(max_length=80)
    minutes = models.PositiveIntegerField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_because = models.CharField(max_length=80, blank=True)
    owner = models.ForeignKey("people.Owner", models.PROTECT, related_name="+")

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(ClockQuerySet)()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead", "kind"], condition=Q(stopped_at=None), name="one_running_clock"
            )
        ]
        indexes = [
            models.Index(F("due_at"), name="clock_running", condition=Q(stopped_at=None)),
        ]

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None

    def is_late(self, now: datetime) -> bool:
        return (self.stopped_at or now) > self.due_at
