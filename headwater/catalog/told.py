"""Objects without a table of their own: told from others, or there because programs ask for them.

Salesforce keeps the history of fields, roles, profiles and the values of some picklists as objects.
Here they are SELECTs. What Headwater does not have (products, record types) is there and empty, so
that a program that copies everything finds nothing instead of failing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.catalog import names
from headwater.catalog.fields import FieldDef, Target
from headwater.catalog.told_times import changed, times

CASTS = {
    "id": "bigint", "reference": "bigint", "boolean": "boolean", "int": "int", "date": "date",
    "datetime": "timestamptz", "currency": "numeric", "double": "numeric", "percent": "numeric",
}  # fmt: skip


def field(name: str, kind: str = "string", column: str = "", **more: Any) -> FieldDef:
    """A field that nobody writes; its column is named like it unless told otherwise."""
    length = {"string": 255, "picklist": 255, "textarea": 4000}.get(kind, 0)
    label = more.pop("label", "") or "".join(
        f" {char}" if char.isupper() and place else char for place, char in enumerate(name)
    )
    return FieldDef(
        name=name, label=label, type=kind, attribute=column or _snake(name),
        column=column or _snake(name), length=more.pop("length", length), is_createable=False,
        is_updateable=False, **more,
    )  # fmt: skip


def reference(name: str, target: str, column: str = "") -> FieldDef:
    """A reference to one object, by whose name the path to it goes."""
    column = column or _snake(name)
    return FieldDef(
        name=name, label=name.removesuffix("Id") + " ID", type="reference", attribute=column,
        column=column, length=18, is_createable=False, is_updateable=False,
        relationship=name.removesuffix("Id"), targets=(Target(target, column),),
    )  # fmt: skip


def _snake(name: str) -> str:
    return "".join(
        f"_{char.lower()}" if char.isupper() and place else char.lower()
        for place, char in enumerate(name)
    )


ID = FieldDef(name="Id", label="Id", type="id", attribute="id", column="id", length=18,
              is_createable=False, is_updateable=False)  # fmt: skip
CREATED = (reference("CreatedById", "User"), field("CreatedDate", "datetime"))
AUDIT = (
    *CREATED, reference("LastModifiedById", "User"), field("LastModifiedDate", "datetime"),
    field("SystemModstamp", "datetime"),
)  # fmt: skip
IS_DELETED = field("IsDeleted", "boolean")


def _empty(fields: Sequence[FieldDef]) -> str:
    columns = ", ".join(f"NULL::{CASTS.get(each.type, 'text')} AS {each.column}" for each in fields)
    return f"SELECT {columns} WHERE FALSE"


def _attribute_names(object_name: str) -> Mapping[str, str]:
    """Attributes whose API name does not follow from them."""
    own = {name: api for (of, name), api in names.IN_OBJECT.items() if of == object_name}
    return names.EVERYWHERE | own


def _history_rows(object_name: str, column: str) -> str:
    """A row for each field of each change in the Trail."""
    cases = " ".join(
        f"WHEN '{name}' THEN '{api}'" for name, api in _attribute_names(object_name).items()
    )
    spelled = "replace(initcap(replace(regexp_replace(told.name, '_id$', ''), '_', ' ')), ' ', '')"
    return (  # names of the catalog alone
        f"SELECT entry.id * 1000 + told.place AS id, entry.record_id AS {column},"  # noqa: S608
        f" CASE told.name {cases} ELSE CASE WHEN right(told.name, 3) = '__c' THEN told.name"
        f" ELSE {spelled} END END AS field, told.change->>0 AS old_value,"
        " told.change->>1 AS new_value, 'Text' AS data_type, entry.by_id AS created_by_id,"
        " entry.at AS created_date, false AS is_deleted"
        " FROM records_trailentry entry CROSS JOIN LATERAL"
        " jsonb_each(entry.changes) WITH ORDINALITY AS told(name, change, place)"
        f" WHERE entry.object_name = '{object_name}'"
    )


def _history(name: str, of: str) -> "Told":
    parent = reference(f"{of}Id", of)
    fields = (
        ID, IS_DELETED, parent, *CREATED, field("Field", "picklist"),
        field("DataType", "picklist"), field("OldValue"), field("NewValue"),
    )  # fmt: skip
    label = f"{of} History" if name != "OpportunityFieldHistory" else "Opportunity Field History"
    rows = _history_rows(of, parent.column)
    return (name, label, label, "017", "", rows, fields, (parent.column, of))


# name, label, plural, prefix, '' for no model, rows, fields, column and object that share it
Told = tuple[str, str, str, str, str, str, tuple[FieldDef, ...], tuple[str, str] | None]


def _public(name: str, label: str, prefix: str, fields: Sequence[FieldDef], rows: str = "") -> Told:
    """An object that everybody may read; without rows an empty one."""
    plural = (
        label[:-1] + "ies" if label.endswith("y") else label + ("es" if label[-1] == "s" else "s")
    )
    own = (ID, *fields)
    return (name, label, plural, prefix, "", rows or _empty(own), own, None)


OPPORTUNITY_HISTORY = (
    "SELECT id, opportunity_id, stage_name, amount, probability, close_on AS close_date,"
    " amount * probability / 100 AS expected_revenue, forecast_category, by_id AS created_by_id,"
    " at AS created_date, at AS system_modstamp, is_deleted FROM records_opportunityhistory"
)
LISTED = (
    "SELECT listed.id, value AS master_label, value AS api_name, sort_order, is_default,"  # noqa: S608
    f" value = '{{special}}' AS {{column}}, {times('PicklistValue', 'listed.id')}"
    " FROM catalog_picklistvalue listed WHERE picklist = '{picklist}' AND is_active"
)
TIMES = (field("CreatedDate", "datetime"), field("LastModifiedDate", "datetime"),
         field("SystemModstamp", "datetime"))  # fmt: skip
LIST = (
    field("MasterLabel"), field("ApiName"), field("SortOrder", "int"),
    field("IsDefault", "boolean"), *TIMES,
)  # fmt: skip
PROFILES = (
    f"SELECT profile.*, {times('Profile', 'profile.id')} FROM"  # noqa: S608
    " (VALUES (1, 'System Administrator'), (2, 'Marketing User'),"
    " (3, 'Sales Manager'), (4, 'Standard User'), (5, 'Read Only')) AS profile(id, name)"
)
# The role of a user (see people.user) → the key of a profile.
PROFILE_OF = {"admin": 1, "marketing": 2, "manager": 3, "rep": 4, "read_only": 5}
ROLES = (
    "SELECT id, name, regexp_replace(name, '[^A-Za-z0-9]+', '_', 'g') AS developer_name,"  # noqa: S608
    f" NULL::bigint AS parent_role_id, {times('Team', 'people_team.id')} FROM people_team"
)
# There is one currency; tools that copy amounts ask which.
CURRENCIES = (
    "SELECT 1::bigint AS id, currency AS iso_code, 1::numeric AS conversion_rate,"
    " 2 AS decimal_places, true AS is_active, true AS is_corporate, NULL::bigint AS created_by_id,"
    " created_at AS created_date, NULL::bigint AS last_modified_by_id,"
    " created_at AS last_modified_date, created_at AS system_modstamp FROM people_organization"
)
MEMBERS = (
    "SELECT id, queue_id AS group_id, user_id AS user_or_group_id,"  # noqa: S608
    f" {changed('Group', 'queue_id')} AS system_modstamp FROM people_queuemember"
)
QUEUES = (
    "SELECT owner_ptr_id AS id, owner_ptr_id AS queue_id, 'Lead' AS sobject_type,"  # noqa: S608
    f" {changed('Group', 'owner_ptr_id')} AS system_modstamp FROM people_queue"
)
PRICED = (
    reference("Pricebook2Id", "Pricebook2", "pricebook_id"),
    reference("Product2Id", "Product2", "product_id"), field("UnitPrice", "currency"),
    field("IsDeleted", "boolean"), *AUDIT,
)  # fmt: skip
NAMED = (field("Name"), field("Description", "textarea"), field("IsActive", "boolean"),
         IS_DELETED, *AUDIT)  # fmt: skip
OBJECTS: tuple[Told, ...] = (
    _history("LeadHistory", "Lead"),
    _history("ContactHistory", "Contact"),
    _history("AccountHistory", "Account"),
    _history("OpportunityFieldHistory", "Opportunity"),
    (
        "OpportunityHistory", "Opportunity History", "Opportunity Histories", "008", "",
        OPPORTUNITY_HISTORY,
        (
            ID, reference("OpportunityId", "Opportunity"), *CREATED, field("StageName", "picklist"),
            field("Amount", "currency", precision=18, scale=2), field("Probability", "percent"),
            field("ExpectedRevenue", "currency", precision=18, scale=2), field("CloseDate", "date"),
            field("ForecastCategory", "picklist"), field("SystemModstamp", "datetime"), IS_DELETED,
        ),
        ("opportunity_id", "Opportunity"),
    ),
    _public("UserRole", "Role", "00E",
            (field("Name"), field("DeveloperName"), reference("ParentRoleId", "UserRole"), *TIMES),
            ROLES),
    _public("Profile", "Profile", "00e", (field("Name"), *TIMES), PROFILES),
    _public("GroupMember", "Group Member", "011",
            (reference("GroupId", "Group"), reference("UserOrGroupId", "User"),
             field("SystemModstamp", "datetime")), MEMBERS),
    _public("QueueSobject", "Queue Sobject", "03g",
            (reference("QueueId", "Group"), field("SobjectType", "picklist"),
             field("SystemModstamp", "datetime")), QUEUES),
    _public("CurrencyType", "Currency Type", "01L",
            (field("IsoCode", "picklist", length=3), field("ConversionRate", "double"),
             field("DecimalPlaces", "int"), field("IsActive", "boolean"),
             field("IsCorporate", "boolean"), *AUDIT), CURRENCIES),
    _public("TaskStatus", "Task Status", "01T", (*LIST, field("IsClosed", "boolean")),
            LISTED.format(picklist="TaskStatus", special="Completed", column="is_closed")),
    _public("TaskPriority", "Task Priority", "01U", (*LIST, field("IsHighPriority", "boolean")),
            LISTED.format(picklist="TaskPriority", special="High", column="is_high_priority")),
    _public("RecordType", "Record Type", "012",
            (field("Name"), field("DeveloperName"), field("NamespacePrefix"),
             field("Description"), field("SobjectType", "picklist"), field("IsActive", "boolean"),
             field("IsPersonType", "boolean"), *AUDIT)),
    _public("Product2", "Product", "01t",
            (*NAMED, field("ProductCode"), field("Family", "picklist"))),
    _public("Pricebook2", "Price Book", "01s", (*NAMED, field("IsStandard", "boolean"))),
    _public("PricebookEntry", "Price Book Entry", "01u",
            (field("Name"), field("IsActive", "boolean"), field("ProductCode"), *PRICED)),
    _public("OpportunityLineItem", "Opportunity Product", "00k",
            (reference("OpportunityId", "Opportunity"),
             reference("PricebookEntryId", "PricebookEntry"), field("Name"),
             field("Quantity", "double"), field("TotalPrice", "currency"),
             field("ListPrice", "currency"), field("ServiceDate", "date"),
             field("SortOrder", "int"), field("Description"), *PRICED)),
)  # fmt: skip
