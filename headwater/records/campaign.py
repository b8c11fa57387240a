"""A campaign and the people in it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from headwater.records.base import (
    Record,
    RecordQuerySet,
    Timestamped,
    search_index,
    synced_index,
    words_of,
)


class Campaign(Record):
    """What brought people in (fields: reference §1.6). Everybody may read campaigns."""

    name = models.CharField("Campaign Name", max_length=80)
    type = models.CharField("Type", max_length=40, blank=True)
    status = models.CharField("Status", max_length=40, blank=True, default="Planned")
    is_active = models.BooleanField("Active", default=False)
    started_on = models.DateField("Start Date", null=True, blank=True)
    ended_on = models.DateField("End Date", null=True, blank=True)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children",
        verbose_name="Parent Campaign ID",
    )  # fmt: skip
    budgeted_cost = models.DecimalField(
        "Budgeted Cost", max_digits=18, decimal_places=0, null=True, blank=True
    )
    actual_cost = models.DecimalField(
        "Actual Cost", max_digits=18, decimal_places=0, null=True, blank=True
    )
    expected_revenue = models.DecimalField(
        "Expected Revenue", max_digits=18, decimal_places=0, null=True, blank=True
    )
    expected_response = models.DecimalField(
        "Expected Response (%)", max_digits=10, decimal_places=2, null=True, blank=True
    )
    number_sent = models.DecimalField(
        "Num Sent", max_digits=18, decimal_places=0, null=True, blank=True
    )
    description = models.TextField("Description", max_length=32_000, blank=True)
    search_text = models.GeneratedField(
        expression=words_of("name"), output_field=models.TextField(), db_persist=True
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        ordering = ["-created_at"]
        indexes = [search_index("campaign_search")]

    def __str__(self) -> str:
        return self.name


class CampaignMemberStatus(Timestamped):
    """A word for what a member did; exactly one is the default, at least one means a response."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="member_statuses", verbose_name="Campaign ID"
    )
    label = models.CharField("Label", max_length=765)
    sort_order = models.IntegerField("Sort Order", default=0)
    is_default = models.BooleanField("Is Default", default=False)
    has_responded = models.BooleanField("Responded", default=False)

    class Meta:
        ordering = ["sort_order"]
        verbose_name_plural = "campaign member statuses"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "label"], name="member_status_once"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(is_default=True), name="one_default_member_status"
            ),
        ]


class CampaignMember(Timestamped):
    """One person in one campaign; after conversion the row keeps its lead and gains the contact."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="members", verbose_name="Campaign ID",
        db_index=False,
    )  # fmt: skip
    lead = models.ForeignKey(
        "records.Lead", models.CASCADE, null=True, blank=True, related_name="campaign_members",
        verbose_name="Lead ID",
    )  # fmt: skip
    contact = models.ForeignKey(
        "records.Contact", models.CASCADE, null=True, blank=True, related_name="campaign_members",
        verbose_name="Contact ID",
    )  # fmt: skip
    status = models.CharField("Status", max_length=40, blank=True)
    has_responded = models.BooleanField("Responded", default=False)
    first_responded_on = models.DateField("First Responded Date", null=True, blank=True)

    class Meta:
        constraints = [
            # Who was taken out may be added again.
            models.UniqueConstraint(
                fields=["campaign", "lead"], name="lead_once_in_a_campaign",
                condition=Q(is_deleted=False),
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=False) | Q(contact__isnull=False),
                name="member_is_somebody",
            ),
        ]  # fmt: skip
        indexes = [
            synced_index("member_synced"),
            models.Index(fields=["contact"], name="member_contact"),
            # A page of a campaign's members, all or those of a status, is one stretch of these.
            models.Index(
                F("campaign"), F("created_at").desc(), F("id").desc(), name="member_newest"
            ),
            models.Index(
                F("campaign"), F("status"), F("created_at").desc(), F("id").desc(),
                name="member_of_status",
            ),
            models.Index(
                F("campaign"), F("created_at").desc(), F("id").desc(), name="member_is_contact",
                condition=Q(contact__isnull=False),
            ),
            models.Index(
                fields=["first_responded_on"], name="member_answered",
                condition=Q(has_responded=True),
            ),
        ]  # fmt: skip
