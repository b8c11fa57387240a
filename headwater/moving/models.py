"""How far a move from an org is, and what did not come."""

from typing import Any

from django.db import models
from django.utils import timezone


class Move(models.Model):
    """One move from one org, `url`, whose id is `org_id`; begun again it goes on where it stopped.

    `since` leaves out what was last changed before. `notes` are sentences about what was mapped,
    added or left out; `report` is the reconciliation (see headwater.moving.balance).
    """

    class State(models.TextChoices):
        RUNNING = "running", "Under way"
        DONE = "done", "Done"

    url = models.CharField(max_length=255)
    org_id = models.CharField(max_length=18)
    org_name = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.RUNNING)
    since = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    notes: Any = models.JSONField(default=list)
    report: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.org_name or self.url

    @property
    def is_done(self) -> bool:
        return self.state == self.State.DONE


class MoveStep(models.Model):
    """One object of a move. `position` is the last id that came, written with its page.

    `fetched` = `created` + `known` (here already) + `refused`; `cut` counts values that did not
    fit, by field. `skipped` says why the object does not come at all.
    """

    move = models.ForeignKey(Move, models.CASCADE, related_name="steps")
    name = models.CharField(max_length=40)
    place = models.PositiveSmallIntegerField(default=0)
    position = models.CharField(max_length=18, blank=True)
    wanted = models.PositiveIntegerField(default=0)
    fetched = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    cut: Any = models.JSONField(default=dict)
    skipped = models.CharField(max_length=500, blank=True)
    is_done = models.BooleanField(default=False)

    class Meta:
        ordering = ["move", "place"]
        constraints = [models.UniqueConstraint(fields=["move", "name"], name="move_step_once")]


class MoveRefusal(models.Model):
    """A row of the org that is not here, and why."""

    step = models.ForeignKey(MoveStep, models.CASCADE, related_name="refusals")
    old_id = models.CharField(max_length=18)
    name = models.CharField(max_length=255, blank=True)
    reason = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]
