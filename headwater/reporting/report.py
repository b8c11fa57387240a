"""A report that somebody keeps: what it asks, who may see it, and to whom it goes by mail."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from headwater.people.models import User
from headwater.reporting.known_kinds import kind_of
from headwater.reporting.spec import Spec


class Sharing(models.TextChoices):
    """Who finds it. What it shows is always what the one who opens it may see."""

    PRIVATE = "private", "Only me"
    NAMED = "named", "People and teams I name"
    ALL = "all", "Everybody"


class Every(models.TextChoices):
    """How often it goes out by mail."""

    NEVER = "", "Never"
    DAY = "day", "Every day"
    WEEK = "week", "Every week"
    MONTH = "month", "Every month"


class ReportQuerySet(models.QuerySet[Any]):
    def alive(self) -> Self:
        return self.filter(is_deleted=False)

    def visible_to(self, user: User) -> Self:
        """Own ones, those shared with them or everybody, and those that they get by mail."""
        if not user.is_active:
            return self.none()
        Users, Teams = Report.users.through, Report.teams.through  # noqa: N806
        Mails, Crews = Report.mail_users.through, Report.mail_teams.through  # noqa: N806
        named = Q(pk__in=Users.objects.filter(user_id=user.pk).values("report_id"))
        named |= Q(pk__in=Teams.objects.filter(team_id=user.team_id or 0).values("report_id"))
        mailed = Q(pk__in=Mails.objects.filter(user_id=user.pk).values("report_id"))
        mailed |= Q(pk__in=Crews.objects.filter(team_id=user.team_id or 0).values("report_id"))
        return self.filter(
            Q(owner=user) | Q(sharing=Sharing.ALL) | (Q(sharing=Sharing.NAMED) & named)
            | (~Q(every="") & mailed)
        )  # fmt: skip

    def due(self, now: Any) -> Self:
        return self.alive().filter(next_at__lte=now).exclude(every="")


class Report(models.Model):
    """`asked` is a Spec as JSON. `every`, `at_hour` (of the owner's day) and `on_day` (Monday 0, or
    the day of the month) say when it goes out; `next_at` is the next time, NULL for never."""

    name = models.CharField(max_length=120)
    description = models.CharField(max_length=500, blank=True)
    asked: Any = models.JSONField(default=dict)
    owner = models.ForeignKey("people.User", models.CASCADE, related_name="own_reports")
    sharing = models.CharField(max_length=7, choices=Sharing.choices, default=Sharing.PRIVATE)
    users = models.ManyToManyField("people.User", related_name="+", blank=True)
    teams = models.ManyToManyField("people.Team", related_name="+", blank=True)
    liked_by = models.ManyToManyField("people.User", related_name="liked_reports", blank=True)
    every = models.CharField(max_length=5, choices=Every.choices, blank=True)
    at_hour = models.PositiveSmallIntegerField(default=8)
    on_day = models.PositiveSmallIntegerField(default=0)
    mail_users = models.ManyToManyField("people.User", related_name="+", blank=True)
    mail_teams = models.ManyToManyField("people.Team", related_name="+", blank=True)
    next_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    is_deleted = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(ReportQuerySet)()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(
                fields=["next_at"], name="report_due",
                condition=Q(is_deleted=False, next_at__isnull=False),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def spec(self) -> Spec:
        return Spec.of(self.asked)

    @property
    def about(self) -> str:
        return kind_of(self.spec.kind).label

    def may_change(self, user: User) -> bool:
        return self.owner_id == user.pk or (user.is_admin and self.sharing != Sharing.PRIVATE)
