"""The organisation's own definition of a lead that is ready to be converted, kept as rows."""

from typing import Any

from django.db import models

from headwater.people.standing import kept


class ConversionRule(models.Model):
    """What leads that fit `applies_to` (criteria; empty: every lead) need before converting.

    `criteria` must be true; `required_fields` (attributes of a lead) must be filled, the score at
    least `least_score`, the status one of `statuses` (none: any). `asks_questions`: the questions
    of the call sheet that are needed have an answer. A rule that is not binding only reminds.
    """

    name = models.CharField(max_length=80, unique=True)
    applies_to = models.TextField(max_length=4_000, blank=True)
    criteria = models.TextField(max_length=4_000, blank=True)
    required_fields: Any = models.JSONField(default=list, blank=True)
    least_score = models.IntegerField(null=True, blank=True)
    statuses: Any = models.JSONField(default=list, blank=True)
    asks_questions = models.BooleanField(default=False)
    is_binding = models.BooleanField(default=True)
    sort_order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.name


@kept
def rules() -> tuple[ConversionRule, ...]:
    """The rules in use, in order; kept in memory until one changes."""
    return tuple(ConversionRule.objects.filter(is_active=True))
