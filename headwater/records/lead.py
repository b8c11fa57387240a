"""A lead: someone who has shown interest and is not yet a customer nor in an active deal."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat, Lower, Trim
from django.utils import timezone

from headwater.records import stages
from headwater.records.base import (
    Mergeable,
    RecordQuerySet,
    search_index,
    synced_index,
    tombstone_index,
    words_of,
)

REFERENCES = (
    "matched_account", "matched_contact",
    "converted_account", "converted_contact", "converted_opportunity",
)  # fmt: skip


class LeadQuerySet(RecordQuerySet):
    def open(self) -> Self:
        """Not converted, not closed, not deleted: somebody still has to do something."""
        return self.alive().filter(is_converted=False, is_closed=False)


class Lead(Mergeable):
    """One inquiry's person and company until conversion (fields: reference §1.1).

    `score` is the sum of `score_parts` ([{"rule", "name", "points", "side"}]), those of fit and of
    engagement apart; it will change by itself at `score_due_at`. `grade` (A to F) is for fit.
    `probability_because` is [{"words", "weight"}], strongest first; `status` is the name of a
    LeadStatus; `is_closed` follows from it. `first_touched_at` is the first human answer.
    """

    salutation = models.CharField("Salutation", max_length=40, blank=True)
    first_name = models.CharField("First Name", max_length=40, blank=True)
    last_name = models.CharField("Last Name", max_length=80)
    name = models.GeneratedField(
        expression=Trim(Concat("first_name", Value(" "), "last_name")),
        output_field=models.CharField("Full Name", max_length=121),
        db_persist=True,
        verbose_name="Full Name",
    )
    title = models.CharField("Title", max_length=128, blank=True)
    company = models.CharField("Company", max_length=255, blank=True)
    street = models.TextField("Street", max_length=255, blank=True)
    city = models.CharField("City", max_length=40, blank=True)
    state = models.CharField("State/Province", max_length=80, blank=True)
    postal_code = models.CharField("Zip/Postal Code", max_length=20, blank=True)
    country = models.CharField("Country", max_length=80, blank=True)
    phone = models.CharField("Phone", max_length=40, blank=True)
    mobile_phone = models.CharField("Mobile Phone", max_length=40, blank=True)
    fax = models.CharField("Fax", max_length=40, blank=True)
    email = models.EmailField("Email", max_length=80, blank=True)
    website = models.CharField("Website", max_length=255, blank=True)
    description = models.TextField("Description", max_length=32_000, blank=True)
    lead_source = models.CharField("Lead Source", max_length=255, blank=True)
    status = models.CharField("Status", max_length=255, default="Open - Not Contacted")
    industry = models.CharField("Industry", max_length=255, blank=True)
    rating = models.CharField("Rating", max_length=255, blank=True)
    annual_revenue = models.DecimalField(
        "Annual Revenue", max_digits=18, decimal_places=0, null=True, blank=True
    )
    number_of_employees = models.IntegerField("Employees", null=True, blank=True)
    has_opted_out_of_email = models.BooleanField("Email Opt Out", default=False)
    has_opted_out_of_fax = models.BooleanField("Fax Opt Out", default=False)
    do_not_call = models.BooleanField("Do Not Call", default=False)
    is_unread_by_owner = models.BooleanField("Unread By Owner", default=True)

    # What qualifies (BANT), and why it ended.
    budget = models.CharField("Budget", max_length=255, blank=True)
    authority = models.CharField("Authority", max_length=255, blank=True)
    need = models.CharField("Need", max_length=255, blank=True)
    timeline = models.CharField("Timeline", max_length=255, blank=True)
    closed_reason = models.CharField("Closed Reason", max_length=255, blank=True)

    # Where it stands.
    is_closed = models.BooleanField("Closed", default=False)
    status_changed_at = models.DateTimeField("Status Changed", default=timezone.now)
    first_touched_at = models.DateTimeField("First Touched", null=True, blank=True)
    last_activity_on = models.DateField("Last Activity", null=True, blank=True)
    snoozed_until = models.DateTimeField("Snoozed Until", null=True, blank=True)
    score = models.IntegerField("Score", default=0)
    score_parts = models.JSONField(default=list, blank=True)
    fit_score = models.IntegerField("Fit Score", default=0)
    engagement_score = models.IntegerField("Engagement Score", default=0)
    grade = models.CharField("Grade", max_length=1, blank=True)
    is_score_qualified = models.BooleanField("Qualified By Score", default=False)
    score_due_at = models.DateTimeField(null=True, blank=True)
    # Percent, learned from what became of earlier leads; None where nothing (better) was learned.
    probability = models.FloatField("Probability (%)", null=True, blank=True)
    probability_because = models.JSONField(default=list, blank=True)

    # Who we think this is (written by match) and what it became (written by convert).
    matched_account = models.ForeignKey(
        "records.Account", models.SET_NULL, null=True, blank=True, related_name="matched_leads",
        verbose_name="Matched Account ID", db_index=False,
    )  # fmt: skip
    matched_contact = models.ForeignKey(
        "records.Contact", models.SET_NULL, null=True, blank=True, related_name="matched_leads",
        verbose_name="Matched Contact ID", db_index=False,
    )  # fmt: skip
    is_converted = models.BooleanField("Converted", default=False)
    converted_on = models.DateField("Converted Date", null=True, blank=True)
    converted_account = models.ForeignKey(
        "records.Account", models.SET_NULL, null=True, blank=True, related_name="converted_leads",
        verbose_name="Converted Account ID", db_index=False,
    )  # fmt: skip
    converted_contact = models.ForeignKey(
        "records.Contact", models.SET_NULL, null=True, blank=True, related_name="converted_leads",
        verbose_name="Converted Contact ID", db_index=False,
    )  # fmt: skip
    converted_opportunity = models.ForeignKey(
        "records.Opportunity", models.SET_NULL, null=True, blank=True,
        related_name="converted_leads", verbose_name="Converted Opportunity ID", db_index=False,
    )  # fmt: skip
    search_text = models.GeneratedField(
        expression=words_of("first_name", "last_name", "company", "email", "phone", "mobile_phone"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(LeadQuerySet)()

    class Meta:
        indexes = [
            # The lists that people live in: open leads of an owner, newest first.
            models.Index(
                F("owner"), F("created_at").desc(), name="lead_open_of_owner",
                condition=Q(is_converted=False, is_closed=False, is_deleted=False),
            ),
            models.Index(F("created_at").desc(), name="lead_newest"),
            models.Index(F("score").desc(), F("id").desc(), name="lead_hottest_newest"),
            # The hot ones of an owner, and the converted ones as their list shows them.
            models.Index(
                F("owner"), F("score").desc(), F("id").desc(), name="lead_hot_of_owner",
                condition=Q(is_converted=False, is_closed=False, is_deleted=False),
            ),
            models.Index(
                F("converted_on").desc(nulls_last=True), F("id").desc(), name="lead_converted_last",
                condition=Q(is_converted=True, is_deleted=False),
            ),
            models.Index(
                fields=["score_due_at"], name="lead_score_due",
                condition=Q(score_due_at__isnull=False),
            ),
            # Criteria compare texts whatever their case.
            models.Index(Lower("status"), F("created_at").desc(), name="lead_by_status"),
            models.Index(Lower("email"), name="lead_by_email"),
            search_index("lead_search"),
            synced_index("lead_synced"),
            tombstone_index("lead_tombstone"),
            # Most leads have none of these; to index all would cost each lead five entries.
            *(
                models.Index(
                    fields=[name], name=f"lead_{name}", condition=Q(**{f"{name}__isnull": False})
                )
                for name in REFERENCES
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_open(self) -> bool:
        return not (self.is_converted or self.is_closed or self.is_deleted)

    @property
    def status_group(self) -> str:
        """Not contacted, contacted, qualified, not qualified or converted: exactly one."""
        group = stages.group_of(
            self.status, is_closed=self.is_closed, is_converted=self.is_converted
        )
        return str(group.label)

    @property
    def call_number(self) -> str:
        """The number to try first."""
        return self.mobile_phone or self.phone
