"""Assignment rules in order, in versions of which one is published (Salesforce: AssignmentRule)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.route.target import Target

EXACTLY_ONE_TARGET = Q(owner__isnull=False, team__isnull=True) | Q(
    owner__isnull=True, team__isnull=False
)


class AssignmentRuleSet(models.Model):
    """One version of the rules; a version never changes. Without a number, it is the draft.

    The draft is made of the version `based_on`; `revision` counts its changes.
    """

    version = models.PositiveIntegerField(unique=True, null=True, blank=True)
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
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
                fields=["is_published"],
                condition=Q(is_published=True),
                name="one_published_assignment",
            ),
            models.UniqueConstraint(
                fields=["is_published"], condition=Q(version=None), name="one_draft_assignment"
            ),
        ]

    def __str__(self) -> str:
        return "The draft" if self.is_draft else f"Version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.version is None


class AssignmentRule(Target):
    """If the criteria (a WHERE; '' is every lead) hold, the lead goes to an owner or a team.

    `key` is the rule itself: it stays the same through all versions.
    """

    key = models.UUIDField(default=uuid.uuid4)
    rule_set = models.ForeignKey(AssignmentRuleSet, models.CASCADE, related_name="rules")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    criteria = models.TextField(blank=True, max_length=4000)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=EXACTLY_ONE_TARGET, name="rule_has_one_target"),
            models.UniqueConstraint(fields=["rule_set", "key"], name="rule_once_in_a_version"),
        ]

    def __str__(self) -> str:
        return self.name
