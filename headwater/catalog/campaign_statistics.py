"""The statistics of a campaign, read off its tallies (fields and meaning: reference §1.6).

They count everybody, as in Salesforce: a sum names nobody. Each has a twin that counts the campaign
with all that stand below it. None is ever null.
"""

from headwater.catalog.fields import FieldDef

# A campaign and what stands below it; two deep in a correlated query it costs some microseconds.
HIERARCHY = """
WITH RECURSIVE below(id, level) AS (
  SELECT "{table}"."id", 1
  UNION ALL
  SELECT child.id, below.level + 1 FROM below JOIN records_campaign child
  ON child.parent_id = below.id AND NOT child.is_deleted WHERE below.level < 5
)
""".strip()
# label, API name, column of the tally
COUNTS = (
    ("Leads", "NumberOfLeads", "leads"),
    ("Converted Leads", "NumberOfConvertedLeads", "converted"),
    ("Contacts", "NumberOfContacts", "contacts"),
    ("Responses", "NumberOfResponses", "responses"),
    ("Opportunities", "NumberOfOpportunities", "deals"),
    ("Won Opportunities", "NumberOfWonOpportunities", "won"),
)
AMOUNTS = (
    ("Value Opportunities", "AmountAllOpportunities", "amount"),
    ("Value Won Opportunities", "AmountWonOpportunities", "won_amount"),
)
# What people enter on each campaign, summed over the hierarchy: label, API name, column.
ENTERED = (
    ("Budgeted Cost", "HierarchyBudgetedCost", "budgeted_cost"),
    ("Actual Cost", "HierarchyActualCost", "actual_cost"),
    ("Expected Revenue", "HierarchyExpectedRevenue", "expected_revenue"),
)


def _field(label: str, name: str, kind: str, attribute: str, sql: str) -> FieldDef:
    is_money, is_count = kind == "currency", kind == "int"
    return FieldDef(
        name=name, label=label, type=kind, attribute=attribute, expression=f"({sql})",
        precision=0 if is_count else 18, scale=2 if is_money else 0, is_createable=False,
        is_updateable=False,
    )  # fmt: skip


def _own(column: str, kind: str) -> str:
    number = "::int" if kind == "int" else ""
    tallies = 'FROM records_campaigntally tally WHERE tally.campaign_id = "{table}"."id"'
    return f"SELECT COALESCE(sum(tally.{column}), 0){number} {tallies}"


def _of_hierarchy(column: str, kind: str) -> str:
    number = "::int" if kind == "int" else ""
    tallies = "FROM records_campaigntally tally WHERE tally.campaign_id IN (SELECT id FROM below)"
    return f"{HIERARCHY} SELECT COALESCE(sum(tally.{column}), 0){number} {tallies}"


def _entered(column: str) -> str:
    rows = "FROM records_campaign each WHERE each.id IN (SELECT id FROM below)"
    return f"{HIERARCHY} SELECT COALESCE(sum(each.{column}), 0) {rows}"


COUNTED = (*((*each, "int") for each in COUNTS), *((*each, "currency") for each in AMOUNTS))
FIELDS = (
    *(_field(f"{label} in Campaign", name, kind, f"tallied_{column}", _own(column, kind))
      for label, name, column, kind in COUNTED),
    *(_field(f"{label} in Hierarchy", f"Hierarchy{name}", kind, f"hierarchy_{column}",
             _of_hierarchy(column, kind))
      for label, name, column, kind in COUNTED),
    *(_field(f"{label} in Hierarchy", name, "currency", f"hierarchy_{column}", _entered(column))
      for label, name, column in ENTERED),
    _field("Num Sent in Hierarchy", "HierarchyNumberSent", "double", "hierarchy_number_sent",
           _entered("number_sent")),
)  # fmt: skip
