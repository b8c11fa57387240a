"""A lead on its way through a program, and what each step did for it."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.nurture.programs.program import StepKind


class EnrolmentQuerySet(models.QuerySet[Any]):
    def running(self) -> Self:
        return self.filter(state=Enrolment.State.RUNNING)

    def visible_to(self, user: Any) -> Self:
        """Those of leads that `user` may see."""
        from headwater.records.models import Lead

        return self.filter(lead__in=Lead.objects.visible_to(user).values("pk"))


class Enrolment(models.Model):
    """`step` is the one that comes next, at `due_at`; `waits_for` says why not now, in words.

    `left_because` tells why it ended, `exit` which of the exits it was; `problem` is the last
    refusal of a mail. `variant` decides which subject the person gets.
    """

    class State(models.TextChoices):
        RUNNING = "running", "In the program"
        FINISHED = "finished", "Went through"
        LEFT = "left", "Left"

    program = models.ForeignKey("nurture.Program", models.PROTECT, related_name="enrolments")
    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="enrolments")
    step = models.ForeignKey(
        "nurture.Step", models.PROTECT, null=True, blank=True, related_name="standing"
    )
    due_at = models.DateTimeField(null=True, blank=True)
    waits_for = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    enrolled_at = models.DateTimeField(default=timezone.now)
    enrolled_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    because = models.CharField(max_length=255, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    exit = models.CharField(max_length=12, blank=True)
    left_because = models.CharField(max_length=255, blank=True)
    problem = models.CharField(max_length=500, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(EnrolmentQuerySet)()

    class Meta:
        ordering = ["-enrolled_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "lead"], condition=Q(state="running"), name="enrolled_once"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="running"), name="enrolment_due"),
            models.Index(fields=["program", "lead", "-ended_at"], name="enrolment_of_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.lead} in {self.program}"

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def variant(self) -> str:
        """A or B, the same for good: half of the people each, in the order of enrolling."""
        return "B" if (self.pk or 0) % 2 else "A"


class StepPass(models.Model):
    """A step was done for an enrolment, once: the key is (enrolment, step_key).

    `outcome`: done, refused (a mail), yes or no (a branch). `message_key` is the key of the mail,
    `sender` in whose name it went.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="passes")
    step_key = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, default="done")
    variant = models.CharField(max_length=1, blank=True)
    message_key = models.CharField(max_length=120, blank=True, db_index=True)
    words = models.CharField(max_length=500, blank=True)
    sender = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "step passes"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step_key"], name="step_done_once")
        ]
        indexes = [
            models.Index(
                fields=["sender", "at"], name="mails_of_sender", condition=Q(sender__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.step_key}: {self.outcome}"
