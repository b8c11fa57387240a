"""The row of a replay: what the leads of the last days would have met under other rules. Nothing
else is written."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

RUNNING = Q(state="running")


class ReplayRow(models.Model):
    """One look back. Running also means: as soon as a worker is free.

    A model of this kind adds `rule_set`: the draft (or version) that was asked, in the state
    `revision`; and the constraint that one runs at a time. `result` is what its sums say.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Stopped"

    revision = models.PositiveIntegerField(default=0)
    days = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=9, choices=State, default=State.RUNNING)
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    result: Any = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Replay of {self.days} days"

    @property
    def is_busy(self) -> bool:
        """Whether somebody works at it, or will as soon as a worker is free."""
        return self.state == self.State.RUNNING

    @property
    def share_done(self) -> float:
        """0 to 1."""
        return self.done_count / self.total_count if self.total_count else 0.0
