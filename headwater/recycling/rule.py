"""Who comes back, when, and by which way: rows in order, the first that fits decides."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError


class Kind(models.TextChoices):
    """How a lead came to nothing for now."""

    UNQUALIFIED = "unqualified", "Closed as not qualified"
    REJECTED = "rejected", "Rejected by sales"
    MAILS = "mails", "Does not answer mail"
    CALLS = "calls", "Is never reached by phone"


class Way(models.TextChoices):
    """Where it goes when its time has come."""

    PROGRAM = "program", "Into a program"
    CALL = "call", "A call for the owner"
    OWNER = "owner", "To somebody or a queue"
    STAYS = "stays", "Stays as it is, for good"


UNANSWERED = (Kind.MAILS, Kind.CALLS)


class RecycleRuleManager(models.Manager["RecycleRule"]):
    """The rules that were not removed; `with_removed` has all."""

    def get_queryset(self) -> "models.QuerySet[RecycleRule]":
        return self.with_removed().filter(removed_at=None)

    def with_removed(self) -> "models.QuerySet[RecycleRule]":
        return super().get_queryset()


class RecycleRule(models.Model):
    """Fits leads of a kind, with one of `reasons` (none: any) and that meet `criteria` ('': all).

    They come back `after_days`, counted from the close, the rejection or the last of `attempts`
    mails or calls; on their way they get `status` ('': as it is) and `owner` (NULL: as it is).
    `words` say why. A rule that was removed (`removed_at`) takes nobody and is listed nowhere; what
    it planned stays planned, and says by which rule.
    """

    name = models.CharField(max_length=120)
    sort_order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField("In force", default=True)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    reasons = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    attempts = models.PositiveSmallIntegerField(default=3)
    criteria = models.TextField(blank=True)
    after_days = models.PositiveSmallIntegerField(default=90)
    way = models.CharField(max_length=7, choices=Way.choices)
    program = models.ForeignKey(
        "nurture.Program", models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    status = models.CharField(max_length=255, blank=True)
    words = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar[RecycleRuleManager] = RecycleRuleManager()

    class Meta:
        ordering = ["sort_order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(removed_at=None),
                name="name_of_a_recycling_rule",
                violation_error_message="There is a rule of this name.",
            ),
            models.CheckConstraint(
                condition=~Q(way="program") | Q(program__isnull=False), name="way_into_a_program"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def whom(self) -> str:
        """Whom it takes, in plain words."""
        said = self.get_kind_display()
        if self.kind in UNANSWERED:
            said += f", {self.attempts} {'mails' if self.kind == Kind.MAILS else 'calls'} in a row"
        if self.reasons:
            said += f": {', '.join(self.reasons)}"
        return said + (f"; {self._criteria}" if self.criteria.strip() else "")

    @property
    def goes(self) -> str:
        """Where they go, in plain words."""
        if self.way == Way.STAYS:
            return "Nowhere: that is for good"
        days = f"After {self.after_days} {'day' if self.after_days == 1 else 'days'}"
        where = {
            Way.PROGRAM: f"into “{self.program}”", Way.CALL: "a call for the owner",
            Way.OWNER: f"to {self.owner}" if self.owner else "to whoever has it",
        }[Way(self.way)]  # fmt: skip
        return f"{days} {where}" + (f", as “{self.status}”" if self.status else "")

    @property
    def _criteria(self) -> str:
        try:
            return english(self.criteria, "Lead")
        except CriteriaError:
            return self.criteria
