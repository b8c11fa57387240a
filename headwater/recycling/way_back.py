"""The way back of one lead: when it returns, to whom, and why. The table allows none without."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from headwater.recycling.rule import Kind, RecycleRule, Way


class WayBackQuerySet(models.QuerySet[Any]):
    def waiting(self) -> Self:
        """Their time is still to come, or has just come."""
        return self.filter(state=WayBack.State.WAITING)

    def visible_to(self, user: Any) -> Self:
        """Those of leads that `user` may see."""
        from headwater.records.models import Lead

        return self.filter(lead__in=Lead.objects.visible_to(user).values("pk"))


class WayBack(models.Model):
    """`since` is the moment that it answers to (the close, the rejection, the last try): the same
    occasion gives one row. `reason` is why the lead came to nothing, `words` what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Comes back"
        BACK = "back", "Came back"
        STAYS = "stays", "Stays, by a rule"
        DROPPED = "dropped", "Taken up before"

    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="ways_back")
    rule = models.ForeignKey(RecycleRule, models.PROTECT, related_name="ways_back")
    kind = models.CharField(max_length=11, choices=Kind.choices)
    way = models.CharField(max_length=7, choices=Way.choices)
    since = models.DateTimeField()
    due_at = models.DateTimeField()
    owner = models.ForeignKey("people.Owner", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    ended_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(WayBackQuerySet)()

    class Meta:
        ordering = ["due_at", "id"]
        verbose_name_plural = "ways back"
        constraints = [
            models.UniqueConstraint(fields=["lead", "kind", "since"], name="way_back_once"),
            models.UniqueConstraint(
                fields=["lead"], condition=Q(state="waiting"), name="one_way_back_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="way_back_has_a_reason"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="way_back_due"),
            models.Index(fields=["-ended_at"], name="way_back_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.lead}: {self.rule}"
