"""What a person is at a company: one row for each, at the own company and at others."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from headwater.records.base import Timestamped


class RelationQuerySet(models.QuerySet["AccountContactRelation"]):
    def alive(self) -> Self:
        return self.filter(is_deleted=False)

    def standing(self) -> Self:
        """What holds today; a former relation is no longer active."""
        return self.alive().filter(is_active=True)

    def indirect(self) -> Self:
        """At another company than the contact's own."""
        return self.exclude(contact__account_id=F("account_id"))


class AccountContactRelation(Timestamped):
    """A contact at an account (fields as in Salesforce's object of this name).

    Whether it is direct follows from the contact's own account and is nowhere kept in step. At the
    own account a row is there only when something is said of it: roles, since when, primary.
    """

    account = models.ForeignKey(
        "records.Account", models.CASCADE, related_name="contact_relations",
        verbose_name="Account ID",
    )  # fmt: skip
    contact = models.ForeignKey(
        "records.Contact", models.CASCADE, related_name="account_relations",
        verbose_name="Contact ID",
    )  # fmt: skip
    roles = models.CharField("Roles", max_length=1000, blank=True)  # joined by ';'
    is_primary = models.BooleanField("Primary", default=False)
    is_active = models.BooleanField("Active", default=True)
    started_on = models.DateField("Start Date", null=True, blank=True)
    ended_on = models.DateField("End Date", null=True, blank=True)

    objects: ClassVar[RelationQuerySet] = RelationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-is_active", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "contact"], name="one_relation_each"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(is_primary=True, is_deleted=False),
                name="one_primary_of_account",
            ),
        ]  # fmt: skip

    @property
    def is_direct(self) -> bool:
        return self.contact.account_id == self.account_id

    @property
    def role_list(self) -> list[str]:
        return [role for role in self.roles.split(";") if role]
