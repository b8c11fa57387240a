"""The words for where a lead and an opportunity stand; organisations edit them in Setup."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from headwater.people.standing import kept


class Group(models.TextChoices):
    """Every lead is in exactly one of these, whatever the organisation calls its statuses."""

    NEW = "new", "Not contacted"
    CONTACTED = "contacted", "Contacted"
    QUALIFIED = "qualified", "Qualified"
    NOT_QUALIFIED = "not_qualified", "Not qualified"
    CONVERTED = "converted", "Converted"


class Event(models.TextChoices):
    """What moves a lead by itself, where its status says so."""

    CONNECTED = "connected", "A call reached them"
    NOT_REACHED = "not_reached", "A call did not reach them"
    REPLY = "reply", "A reply arrived"


class LeadStatus(models.Model):
    """A step of the status path. `required_fields` (attributes) must be filled to enter it.

    `allowed_next` names the statuses that may follow (none: any). `moves_when` maps an Event to
    the status that a lead moves to by itself. Who has stood here for `recycle_after_days` goes to
    `recycle_to` and, where one is named, to `recycle_owner`.
    """

    name = models.CharField(max_length=255, unique=True)
    group = models.CharField(max_length=14, choices=Group.choices, default=Group.CONTACTED)
    sort_order = models.PositiveIntegerField(default=0)
    guidance = models.CharField(max_length=500, blank=True)
    required_fields = models.JSONField(default=list, blank=True)
    allowed_next: Any = models.JSONField(default=list, blank=True)
    moves_when: Any = models.JSONField(default=dict, blank=True)
    recycle_after_days = models.PositiveSmallIntegerField(null=True, blank=True)
    recycle_to = models.CharField(max_length=255, blank=True)
    recycle_owner = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+"
    )
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

    def allows(self, following: "LeadStatus") -> bool:
        """Whether a lead may go on from here to that status."""
        return not self.allowed_next or following.name in (self.name, *self.allowed_next)


class Forecast(models.TextChoices):
    """What a forecast makes of a deal; what is omitted is in no pipeline and no forecast."""

    OMITTED = "Omitted"
    PIPELINE = "Pipeline"
    BEST_CASE = "Best Case"
    COMMIT = "Commit"
    CLOSED = "Closed"


class OpportunityStage(models.Model):
    """A stage of a deal. An early one is at 0 %, may lack amount and close date, is Omitted.

    `required_fields` (attributes) must be filled to come here. A deal that stays longer than
    `expected_days` is marked as rotting.
    """

    name = models.CharField(max_length=255, unique=True)
    sort_order = models.PositiveIntegerField(default=0)
    probability = models.DecimalField(max_digits=3, decimal_places=0, default=0)
    forecast_category = models.CharField(max_length=40, default="Pipeline")
    is_closed = models.BooleanField(default=False)
    is_won = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    description = models.CharField(max_length=500, blank=True)
    guidance = models.CharField(max_length=500, blank=True)
    required_fields: Any = models.JSONField(default=list, blank=True)
    expected_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["sort_order", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_lost(self) -> bool:
        return self.is_closed and not self.is_won

    @property
    def is_early(self) -> bool:
        """Left out of pipeline and forecast: a possible deal, not yet a wish in the numbers."""
        return not self.is_closed and self.forecast_category == "Omitted"


def group_of(status: str, *, is_closed: bool = False, is_converted: bool = False) -> Group:
    """The one group a lead is in, also in a status that nobody has defined (see the catalog)."""
    if is_converted:
        return Group.CONVERTED
    standing = known().get(status)
    if standing and standing.group != Group.CONVERTED:
        return Group(standing.group)
    return Group.NOT_QUALIFIED if is_closed else Group.NEW


def keep_one_default(status: LeadStatus) -> None:
    """Before a status becomes the one that new leads start in, the others stop being it."""
    if status.is_default:
        LeadStatus.objects.exclude(pk=status.pk).update(is_default=False)


def rename_status(before: str, after: str) -> int:
    """Take the leads that stand in a status along when it is renamed, and the statuses that name
    it; returns how many leads."""
    from headwater.records.lead import Lead

    if before == after:
        return 0
    for status in LeadStatus.objects.exclude(name=before):
        status.allowed_next = [_renamed(name, before, after) for name in status.allowed_next]
        status.moves_when = {
            event: _renamed(name, before, after) for event, name in status.moves_when.items()
        }
        status.recycle_to = _renamed(status.recycle_to, before, after)
        status.save(update_fields=["allowed_next", "moves_when", "recycle_to"])
    return int(Lead.objects.filter(status=before).update(status=after))


def _renamed(name: str, before: str, after: str) -> str:
    return after if name == before else name


def rename_stage(before: str, after: str) -> int:
    """Take the deals that stand in a stage along when it is renamed, and their history; returns
    how many deals."""
    from headwater.records.opportunity import Opportunity, OpportunityHistory

    if before == after:
        return 0
    OpportunityHistory.objects.filter(stage_name=before).update(stage_name=after)
    return int(Opportunity.objects.filter(stage_name=before).update(stage_name=after))


@kept
def known() -> Mapping[str, LeadStatus]:
    """Every status by its name, in the order of the path; kept in memory until one changes."""
    return {status.name: status for status in LeadStatus.objects.all()}


def contradictions(stage: OpportunityStage) -> list[tuple[str, str]]:
    """(column, what is wrong) where a stage says two things that cannot both be."""
    found = []
    if stage.is_won and not stage.is_closed:
        found.append(("is_closed", "A won deal has ended: tick this too."))
    if stage.is_won and stage.forecast_category != Forecast.CLOSED:
        found.append(("forecast_category", "A won deal is Closed in the forecast."))
    if stage.is_lost and stage.forecast_category != Forecast.OMITTED:
        found.append(("forecast_category", "A lost deal is in no forecast: Omitted."))
    if not stage.is_closed and stage.forecast_category == Forecast.CLOSED:
        found.append(("forecast_category", "Only a won deal is Closed in the forecast."))
    if stage.is_early and stage.probability:
        message = "What is in no forecast has 0 %. Choose another category, or 0."
        found.append(("probability", message))
    return found


@kept
def known_stages() -> Mapping[str, OpportunityStage]:
    """Every stage by its name, in order; kept in memory until one changes."""
    return {stage.name: stage for stage in OpportunityStage.objects.all()}


def stages_in_use() -> list[OpportunityStage]:
    """The stages that a deal may be in, in order."""
    return [stage for stage in known_stages().values() if stage.is_active]
