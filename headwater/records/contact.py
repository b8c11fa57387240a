"""A contact: a person at an account."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Concat, Lower, Trim

from headwater.records.base import (
    Mergeable,
    RecordQuerySet,
    search_index,
    synced_index,
    tombstone_index,
    words_of,
)


class Contact(Mergeable):
    """A person (fields: reference §1.3). Without an account the contact is private."""

    account = models.ForeignKey(
        "records.Account", models.CASCADE, null=True, blank=True, related_name="contacts",
        verbose_name="Account ID",
    )  # fmt: skip
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
    department = models.CharField("Department", max_length=80, blank=True)
    mailing_street = models.TextField("Mailing Street", max_length=255, blank=True)
    mailing_city = models.CharField("Mailing City", max_length=40, blank=True)
    mailing_state = models.CharField("Mailing State/Province", max_length=80, blank=True)
    mailing_postal_code = models.CharField("Mailing Zip/Postal Code", max_length=20, blank=True)
    mailing_country = models.CharField("Mailing Country", max_length=80, blank=True)
    phone = models.CharField("Business Phone", max_length=40, blank=True)
    mobile_phone = models.CharField("Mobile Phone", max_length=40, blank=True)
    home_phone = models.CharField("Home Phone", max_length=40, blank=True)
    other_phone = models.CharField("Other Phone", max_length=40, blank=True)
    fax = models.CharField("Business Fax", max_length=40, blank=True)
    email = models.EmailField("Email", max_length=80, blank=True)
    lead_source = models.CharField("Lead Source", max_length=255, blank=True)
    born_on = models.DateField("Birthdate", null=True, blank=True)
    reports_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="direct_reports",
        verbose_name="Reports To ID",
    )  # fmt: skip
    description = models.TextField("Contact Description", max_length=32_000, blank=True)
    has_opted_out_of_email = models.BooleanField("Email Opt Out", default=False)
    has_opted_out_of_fax = models.BooleanField("Fax Opt Out", default=False)
    do_not_call = models.BooleanField("Do Not Call", default=False)
    last_activity_on = models.DateField("Last Activity", null=True, blank=True)
    search_text = models.GeneratedField(
        expression=words_of("first_name", "last_name", "email", "phone", "mobile_phone"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        indexes = [
            models.Index(F("owner"), F("created_at").desc(), name="contact_of_owner"),
            models.Index(F("created_at").desc(), name="contact_newest"),
            models.Index(Lower("email"), name="contact_by_email"),
            search_index("contact_search"),
            synced_index("contact_synced"),
            tombstone_index("contact_tombstone"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def call_number(self) -> str:
        """The number to try first."""
        return self.mobile_phone or self.phone
