"""What marketing and sales call qualified, accepted, an opportunity: agreed in writing, signed."""

from django.db import models
from django.utils import timezone

from headwater.people.models import User
from headwater.people.user import Role


class AgreedStage(models.TextChoices):
    """The stages at which marketing and sales meet."""

    MQL = "mql", "Marketing qualified lead"
    SAL = "sal", "Sales accepted lead"
    MQO = "mqo", "Marketing qualified opportunity"
    SQL = "sql", "Sales qualified lead"

    @property
    def short(self) -> str:
        return self.value.upper()


class Side(models.TextChoices):
    """Both have to sign. An admin may sign for either."""

    MARKETING = "marketing", "Marketing"
    SALES = "sales", "Sales"

    def may_be_signed_by(self, user: User) -> bool:
        asked = Role.MARKETING if self == Side.MARKETING else Role.MANAGER
        return user.is_active and user.role in (asked, Role.ADMIN)


class StageDefinition(models.Model):
    """One version of one stage's definition. It counts once both sides have signed it, and until
    the next version is signed by both: a change has to be agreed on again.

    `criteria` is a WHERE on Lead; '' asks for nothing that a program could check.
    """

    stage = models.CharField(max_length=3, choices=AgreedStage.choices)
    version = models.PositiveIntegerField(default=1)
    text = models.TextField(max_length=2000)
    criteria = models.TextField(blank=True, max_length=4000)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    marketing_at = models.DateTimeField(null=True, blank=True)
    marketing_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sales_at = models.DateTimeField(null=True, blank=True)
    sales_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["stage", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "version"], name="one_stage_version")
        ]

    def __str__(self) -> str:
        return f"{AgreedStage(self.stage).short} version {self.version}"

    @property
    def is_agreed(self) -> bool:
        """Both sides have signed."""
        return bool(self.marketing_at and self.sales_at)

    def is_signed_by(self, side: Side) -> bool:
        return getattr(self, f"{side.value}_at") is not None
