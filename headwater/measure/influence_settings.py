"""What counts as a touch, and which model is shown first: one row, kept in memory."""

from django.core.validators import MaxValueValidator
from django.db import models

from headwater.measure.influence import Model
from headwater.people.standing import kept


class InfluenceSettings(models.Model):
    """`window_days`: a touch counts that happened at most so long before the deal was opened, or
    since; None: however long ago. `responses_only`: to be sent something is no touch."""

    window_days = models.PositiveIntegerField(
        "Window in days", null=True, blank=True, default=365,
        validators=[MaxValueValidator(36_500)],
    )  # fmt: skip
    responses_only = models.BooleanField("Only responses count", default=False)
    model = models.CharField(
        "Shown first", max_length=8, choices=Model.choices, default=Model.PRIMARY
    )

    class Meta:
        verbose_name_plural = "influence settings"
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_influence_settings")
        ]

    def __str__(self) -> str:
        return "Campaign influence"

    @classmethod
    def current(cls) -> "InfluenceSettings":
        """The one row, made by a migration."""
        return cls._default_manager.get(id=1)


@kept
def influence_settings() -> InfluenceSettings:
    """The one row, kept in memory; to be read only."""
    return InfluenceSettings.current()
