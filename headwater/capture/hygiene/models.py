"""A run over the open leads, what it counted, what it found, and what was done about it."""

from typing import Any

from django.db import models
from django.utils import timezone


class HygieneRun(models.Model):
    """One look at all open leads. `finished_at` is empty while it looks, and when it failed."""

    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    lead_count = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Hygiene of {self.started_at:%Y-%m-%d}"


class HygieneCount(models.Model):
    """How many leads of one owner a check found; kept for every run, so that weeks compare."""

    run = models.ForeignKey(HygieneRun, models.CASCADE, related_name="counts")
    check_name = models.CharField(max_length=20)
    owner_id = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["run", "check_name", "owner_id"], name="hygiene_counted_once"
            )
        ]


class HygieneFinding(models.Model):
    """One lead that one check of the latest run found.

    `before` maps attributes to what was found, `after` to what a fix would write; without `after`
    a person has to decide. Of checks that a list shows as well, only some rows are kept.
    """

    run = models.ForeignKey(HygieneRun, models.CASCADE, related_name="findings")
    check_name = models.CharField(max_length=20)
    lead = models.ForeignKey(
        "records.Lead", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    owner_id = models.BigIntegerField()
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            # A page goes on by the lead: by the row's own key PostgreSQL would read every check.
            models.Index(fields=["run", "check_name", "lead"], name="hygiene_of_check"),
        ]


class HygieneFix(models.Model):
    """One press of the button: which findings, by whom, how far; taken back as a whole."""

    class State(models.TextChoices):
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        UNDOING = "undoing", "Being taken back"
        UNDONE = "undone", "Taken back"

    run = models.ForeignKey(HygieneRun, models.CASCADE, related_name="fixes")
    check_name = models.CharField(max_length=20)
    finding_ids: Any = models.JSONField(default=list)
    owner = models.ForeignKey("people.Owner", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    last_id = models.BigIntegerField(default=0)
    wanted_count = models.PositiveIntegerField(default=0)
    fixed_count = models.PositiveIntegerField(default=0)
    skipped_count = models.PositiveIntegerField(default=0)
    undone_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "hygiene fixes"

    @property
    def left_count(self) -> int:
        """Leads that its undo left alone, because somebody has written since."""
        return self.fixed_count - self.undone_count

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.UNDOING)


class HygieneFixed(models.Model):
    """One lead that a fix changed, with what its undo needs."""

    fix = models.ForeignKey(HygieneFix, models.CASCADE, related_name="fixed")
    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="+")
    before: Any = models.JSONField(default=dict)
    after: Any = models.JSONField(default=dict)
