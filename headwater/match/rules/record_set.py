"""Salesforce's words for pairs that wait: a set of records that may be one, and its items.

Both are views over the pairs (see the migration): nothing is kept twice.
"""

from django.db import models


class DuplicateRecordSet(models.Model):
    """Records that may be one: a pair, or all pairs of a cluster, while nobody has decided."""

    name = models.CharField(max_length=20)
    duplicate_rule = models.ForeignKey(
        "match.DuplicateRule", models.DO_NOTHING, null=True, related_name="+"
    )
    record_count = models.IntegerField()
    created_at = models.DateTimeField("Created Date")

    class Meta:
        managed = False

    def __str__(self) -> str:
        return self.name


class DuplicateRecordItem(models.Model):
    """One record of a set: a lead, a contact or an account."""

    name = models.CharField(max_length=20)
    duplicate_record_set = models.ForeignKey(
        DuplicateRecordSet, models.DO_NOTHING, related_name="items"
    )
    lead = models.ForeignKey("records.Lead", models.DO_NOTHING, null=True, related_name="+")
    contact = models.ForeignKey("records.Contact", models.DO_NOTHING, null=True, related_name="+")
    account = models.ForeignKey("records.Account", models.DO_NOTHING, null=True, related_name="+")

    class Meta:
        managed = False

    def __str__(self) -> str:
        return self.name
