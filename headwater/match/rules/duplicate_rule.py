"""A duplicate rule: what is done when a new or changed record is like another one, door by door."""

from django.db import models

from headwater.match.rules.matching_rule import Compared, MatchingRule
from headwater.records.submission import Door

MOST_ACTIVE = 5  # of one object, as in Salesforce
MOST_MATCHING = 3  # of one duplicate rule: one for each object that it compares with
ALERT_TEXT = "Use one of these records?"


class Action(models.TextChoices):
    """In the order of their strength."""

    ALLOW = "allow", "Allow"
    ALERT = "alert", "Ask"
    BLOCK = "block", "Block"


class Security(models.TextChoices):
    ENFORCE = "EnforceSharingRules", "Only records that the person may see"
    BYPASS = "BypassSharingRules", "All records; those of others are counted, not shown"


PEOPLE, API, IMPORT, SUBMISSION = "people", "api", "import", "submission"
# Behind which doors nobody stands whom one could ask.
_WITHOUT_ANYBODY = ((Action.ALLOW, "Allow"), (Action.BLOCK, "Set aside for review"))


class DuplicateRule(models.Model):
    """Asked in `sort_order` when a record of `sobject_type` is made or changed.

    Each door has its own action. Nothing that came in by itself is dropped: at the doors of
    imports and submissions BLOCK sets it aside for review. `conditions` is a WHERE on the new
    record; '' is every one. The reports are pairs in the review of duplicates.
    """

    sobject_type = models.CharField("Object", max_length=40, choices=Compared)
    sobject_subtype = models.CharField(max_length=40, default="None")
    developer_name = models.CharField(max_length=80, unique=True)
    master_label = models.CharField("Name", max_length=80)
    language = models.CharField(max_length=10, default="en_US")
    description = models.CharField(max_length=255, blank=True)
    is_active = models.BooleanField("On", default=True)
    sort_order = models.PositiveIntegerField(default=1)
    matching_rules = models.ManyToManyField(MatchingRule, related_name="duplicate_rules")
    conditions = models.TextField(max_length=4000, blank=True)
    security = models.CharField(max_length=20, choices=Security, default=Security.ENFORCE)
    alert_text = models.CharField(max_length=255, blank=True, default=ALERT_TEXT)
    people_on_create = models.CharField(max_length=5, choices=Action, default=Action.ALERT)
    people_on_edit = models.CharField(max_length=5, choices=Action, default=Action.ALLOW)
    api_on_create = models.CharField(max_length=5, choices=Action, default=Action.ALLOW)
    api_on_edit = models.CharField(max_length=5, choices=Action, default=Action.ALLOW)
    import_on_create = models.CharField(
        max_length=5, choices=_WITHOUT_ANYBODY, default=Action.ALLOW
    )
    submission_on_create = models.CharField(
        max_length=5, choices=_WITHOUT_ANYBODY, default=Action.ALLOW
    )
    reports_on_create = models.BooleanField(default=True)
    reports_on_edit = models.BooleanField(default=True)
    is_deleted = models.BooleanField(default=False)

    class Meta:
        ordering = ["sobject_type", "sort_order", "id"]

    def __str__(self) -> str:
        return self.master_label

    def action(self, door: str, *, is_edit: bool) -> Action:
        """What this rule does at a door (a value of Door); an edit by neither is never stopped."""
        name = f"{side(door)}_on_{'edit' if is_edit else 'create'}"
        return Action(getattr(self, name, Action.ALLOW))


def side(door: str) -> str:
    """Which of the four columns speaks about a door."""
    named = {Door.HAND.value: PEOPLE, Door.API.value: API, Door.IMPORT.value: IMPORT}
    return named.get(str(door), SUBMISSION)
