"""What happens by itself when leads are handed over: to whom, and how they stand afterwards."""

from django.db import models
from django.db.models import Q

from headwater.people.standing import kept

NOT_BOTH = Q(owner__isnull=True) | Q(team__isnull=True)


class HandoffPolicy(models.Model):
    """One row. Without `owner` and `team`, offered leads go where the assignment rules say.

    A status that is not set stays what it is. Rejected leads go back to `rejected_owner`, or to
    whoever had them before. How long sales has to decide is a response clock of the kind "accept".
    """

    is_automatic = models.BooleanField(default=True)
    owner = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    team = models.ForeignKey("people.Team", models.PROTECT, null=True, blank=True, related_name="+")
    offered_status = models.ForeignKey(
        "records.LeadStatus", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_status = models.ForeignKey(
        "records.LeadStatus", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rejected_status = models.ForeignKey(
        "records.LeadStatus", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    rejected_owner = models.ForeignKey(
        "people.Owner", models.PROTECT, null=True, blank=True, related_name="+"
    )
    judged_until = models.DateTimeField(null=True, blank=True)  # changes seen so far

    class Meta:
        verbose_name_plural = "handoff policies"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_handoff_policy"),
            models.CheckConstraint(condition=NOT_BOTH, name="handoff_to_one"),
        ]

    def __str__(self) -> str:
        return "How leads are handed over"

    @classmethod
    def current(cls) -> "HandoffPolicy":
        """The one row, made by a migration."""
        rows = cls._default_manager.select_related(
            "owner", "team", "offered_status", "accepted_status", "rejected_status",
            "rejected_owner",
        )  # fmt: skip
        return rows.get(id=1)


@kept
def policy() -> HandoffPolicy:
    """The one row, kept in memory; to be read only."""
    return HandoffPolicy.current()
