"""A run over the whole base: how far it is, what it found; and what was learned on the way."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.people.standing import kept


class MatchRun(models.Model):
    """One look at all people and companies. `by` is empty for the weekly one.

    Running also means: as soon as a worker is free. `totals` counts records, pairs by tier, what
    is new, gone, and clusters; `seconds` says how long each step took.
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        CANCELLED = "cancelled", "Cancelled"
        FAILED = "failed", "Stopped"

    class Engine(models.TextChoices):
        DUCKDB = "duckdb", "DuckDB, on this machine"
        SPARK = "spark", "Spark"

    engine = models.CharField(max_length=6, choices=Engine, default=Engine.DUCKDB)
    state = models.CharField(max_length=9, choices=State, default=State.RUNNING)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=120, default="Waiting for a worker")
    share_done = models.FloatField(default=0.0)
    totals: Any = models.JSONField(default=dict)
    seconds: Any = models.JSONField(default=dict)
    summary = models.CharField(max_length=300, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="one_match_run_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"Match run of {self.started_at:%Y-%m-%d}"

    @classmethod
    def latest(cls) -> "MatchRun | None":
        """The run that was begun last, whatever became of it."""
        return cls._default_manager.order_by("-pk").first()

    @property
    def is_busy(self) -> bool:
        """Whether somebody works at it, or will as soon as a worker is free."""
        return self.state == self.State.RUNNING


class LearnedWeights(models.Model):
    """What a run learned of the organisation's own records; the newest of a kind is in force.

    `values` is what `headwater.match.model.weights` reads and writes; `because` says from how many
    records and decisions it was learned.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "People"
        COMPANY = "company", "Companies"

    kind = models.CharField(max_length=7, choices=Kind)
    run = models.ForeignKey(MatchRun, models.SET_NULL, null=True, blank=True, related_name="+")
    values: Any = models.JSONField(default=dict)
    because: Any = models.JSONField(default=dict)
    learned_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} weights of {self.learned_at:%Y-%m-%d}"


@kept
def learned() -> dict[str, Any]:
    """What is in force: kind → values; a kind without a row has learned nothing yet."""
    rows = LearnedWeights.objects.order_by("kind", "-pk").distinct("kind")
    return {row.kind: row.values for row in rows}
