"""How this organisation converts: what the dialog begins with, and who may do what in it."""

from django.core.validators import MaxValueValidator
from django.db import models

from headwater.catalog import picklists
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.people.user import Role

# The value list of why a lead is converted without an opportunity.
REASONS = "NoDealReason"
DEAL_EXISTS = "A deal exists already"


class Overriding(models.TextChoices):
    """Who may convert a lead that does not meet the criteria, with a reason."""

    NOBODY = "nobody", "Nobody"
    ADMINS = "admins", "Admins"
    MANAGERS = "managers", "Sales managers and admins"
    EDITORS = "editors", "Everybody who converts"


OVERRIDERS = {
    Overriding.NOBODY: frozenset(),
    Overriding.ADMINS: frozenset({Role.ADMIN}),
    Overriding.MANAGERS: frozenset({Role.ADMIN, Role.MANAGER}),
    Overriding.EDITORS: frozenset(Role) - {Role.READ_ONLY},
}


class ConversionSettings(models.Model):
    """One row. Names are patterns (see `naming`); a follow-up is a task made with a conversion.

    `asks_follow_up`: the dialog suggests one; `follow_up_days` counts from the conversion.
    """

    account_name = models.CharField(max_length=255, default="{company}")
    deal_name = models.CharField(max_length=255, default="{company}")
    role = models.CharField(max_length=255, blank=True)
    allows_no_deal = models.BooleanField(default=True)
    overridden_by = models.CharField(
        max_length=8, choices=Overriding.choices, default=Overriding.MANAGERS
    )
    asks_follow_up = models.BooleanField(default=False)
    follow_up_subject = models.CharField(max_length=255, default="Next step with {name}")
    follow_up_days = models.PositiveSmallIntegerField(
        default=3, validators=[MaxValueValidator(365)]
    )

    class Meta:
        verbose_name_plural = "conversion settings"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_conversion_settings")
        ]

    def __str__(self) -> str:
        return "How leads are converted"

    @classmethod
    def current(cls) -> "ConversionSettings":
        """The one row, made by a migration."""
        return cls._default_manager.get(id=1)

    def may_override(self, user: User | None) -> bool:
        """Whether somebody converts against the criteria; a program (None) does not."""
        return bool(user and user.role in OVERRIDERS[Overriding(self.overridden_by)])


@kept
def settings() -> ConversionSettings:
    """The one row, kept in memory; to be read only."""
    return ConversionSettings.current()


def reasons() -> tuple[str, ...]:
    """Why a lead may become no opportunity, in the order of the list."""
    return tuple(picklists.values(REASONS))
