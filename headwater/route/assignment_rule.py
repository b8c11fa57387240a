"""Assignment rules in order, in versions of which one is published (Salesforce: AssignmentRule)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

EXACTLY_ONE_TARGET = Q(owner__isnull=False, team__isnull=True) | Q(
    owner__isnull=True, team__isnull=False
)


class AssignmentRuleSet(models.Model):
    """One version of the rules. A version never changes: editing makes and publishes the next."""

    version = models.PositiveIntegerField(unique=True)
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_published"],
                condition=Q(is_published=True),
                name="one_published_assignment",
            )
        ]

    def __str__(self) -> str:
        return f"Version {self.version}"


class AssignmentRule(models.Model):
    """If the criteria (a WHERE; '' is every lead) hold, the lead goes to an owner or a team."""

    rule_set = models.ForeignKey(AssignmentRuleSet, models.CASCADE, related_name="rules")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    criteria = models.TextField(blank=True, max_length=4000)
    owner = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.CheckConstraint(condition=EXACTLY_ONE_TARGET, name="rule_has_one_target")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def target(self) -> str:
        """Who gets the lead, in words."""
        return f"team {self.team}, in turn" if self.team else str(self.owner)
