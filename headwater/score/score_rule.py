"""Score rules in versions of which one is published."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.score import grid

POINTS_END = 1_000  # more than this in one rule is a slip of the hand


def grade_floors() -> list[int]:
    """What the grades begin with until somebody says otherwise."""
    return list(grid.GRADE_FLOORS)


def engagement_floors() -> list[int]:
    """The same for the levels."""
    return list(grid.ENGAGEMENT_FLOORS)


def qualifying_levels() -> list[int]:
    """The same for what is qualified."""
    return list(grid.QUALIFYING_LEVELS)


class ScoreRuleSet(models.Model):
    """One version of the rules; a version never changes. Without a number, it is the draft.

    A lead is hot from `hot_threshold` points on. Each further inquiry of the same person gives
    `return_points`, all of them together at most `most_return_points`. The draft is made of the
    published version, `based_on`; `revision` counts its changes.
    """

    version = models.PositiveIntegerField(unique=True, null=True, blank=True)
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    hot_threshold = models.IntegerField(default=50)
    return_points = models.IntegerField(default=10)
    most_return_points = models.IntegerField(default=30)
    grade_floors = ArrayField(models.IntegerField(), default=grade_floors)
    engagement_floors = ArrayField(models.IntegerField(), default=engagement_floors)
    qualifying_levels = ArrayField(models.IntegerField(), default=qualifying_levels)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_published"], condition=Q(is_published=True), name="one_published_score"
            ),
            models.UniqueConstraint(
                fields=["is_published"], condition=Q(version=None), name="one_draft_score"
            ),
        ]

    def __str__(self) -> str:
        return "The draft" if self.is_draft else f"Version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.version is None

    @property
    def grid(self) -> grid.Grid:
        return grid.Grid(self.grade_floors, self.engagement_floors, self.qualifying_levels)


class Side(models.TextChoices):
    """What points tell of: how well the lead fits, or how much interest it shows."""

    FIT = "fit", "Fit"
    ENGAGEMENT = "engagement", "Engagement"


class ScoreRule(models.Model):
    """If the criteria (a WHERE) hold, the lead gets the points; these may be negative.

    With an `event` (a kind of Engagement) it gives them for each time that it was seen: of those
    whose page, link or subject contains `what` and that show this `interest` ('' is any). All of
    them together give at most `most_points`, for each interest apart where `is_per_interest`.
    Points halve every `half_life_days`, counted from the event, or from when the lead came.
    `key` is the rule itself: it stays the same through all versions.
    """

    key = models.UUIDField(default=uuid.uuid4)
    rule_set = models.ForeignKey(ScoreRuleSet, models.CASCADE, related_name="rules")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    side = models.CharField(max_length=10, choices=Side, default=Side.FIT)
    criteria = models.TextField(blank=True, max_length=4000)
    event = models.CharField(max_length=20, blank=True)
    what = models.CharField(max_length=200, blank=True)
    interest = models.CharField(max_length=80, blank=True)
    is_per_interest = models.BooleanField(default=False)
    points = models.IntegerField()
    most_points = models.PositiveIntegerField(null=True, blank=True)
    half_life_days = models.PositiveIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "key"], name="score_rule_once_in_a_version")
        ]

    def __str__(self) -> str:
        return self.name
