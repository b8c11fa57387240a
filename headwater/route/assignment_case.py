"""A test case of the assignment rules: such a lead must go there, or a draft stays a draft."""

from typing import Any

from django.db import models
from django.utils import timezone


class AssignmentCase(models.Model):
    """A lead of these values (API name → value) must meet each expectation that is set.

    `rule_key` is the rule that has to decide, `owner` who gets the lead, `team` the team in which
    turns are taken. With none of them, no rule may want the lead: it goes to the default owner.
    """

    name = models.CharField(max_length=80, unique=True)
    values: Any = models.JSONField(default=dict)
    rule_key = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
