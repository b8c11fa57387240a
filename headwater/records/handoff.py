"""A hand-off: marketing offers a lead, or the early deal it made of one, and sales decides."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from headwater.people.models import User
from headwater.people.sharing import visible_owner_ids


class HandoffQuerySet(models.QuerySet[Any]):
    def offered(self) -> Self:
        """Neither accepted nor rejected, passed on or withdrawn yet."""
        return self.filter(stage=Handoff.Stage.OFFERED)

    def waiting(self) -> Self:
        """Offered, and there is still something to decide about."""
        is_lead = Q(
            kind=Handoff.Kind.LEAD, lead__is_converted=False, lead__is_closed=False,
            lead__is_deleted=False,
        )  # fmt: skip
        is_deal = Q(opportunity__is_closed=False, opportunity__is_deleted=False)
        return self.offered().filter(is_lead | is_deal)

    def visible_to(self, user: User) -> Self:
        """Those of leads or deals that `user` sees, and what they themselves were offered."""
        from headwater.records.sharing import visible

        owners = visible_owner_ids(user)
        if owners is None:  # an empty condition would give way to the other one
            return self.filter(visible(Handoff, user))
        theirs = Q(offered_to__in=owners) if user.is_active else Q(pk__in=[])
        return self.filter(visible(Handoff, user) | theirs)


class Handoff(models.Model):
    """One offer: of a lead (MQL), or of the `opportunity` that marketing made of it (MQO).

    `clock` counts until somebody must have decided; without one there is no such promise. Who
    passed an offer on because time was up left an escalated row; the next one has a higher
    `round`. `score` is what the lead had when it was offered; `because` says why, with the
    conditions of the definition that held and that did not.
    """

    class Kind(models.TextChoices):
        LEAD = "mql", "Lead"
        DEAL = "mqo", "Opportunity"

    class Stage(models.TextChoices):
        OFFERED = "offered", "Offered"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        ESCALATED = "escalated", "Passed on"
        WITHDRAWN = "withdrawn", "Withdrawn"

    lead = models.ForeignKey(
        "records.Lead", models.CASCADE, related_name="handoffs", db_index=False
    )
    opportunity = models.ForeignKey(
        "records.Opportunity", models.SET_NULL, null=True, blank=True, related_name="handoffs"
    )
    kind = models.CharField(max_length=3, choices=Kind.choices, default=Kind.LEAD)
    stage = models.CharField(max_length=9, choices=Stage.choices, default=Stage.OFFERED)
    round = models.PositiveSmallIntegerField(default=1)
    offered_at = models.DateTimeField(default=timezone.now)
    offered_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    offered_to = models.ForeignKey("people.Owner", models.PROTECT, related_name="+")
    owner_before = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    score = models.IntegerField(default=0)
    because: Any = models.JSONField(default=dict)
    clock = models.ForeignKey(
        "records.Clock", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=255, blank=True)
    note = models.TextField(max_length=4000, blank=True)

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(HandoffQuerySet)()

    class Meta:
        ordering = ["-offered_at", "-id"]
        verbose_name = "hand-off"
        indexes = [
            models.Index(fields=["lead", "-offered_at"], name="handoff_of_lead"),
            models.Index(F("offered_at"), name="handoff_waiting", condition=Q(stage="offered")),
            models.Index(fields=["stage", "decided_at"], name="handoff_decided"),
        ]

    def __str__(self) -> str:
        return str(self.record)

    @property
    def record(self) -> Any:
        """What is handed over: the lead, or the deal that was made of it."""
        return self.opportunity or self.lead

    @property
    def is_deal(self) -> bool:
        return self.kind == Handoff.Kind.DEAL

    @property
    def owner(self) -> Any:
        """Who has it now and is to decide."""
        return self.record.owner

    @property
    def due_at(self) -> datetime | None:
        """By when sales must have decided; None where nothing was promised."""
        return self.clock.due_at if self.clock else None

    @property
    def was_in_time(self) -> bool:
        """Decided before time was up, or nothing was promised."""
        return not self.clock or (self.decided_at or timezone.now()) <= self.clock.due_at
