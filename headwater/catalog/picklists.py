"""Picklists: named lists of values, shared by the fields that use them (Salesforce: value sets).

Lists are unrestricted, as Salesforce's standard ones are: a value from outside is kept as it came.
"""

from django.apps import apps
from django.db import models

from headwater.database import statements

# Which list a field takes its values from. Two lists live in richer tables of their own.
PICKLIST_OF = {
    ("Lead", "Salutation"): "Salutation",
    ("Contact", "Salutation"): "Salutation",
    ("Lead", "LeadSource"): "LeadSource",
    ("Contact", "LeadSource"): "LeadSource",
    ("Opportunity", "LeadSource"): "LeadSource",
    ("Account", "AccountSource"): "LeadSource",
    ("Lead", "Industry"): "Industry",
    ("Account", "Industry"): "Industry",
    ("Lead", "Rating"): "Rating",
    ("Account", "Rating"): "Rating",
    ("Lead", "ClosedReason"): "ClosedReason",
    ("Lead", "Status"): "LeadStatus",
    ("Lead", "StatusGroup"): "StatusGroup",
    ("Opportunity", "StageName"): "OpportunityStage",
    ("Opportunity", "ForecastCategoryName"): "ForecastCategory",
    ("Opportunity", "Type"): "OpportunityType",
    ("Opportunity", "LossReason"): "LossReason",
    ("Opportunity", "WinReason"): "WinReason",
    ("Account", "Type"): "AccountType",
    ("Account", "Ownership"): "Ownership",
    ("OpportunityContactRole", "Role"): "ContactRole",
    ("AccountContactRelation", "Roles"): "ContactRole",
    ("Campaign", "Type"): "CampaignType",
    ("Campaign", "Status"): "CampaignStatus",
    ("Task", "Status"): "TaskStatus",
    ("Task", "Priority"): "TaskPriority",
    ("Task", "TaskSubtype"): "TaskSubtype",
    ("Task", "CallType"): "CallType",
    ("Event", "ShowAs"): "ShowAs",
}
# Several values of the list at once.
MANY = frozenset({("AccountContactRelation", "Roles")})
# Fixed: what Headwater itself tells apart.
FIXED = {
    "StatusGroup": ["Not contacted", "Contacted", "Qualified", "Not qualified", "Converted"],
}
TABLES = {"LeadStatus": "records.LeadStatus", "OpportunityStage": "records.OpportunityStage"}


class PicklistValue(models.Model):
    """One value of one list, in its place."""

    picklist = models.CharField(max_length=40)
    value = models.CharField(max_length=255)
    sort_order = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["picklist", "sort_order", "value"]
        constraints = [
            models.UniqueConstraint(fields=["picklist", "value"], name="picklist_value_once")
        ]

    def __str__(self) -> str:
        return self.value


def values(picklist: str) -> list[str]:
    """The active values of a list, in order."""
    if picklist in TABLES:
        rows = apps.get_model(TABLES[picklist])._default_manager.filter(is_active=True)
        return list(rows.order_by("sort_order").values_list("name", flat=True))
    if picklist in FIXED:
        return list(FIXED[picklist])
    sql = """SELECT value FROM catalog_picklistvalue WHERE picklist = %s::text AND is_active
    ORDER BY sort_order, value"""
    return [value for (value,) in statements.run(sql, [picklist])]


def lists() -> dict[str, list[str]]:
    """Every list with its active values, in one query a table."""
    found: dict[str, list[str]] = {name: values(name) for name in (*TABLES, *FIXED)}
    for picklist, value in PicklistValue.objects.filter(is_active=True).values_list(
        "picklist", "value"
    ):
        found.setdefault(picklist, []).append(value)
    return found
