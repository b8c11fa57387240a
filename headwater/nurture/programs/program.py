"""A program: whom it takes, its steps in order, and the limits that hold for all programs."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.people.standing import kept


class Exit(models.TextChoices):
    """What ends a program for a person, whatever step comes next."""

    REPLY = "reply", "They reply"
    MEETING = "meeting", "A meeting is agreed"
    CONVERSION = "conversion", "They are converted"
    UNSUBSCRIBE = "unsubscribe", "They unsubscribe"
    BOUNCE = "bounce", "Mail to them comes back"


def every_exit() -> list[str]:
    return list(Exit.values)


class Program(models.Model):
    """`criteria` (of leads) enrols by itself; '' means by hand only. `version` counts its steps'
    versions: each change of the steps is another one.

    `sender` writes the mails, without one the lead's owner; what they are about is the topic of
    their template.
    Who has been in comes in again after `again_after_days` (NULL: never by itself).
    """

    name = models.CharField(max_length=120, unique=True)
    description = models.CharField(max_length=255, blank=True)
    criteria = models.TextField(blank=True)
    is_active = models.BooleanField("Running", default=False)
    version = models.PositiveIntegerField(default=1)
    sender = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    exits = ArrayField(models.CharField(max_length=12), default=every_exit, blank=True)
    again_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def sentence(self) -> str:
        """Whom it takes, in plain words."""
        if not self.criteria.strip():
            return "Only whom somebody enrols by hand"
        try:
            return english(self.criteria, "Lead")
        except CriteriaError:
            return self.criteria


class StepKind(models.TextChoices):
    WAIT = "wait", "Wait"
    EMAIL = "email", "Send an e-mail"
    TASK = "task", "Give the owner a task"
    FIELD = "field", "Change a field"
    BRANCH = "branch", "Branch"
    HANDOFF = "handoff", "Hand off to sales"
    LEAVE = "leave", "Leave the program"


class Unit(models.TextChoices):
    HOURS = "hours", "hours"
    DAYS = "days", "days"


class Did(models.TextChoices):
    """What a person did with a mail of the program. Whoever clicks or replies has opened it."""

    OPENED = "opened", "They opened the e-mail"
    CLICKED = "clicked", "They followed a link in the e-mail"
    REPLIED = "replied", "They replied to the e-mail"


class Step(models.Model):
    """One step of one version of a program.

    `key` stays the same from version to version. `parent` is the branch on whose `answer` (yes or
    no) the step lies; at the end of such a path people go on behind the branch. What the columns
    mean depends on the kind: a wait has `amount` and `unit` and may then wait for working hours; an
    e-mail a `template` and, for every other person, another subject in `text`; a task its subject
    in `text` and its days in `amount`; a field change `field` and `text`; a branch `criteria`, or
    what people `did` with the mail of the step `mail_key` that stands before it; a hand-off and a
    leave say why in `text`. `mail` is that step where the steps of the program were read together.
    """

    mail: "Step | None" = None

    program = models.ForeignKey(Program, models.CASCADE, related_name="steps")
    version = models.PositiveIntegerField(default=1)
    key = models.CharField(max_length=12)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    answer = models.CharField(
        max_length=3, choices=(("yes", "Yes"), ("no", "No")), blank=True
    )  # fmt: skip
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=StepKind.choices)
    amount = models.PositiveSmallIntegerField(default=0)
    unit = models.CharField(max_length=5, choices=Unit.choices, default=Unit.DAYS)
    is_until_working = models.BooleanField(default=False)
    template = models.ForeignKey(
        "nurture.MailTemplate", models.SET_NULL, null=True, blank=True, related_name="program_steps"
    )
    criteria = models.TextField(blank=True)
    did = models.CharField(max_length=8, choices=Did.choices, blank=True)
    mail_key = models.CharField(max_length=12, blank=True)
    field = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=255, blank=True)

    class Meta:
        ordering = ["program", "version", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "version", "key"], name="step_key_of_version"
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        """What it does, in a few words."""
        from headwater.nurture.programs.step_words import words

        return words(self)


class SendingLimits(models.Model):
    """One row: how often one person hears from all programs, and when nobody does.

    At most `person_mails` in `person_days` to one person, at most `mailbox_mails` a day from one
    sender; quiet from `quiet_from` to `quiet_until` in the person's time zone.
    """

    person_mails = models.PositiveSmallIntegerField(default=3)
    person_days = models.PositiveSmallIntegerField(default=7)
    mailbox_mails = models.PositiveIntegerField(default=400)
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(8))
    is_quiet_on_weekends = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "sending limits"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_row_of_sending_limits")
        ]

    def __str__(self) -> str:
        return f"{self.person_mails} in {self.person_days} days"


@kept
def limits() -> SendingLimits:
    """The one row, kept in memory; to be read only."""
    return SendingLimits.objects.filter(pk=1).first() or SendingLimits(pk=1)


def steps_of(programs: Sequence[Program]) -> dict[int, list[Step]]:
    """The steps in force of these programs, each list in the order of places; one query."""
    wanted: Any = models.Q(pk__in=[])
    for program in programs:
        wanted |= models.Q(program=program, version=program.version)
    found: dict[int, list[Step]] = {program.pk: [] for program in programs}
    for step in Step.objects.filter(wanted).select_related("template").order_by("place", "pk"):
        found[step.program_id].append(step)
    return found
