"""An account: an organisation one does business with, or a person (person account)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F

from headwater.records.base import (
    Mergeable,
    RecordQuerySet,
    search_index,
    synced_index,
    tombstone_index,
    words_of,
)


class Account(Mergeable):
    """A company or, with `is_person_account`, a person (fields: reference §1.2)."""

    name = models.CharField("Account Name", max_length=255)
    type = models.CharField("Account Type", max_length=40, blank=True)
    is_person_account = models.BooleanField("Is Person Account", default=False)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children",
        verbose_name="Parent Account ID",
    )  # fmt: skip
    billing_street = models.TextField("Billing Street", max_length=255, blank=True)
    billing_city = models.CharField("Billing City", max_length=40, blank=True)
    billing_state = models.CharField("Billing State/Province", max_length=80, blank=True)
    billing_postal_code = models.CharField("Billing Zip/Postal Code", max_length=20, blank=True)
    billing_country = models.CharField("Billing Country", max_length=80, blank=True)
    shipping_street = models.TextField("Shipping Street", max_length=255, blank=True)
    shipping_city = models.CharField("Shipping City", max_length=40, blank=True)
    shipping_state = models.CharField("Shipping State/Province", max_length=80, blank=True)
    shipping_postal_code = models.CharField("Shipping Zip/Postal Code", max_length=20, blank=True)
    shipping_country = models.CharField("Shipping Country", max_length=80, blank=True)
    phone = models.CharField("Account Phone", max_length=40, blank=True)
    fax = models.CharField("Account Fax", max_length=40, blank=True)
    account_number = models.CharField("Account Number", max_length=40, blank=True)
    website = models.CharField("Website", max_length=255, blank=True)
    sic = models.CharField("SIC Code", max_length=20, blank=True)
    industry = models.CharField("Industry", max_length=255, blank=True)
    annual_revenue = models.DecimalField(
        "Annual Revenue", max_digits=18, decimal_places=0, null=True, blank=True
    )
    number_of_employees = models.IntegerField("Employees", null=True, blank=True)
    ownership = models.CharField("Ownership", max_length=40, blank=True)
    ticker_symbol = models.CharField("Ticker Symbol", max_length=20, blank=True)
    description = models.TextField("Account Description", max_length=32_000, blank=True)
    rating = models.CharField("Account Rating", max_length=255, blank=True)
    site = models.CharField("Account Site", max_length=80, blank=True)
    account_source = models.CharField("Account Source", max_length=255, blank=True)
    last_activity_on = models.DateField("Last Activity", null=True, blank=True)
    search_text = models.GeneratedField(
        expression=words_of("name", "website", "phone", "billing_city"),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects: ClassVar[models.Manager[Any]] = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        indexes = [
            models.Index(F("owner"), F("created_at").desc(), name="account_of_owner"),
            models.Index(F("created_at").desc(), name="account_newest"),
            models.Index(fields=["name"], name="account_by_name"),
            search_index("account_search"),
            synced_index("account_synced"),
            tombstone_index("account_tombstone"),
        ]

    def __str__(self) -> str:
        return self.name
