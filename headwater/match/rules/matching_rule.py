"""A matching rule: how two records are compared (Salesforce: MatchingRule, MatchingRuleItem)."""

from django.db import models

from headwater.records.duplicate_pair import Tier

MOST_ITEMS = 10


class Compared(models.TextChoices):
    """The objects whose records can be one and the same."""

    LEAD = "Lead", "Leads"
    CONTACT = "Contact", "Contacts"
    ACCOUNT = "Account", "Accounts"


class Engine(models.TextChoices):
    """What compares: fields one by one, or the match model as a whole."""

    MODEL = "HeadwaterMatchEngine", "The match model"
    FUZZY = "FuzzyMatchEngine", "Field by field, alike"
    EXACT = "ExactMatchEngine", "Field by field, exact"


class RuleStatus(models.TextChoices):
    ACTIVE = "Active", "On"
    INACTIVE = "Inactive", "Off"


class Method(models.TextChoices):
    """How two values of a field are compared."""

    EXACT = "Exact", "exactly"
    FIRST_NAME = "FirstName", "as first names"
    LAST_NAME = "LastName", "as last names"
    COMPANY_NAME = "CompanyName", "as company names"
    PHONE = "Phone", "as phone numbers"
    CITY = "City", "as cities"
    STREET = "Street", "as streets"
    ZIP = "Zip", "as postal codes"
    TITLE = "Title", "as titles"


class Blanks(models.TextChoices):
    NOT_ALLOWED = "NullNotAllowed", "an empty field never agrees"
    MATCH = "MatchBlanks", "two empty fields agree"


class MatchingRule(models.Model):
    """Which records of `sobject_type` are like a given record, of this object or another.

    `match_engine` MODEL asks the match model for at least `tier`; the others judge the items,
    joined by `boolean_filter`. A standard rule's equation is Salesforce's and is not changed.
    """

    sobject_type = models.CharField(max_length=40, choices=Compared)
    sobject_subtype = models.CharField(max_length=40, default="None")
    developer_name = models.CharField(max_length=80, unique=True)
    master_label = models.CharField("Name", max_length=80)
    language = models.CharField(max_length=10, default="en_US")
    match_engine = models.CharField(
        "How it compares", max_length=20, choices=Engine, default=Engine.FUZZY
    )
    boolean_filter = models.CharField("Logic", max_length=255, blank=True)
    description = models.CharField(max_length=255, blank=True)
    rule_status = models.CharField(max_length=12, choices=RuleStatus, default=RuleStatus.ACTIVE)
    tier = models.CharField(max_length=8, choices=Tier, default=Tier.LIKELY)
    is_standard = models.BooleanField(default=False)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        ordering = ["sobject_type", "-is_standard", "master_label"]

    def __str__(self) -> str:
        return self.master_label

    @property
    def is_active(self) -> bool:
        return self.rule_status == RuleStatus.ACTIVE and not self.is_deleted


class MatchingRuleItem(models.Model):
    """One field (API name on the rule's object) and how its values are compared."""

    matching_rule = models.ForeignKey(MatchingRule, models.CASCADE, related_name="items")
    sort_order = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=80)
    matching_method = models.CharField(max_length=12, choices=Method, default=Method.EXACT)
    blank_value_behavior = models.CharField(
        max_length=14, choices=Blanks, default=Blanks.NOT_ALLOWED
    )

    class Meta:
        ordering = ["matching_rule", "sort_order"]
        constraints = [
            models.UniqueConstraint(fields=["matching_rule", "sort_order"], name="item_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.sort_order}. {self.field}"
