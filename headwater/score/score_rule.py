"""Score rules in versions of which one is published."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class ScoreRuleSet(models.Model):
    """One version of the rules. A version never changes: editing makes and publishes the next.

    A lead is hot from `hot_threshold` points on. Each further inquiry of the same person gives
    `return_points`, all of them together at most `most_return_points`.
    """

    version = models.PositiveIntegerField(unique=True)
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    hot_threshold = models.IntegerField(default=50)
    return_points = models.IntegerField(default=10)
    most_return_points = models.IntegerField(default=30)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_published"], condition=Q(is_published=True), name="one_published_score"
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.version}"


class ScoreRule(models.Model):
    """If the criteria (a WHERE) hold, the lead gets the points; these may be negative."""

    rule_set = models.ForeignKey(ScoreRuleSet, models.CASCADE, related_name="rules")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    criteria = models.TextField(blank=True, max_length=4000)
    points = models.IntegerField()
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name
