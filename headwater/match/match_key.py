"""A key by which a record is found again: its address, number, name, domain in normal form."""

from django.db import models


class Kind(models.TextChoices):
    """What a key is made of; each record has at most a few of each."""

    EMAIL = "email", "E-mail address"
    PHONE = "phone", "Phone number"
    PERSON = "person", "Name and company"
    DOMAIN = "domain", "Work domain"
    COMPANY = "company", "Company name"


class MatchKey(models.Model):
    """One key of one record. Records that share a key are compared; sharing decides nothing yet."""

    object_name = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    value = models.CharField(max_length=500)

    class Meta:
        constraints = [
            # Its index also answers "the newest leads with this key" without a sort.
            models.UniqueConstraint(
                fields=["kind", "value", "object_name", "record_id"], name="match_key_once"
            )
        ]
        indexes = [models.Index(fields=["object_name", "record_id"], name="match_key_of_record")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
