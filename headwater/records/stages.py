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
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="one_default_status",
            )
        ]

    def __str__(self) -> str:
        return self.name


class OpportunityStage(models.Model):
    """A stage of a deal. An early one is at 0 %, may lack amount and close date, is Omitted."""

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


def keep_one_default(status: LeadStatus) -> None:
    """Before a status becomes the one that new leads start in, the others stop being it."""
    if status.is_default:
        LeadStatus.objects.exclude(pk=status.pk).update(is_default=False)


def rename_status(before: str, after: str) -> int:
    """Take the leads that stand in a status along when it is renamed; returns how many."""
    from headwater.records.lead import Lead

    return int(Lead.objects.filter(status=before).update(status=after)) if before != after else 0


def rename_stage(before: str, after: str) -> int:
    """Take the deals that stand in a stage along when it is renamed; returns how many."""
    from headwater.records.opportunity import Opportunity

    deals = Opportunity.objects.filter(stage_name=before)
    return int(deals.update(stage_name=after)) if before != after else 0
