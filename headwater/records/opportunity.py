"""An opportunity: a possible deal with stage, amount and close date."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from headwater.records.base import (
    Record,
    RecordQuerySet,
    Timestamped,
    search_index,
    synced_index,
    words_of,
)
from headwater.records.stages import Forecast, OpportunityStage

# What a forecast counts of deals and of their history; the indexes hold just these rows.
COUNTS = (
    Q(is_deleted=False)
    & ~Q(forecast_category=Forecast.OMITTED.value)
    & (Q(is_closed=False) | Q(is_won=True))
)


class OpportunityQuerySet(RecordQuerySet):
    def open(self) -> Self:
        return self.alive().filter(is_closed=False)

    def early(self) -> Self:
        """Open deals at 0 % that are left out of pipeline and forecast."""
        return self.open().filter(forecast_category="Omitted")

    def pipeline(self) -> Self:
        """Open deals that count: everything but the early stages."""
        return self.open().exclude(forecast_category="Omitted")

    def won(self) -> Self:
        return self.alive().filter(is_won=True)

    def lost(self) -> Self:
        return self.alive().filter(is_closed=True, is_won=False)


class Opportunity(Record):
    """A possible deal (fields: reference §1.4). What the stage implies is copied onto the row.

    `pipeline_at` says when it first left the early stages upwards; None: it never did.
    """

    account = models.ForeignKey(
        "records.Account", models.CASCADE, null=True, blank=True, related_name="opportunities",
        verbose_name="Account ID",
    )  # fmt: skip
    name = models.CharField("Name", max_length=120)
    stage_name = models.CharField("Stage", max_length=255)
    amount = models.DecimalField("Amount", max_digits=18, decimal_places=2, null=True, blank=True)
    probability = models.DecimalField(
        "Probability (%)", max_digits=3, decimal_places=0, default=0, blank=True
    )
    close_on = models.DateField("Close Date", null=True, blank=True)
    type = models.CharField("Opportunity Type", max_length=255, blank=True)
    next_step = models.CharField("Next Step", max_length=255, blank=True)
    lead_source = models.CharField("Lead Source", max_length=255, blank=True)
    description = models.TextField("Description", max_length=32_000, blank=True)
    campaign = models.ForeignKey(
        "records.Campaign", models.SET_NULL, null=True, blank=True, related_name="opportunities",
        verbose_name="Campaign ID",
    )  # fmt: skip
    forecast_category = models.CharField(
        "Forecast Category", max_length=40, default="Pipeline", blank=True
    )
    is_closed = models.BooleanField("Closed", default=False)
    is_won = models.BooleanField("Won", default=False)
    is_private = models.BooleanField("Private", default=False)
    loss_reason = models.CharField("Loss Reason", max_length=255, blank=True)
    win_reason = models.CharField("Win Reason", max_length=255, blank=True)
    stage_changed_at = models.DateTimeField("Last Stage Change Date", default=timezone.now)
    closed_at = models.DateTimeField("Closed At", null=True, blank=True)
    pipeline_at = models.DateTimeField("Entered Pipeline", null=True, blank=True)
    last_activity_on = models.DateField("Last Activity", null=True, blank=True)
    contacts = models.ManyToManyField(
        "records.Contact", through="records.OpportunityContactRole", related_name="opportunities"
    )
    search_text = models.GeneratedField(
        expression=words_of("name"), output_field=models.TextField(), db_persist=True
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(OpportunityQuerySet)()

    class Meta:
        verbose_name_plural = "opportunities"
        indexes = [
            models.Index(
                F("owner"), F("close_on"), name="deal_open_of_owner",
                condition=Q(is_closed=False, is_deleted=False),
            ),
            models.Index(Lower("stage_name"), name="deal_by_stage"),
            models.Index(F("created_at").desc(), name="deal_newest"),
            # The board reads the first cards of a stage and the sums of all of them.
            models.Index(
                fields=["stage_name", "close_on", "-id"], name="deal_of_board",
                include=["owner", "campaign", "amount", "probability"],
                condition=Q(is_closed=False, is_deleted=False),
            ),
            models.Index(
                fields=["close_on"], name="deal_of_forecast",
                include=["owner", "forecast_category", "amount", "probability", "is_won"],
                condition=COUNTS,
            ),
            models.Index(
                fields=["created_at"], name="deal_of_funnel",
                include=["id", "owner", "lead_source", "pipeline_at", "closed_at", "is_won"],
                condition=Q(is_deleted=False),
            ),
            models.Index(
                fields=["closed_at"], name="deal_closed",
                include=["id", "owner", "is_won", "amount", "lead_source", "created_at",
                         "stage_name", "win_reason", "loss_reason"],
                condition=Q(is_closed=True, is_deleted=False),
            ),
            search_index("deal_search"),
            synced_index("deal_synced"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def enter(self, stage: OpportunityStage, *, at: Any) -> None:
        """Take over what the stage implies: probability, forecast category, open, won or lost."""
        self.stage_name = stage.name
        self.probability = stage.probability
        self.forecast_category = stage.forecast_category
        self.is_closed, self.is_won = stage.is_closed, stage.is_won
        self.stage_changed_at = at
        self.closed_at = at if stage.is_closed else None
        if self.pipeline_at is None and not (stage.is_early or stage.is_lost):
            self.pipeline_at = at  # the first time; what goes back to early has been there

    @property
    def is_early(self) -> bool:
        return not self.is_closed and self.forecast_category == "Omitted"


class OpportunityContactRole(Timestamped):
    """Who takes which part in a deal; at most one of them is primary."""

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="contact_roles", verbose_name="Opportunity ID"
    )
    contact = models.ForeignKey(
        "records.Contact", models.CASCADE, related_name="roles", verbose_name="Contact ID"
    )
    role = models.CharField("Role", max_length=40, blank=True)
    is_primary = models.BooleanField("Primary", default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(is_primary=True), name="one_primary_contact"
            ),
            models.UniqueConstraint(fields=["opportunity", "contact"], name="one_role_each"),
        ]


class OpportunityHistory(models.Model):
    """How a deal stood from `at` until `ended_at` (None: until now).

    One row for each change of stage, amount, probability, close date, category or owner, and for
    being deleted and restored: what a forecast said on any day can be told from these. `owner` had
    it then; `held_by` has it now, in every row, so that sharing needs no join.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="history")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    owner = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, related_name="+", db_index=False
    )
    held_by = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, related_name="+", db_index=False
    )
    stage_name = models.CharField(max_length=255)
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    probability = models.DecimalField(max_digits=3, decimal_places=0, default=0)
    close_on = models.DateField(null=True)
    forecast_category = models.CharField(max_length=40)
    is_closed = models.BooleanField(default=False)
    is_won = models.BooleanField(default=False)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        ordering = ["at", "id"]
        verbose_name_plural = "opportunity history"
        indexes = [
            models.Index(
                fields=["close_on", "at"], name="forecast_of_a_day",
                include=["ended_at", "opportunity", "owner", "held_by", "forecast_category",
                         "amount", "probability", "is_won"],
                condition=COUNTS,
            ),
            models.Index(
                fields=["at"], name="early_stays",
                include=["opportunity", "ended_at", "stage_name"],
                condition=Q(forecast_category="Omitted", is_closed=False, is_deleted=False),
            ),
        ]  # fmt: skip

    @property
    def is_early(self) -> bool:
        return not self.is_closed and self.forecast_category == Forecast.OMITTED
