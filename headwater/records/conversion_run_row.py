"""What becomes of one lead of a run that converts many: as it is tried, then as it happens."""

from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from headwater.records.conversion import ConversionRun


class ConversionRunRowQuerySet(models.QuerySet[Any]):
    def tried(self, run: ConversionRun) -> Self:
        """What the last dry run found; what an earlier one with other choices found is past."""
        return self.filter(run=run, trial=run.trial).exclude(planned="")

    def done(self, run: ConversionRun) -> Self:
        """What became of the leads, of as many as are done."""
        return self.filter(run=run).exclude(outcome="")

    def after(self, number: int) -> Self:
        """The rows behind this one, in order; a page is `[:50]` of it, quick at a million rows."""
        return self.filter(number__gt=number).order_by("number")


class ConversionRunRow(models.Model):
    """One lead of a run, in the order of its list. `planned` is what the dry run number `trial`
    said and `outcome` what came; `words` say why it was skipped, refused, or cannot be undone.

    `parts` maps Account, Contact, Opportunity to [what, key, name, because] (see converting.plan);
    `keys` are the company's and the account's, by which later leads of the run join it.
    """

    class Outcome(models.TextChoices):
        MADE = "made", "New account"
        JOINED = "joined", "Joins what is there"
        SKIPPED = "skipped", "Skipped"
        REFUSED = "refused", "Refused"

    class Undone(models.TextChoices):
        GONE = "gone", "Undone"
        STAYS = "stays", "Stays"

    run = models.ForeignKey(ConversionRun, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    # Not a foreign key: what became of a lead is told even where the lead is gone since.
    lead_id = models.BigIntegerField()
    trial = models.PositiveSmallIntegerField(default=0)
    planned = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    undone = models.CharField(max_length=5, choices=Undone.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    parts: Any = models.JSONField(default=dict)
    keys: Any = ArrayField(models.BigIntegerField(), default=list)
    conversion = models.ForeignKey(
        "records.Conversion", models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(
        ConversionRunRowQuerySet
    )()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="conversion_row_once"),
            models.UniqueConstraint(fields=["run", "lead_id"], name="conversion_lead_once"),
        ]
        indexes = [
            models.Index(fields=["run", "planned", "number"], name="conversion_row_planned"),
            models.Index(fields=["run", "outcome", "number"], name="conversion_row_outcome"),
            GinIndex(fields=["keys"], name="conversion_row_keys"),
        ]

    def __str__(self) -> str:
        return f"Row {self.number}: {self.outcome or self.planned or 'waiting'}"
