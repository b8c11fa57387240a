"""The words for where a lead and an opportunity stand; organisations edit them in Setup."""

from django.db import models


class Group(models.TextChoices):
    """Every lead is in exactly one of these, whatever the organisation calls its statuses."""

    NEW = "new", "Not contacted"
    CONTACTED = "contacted", "Contacted"
    QUALIFIED = "qualified", "Qualified"
    NOT_QUALIFIED = "not_qualified", "Not qualified"
    CONVERTED = "converted", "Converted"


class LeadStatus(models.Model):
    """A step of the status path. `required_fields` (attributes) must be filled to enter it."""

    name = models.CharField(max_length=255, unique=True)
    group = models.CharField(max_length=14, choices=Group.choices, default=Group.CONTACTED)
    sort_order = models.PositiveIntegerField(default=0)
    guidance = models.CharField(max_length=500, blank=True)
    required_fields = models.JSONField(default=list, blank=True)
    is_default = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False)
    is_converted = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["sort_order", "id"]
        verbose_name_plural = "lead statuses"
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_status"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpportunityStage(models.Model):
    """A stage of a deal. An early stage is at 0 %, may lack amount and close date, and is Omitted."""

    name = models.CharField(max_length=255, unique=True)
    sort_order = models.PositiveIntegerField(default=0)
    probability = models.DecimalField(max_digits=3, decimal_places=0, default=0)
    forecast_category = models.CharField(max_length=40, default="Pipeline")
    is_closed = models.BooleanField(default=False)
    is_won = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    description = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_early(self) -> bool:
        """Left out of pipeline and forecast: a possible deal, not yet a wish in the numbers."""
        return not self.is_closed and self.forecast_category == "Omitted"
