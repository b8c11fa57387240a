"""Cadences: an agreed order of calls, mails and other steps towards one person."""

from typing import Any, ClassVar

from django.db import models


class Cadence(models.Model):
    """A template: its steps are done one after the other, by people."""

    name = models.CharField(max_length=80, unique=True)
    description = models.CharField(max_length=255, blank=True)
    is_active = models.BooleanField("In use", default=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CadenceStep(models.Model):
    """One step. It comes `after_days` working days after the step before it was done; the first
    one so long after the start. The mail of an e-mail step is prepared from `template`."""

    class Kind(models.TextChoices):
        CALL = "Call", "Call"
        EMAIL = "Email", "E-mail"
        TASK = "Task", "To do"

    cadence = models.ForeignKey(Cadence, models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.CALL)
    subject = models.CharField(max_length=255)
    after_days = models.PositiveSmallIntegerField("Working days after the step before", default=0)
    template = models.ForeignKey(
        "nurture.MailTemplate", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["cadence", "place"]

    def __str__(self) -> str:
        return self.subject


class CadenceRun(models.Model):
    """One lead on its way through one cadence.

    `task` is the step that is due now (`place`), `previous` the one done before it. A run ends
    once: finished, or stopped by somebody or something (`because`).
    """

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"
        STOPPED = "stopped", "Stopped"

    cadence = models.ForeignKey(Cadence, models.PROTECT, related_name="runs")
    lead = models.ForeignKey("records.Lead", models.CASCADE, related_name="cadence_runs")
    place = models.PositiveSmallIntegerField(default=1)
    task = models.OneToOneField(
        "records.Task", models.SET_NULL, null=True, blank=True, related_name="cadence_run"
    )
    previous = models.ForeignKey(
        "records.Task", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    because = models.CharField(max_length=120, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=models.Q(state="running"), name="one_cadence_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.cadence)

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING
