"""A conversion: who turned which lead into what and when, with all that undoing it needs."""

from typing import Any

from django.db import models
from django.utils import timezone


class ConversionRun(models.Model):
    """Leads that were converted together, so that they can be looked at and undone together.

    `name` is what the list was called and `criteria` its condition; `how` is what was chosen for
    all of them. Refused leads are counted here; each converted one has its `Conversion`.

    A run of many leads (see headwater.converting) has a row for each: `done_count` of them are
    done with in its state (tried out, converted, undone), `trial` counts the dry runs and `totals`
    maps planned, outcome, undone to how many rows ended in what. `undoing` is how it is undone.
    """

    class Kind(models.TextChoices):
        SINGLE = "single", "A lead with its siblings"
        MASS = "mass", "Many leads of a list"
        DOOR = "door", "At a door, without a lead in between"
        RULE = "rule", "By rule, on the way to working without leads"

    class State(models.TextChoices):
        TRYING = "trying", "Being tried out"
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        STOPPED = "stopped", "Stopped"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.MASS)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    name = models.CharField(max_length=255, blank=True)
    criteria = models.TextField(blank=True)
    how: Any = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    wanted_count = models.PositiveIntegerField(default=0)
    converted_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    trial = models.PositiveSmallIntegerField(default=0)
    totals: Any = models.JSONField(default=dict)
    undoing: Any = models.JSONField(default=dict)
    problem = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None

    @property
    def is_busy(self) -> bool:
        """Whether somebody works at it, or will as soon as a worker is free."""
        return self.state in (self.State.TRYING, self.State.RUNNING, self.State.UNDOING)


class Conversion(models.Model):
    """One act. `before` holds the rows as they were and `made` what was created (see convert).

    A conversion is undone once: `undone_at` and `undone_by` then say when and by whom. What the
    lead was worth stays readable: its `score`, `campaign` (the most recent one), which `criteria`
    were met ([{"words", "is_met"}]), and in `unmapped` (label → value) what had no place in the
    new records. `is_direct`: a door made the records, nobody worked on the lead in between.
    """

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="conversions")
    account = models.ForeignKey("records.Account", models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey("records.Contact", models.SET_NULL, null=True, related_name="+")
    opportunity = models.ForeignKey(
        "records.Opportunity", models.SET_NULL, null=True, related_name="+"
    )
    run = models.ForeignKey(
        ConversionRun, models.SET_NULL, null=True, blank=True, related_name="conversions"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    is_direct = models.BooleanField(default=False)
    score = models.IntegerField(default=0)
    criteria: Any = models.JSONField(default=list)
    campaign = models.ForeignKey(
        "records.Campaign", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    unmapped: Any = models.JSONField(default=dict)
    override_reason = models.CharField(max_length=255, blank=True)
    no_deal_reason = models.CharField(max_length=255, blank=True)
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
