"""A logged call: who called whom, how it went, and all that taking it back needs."""

from typing import Any

from django.db import models


class Outcome(models.TextChoices):
    """The three ways a first call goes."""

    DEAD_END = "dead_end", "Dead end"
    CALL_AGAIN = "call_again", "Call again later"
    CLEAR_OPPORTUNITY = "clear_opportunity", "Clear opportunity"


class LoggedCall(models.Model):
    """One call; `is_reached` tells whether they talked. `changes`: attribute of the lead →
    [before, after]; `clocks`: those it stopped; `finished`: planned calls that it made good, as
    they were before.

    A call is taken back once: `undone_at` and `undone_by` then say when and by whom.
    """

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="logged_calls")
    outcome = models.CharField(max_length=17, choices=Outcome.choices)
    is_reached = models.BooleanField(default=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    task = models.ForeignKey("records.Task", models.SET_NULL, null=True, related_name="+")
    follow_up = models.ForeignKey("records.Task", models.SET_NULL, null=True, related_name="+")
    changes: Any = models.JSONField(default=dict)
    clocks: Any = models.JSONField(default=list)
    finished: Any = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def converts_next(self) -> bool:
        """A clear opportunity: the conversion is what comes next."""
        return self.outcome == Outcome.CLEAR_OPPORTUNITY and self.undone_at is None

    @property
    def is_undone(self) -> bool:
        return self.undone_at is not None
