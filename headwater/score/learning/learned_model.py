"""What was learned, in versions of which at most one is used, and how learning stands."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone


class LearnedModel(models.Model):
    """One version. A version never changes: learning again makes the next.

    `weights` hold all that an estimate needs as plain numbers and words; `figures` what it did on
    held-out time, beside the rules. `is_better` says whether it may be used: only what beats the
    rules' score on leads it has not seen.
    """

    class Kind(models.TextChoices):
        SCORECARD = "scorecard", "Scorecard"
        TREES = "trees", "Boosted trees"

    version = models.PositiveIntegerField(unique=True)
    learned_at = models.DateTimeField(default=timezone.now)
    learned_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=9, choices=Kind.choices, default=Kind.SCORECARD)
    is_better = models.BooleanField(default=False)
    is_used = models.BooleanField(default=False)
    weights: Any = models.JSONField(default=dict)
    figures: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_used"], condition=Q(is_used=True), name="one_used_learned_model"
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.version}"


class LearnedSettings(models.Model):
    """One row: whether and how often Headwater learns by itself, and how learning stands now.

    `is_held`: somebody chose the version that is used, so that learning again does not replace it.
    `missing` (words) is what the last attempt had too little of; empty when there was enough.
    `estimated_until`: whatever happened to leads before has been looked at.
    """

    is_on = models.BooleanField("Learn by itself", default=True)
    every_days = models.PositiveSmallIntegerField(
        "Every so many days", default=7, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    is_held = models.BooleanField(default=False)
    step = models.CharField(max_length=80, blank=True)  # '' = nobody is learning now
    share = models.FloatField(default=0.0)
    began_at = models.DateTimeField(null=True, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    missing: Any = models.JSONField(default=list, blank=True)
    had: Any = models.JSONField(default=dict, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    estimated_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "learned settings"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_learned_settings")]

    def __str__(self) -> str:
        return "Learned probability"

    @classmethod
    def current(cls) -> "LearnedSettings":
        """The one row, made by a migration."""
        return cls._default_manager.get(id=1)
