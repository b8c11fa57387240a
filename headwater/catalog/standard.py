"""Standard objects, and how their fields are read off the Django models.

The type of a field follows from its column; what a column cannot tell (that a text is a phone
number, a picklist, a percentage) stands in the short tables below.
"""

from dataclasses import replace
from functools import cache
from typing import Any

from django.db import models

from headwater.catalog import campaign_statistics, clock_outcome, from_lead, told_fields, told_times
from headwater.catalog.fields import FieldDef, Target
from headwater.catalog.names import api_name
from headwater.catalog.person_fields import OF_ACCOUNT, OF_CONTACT, OF_RELATION
from headwater.catalog.picklists import MANY, PICKLIST_OF

# name, label, plural, id prefix, model. `Owner` is the polymorphic parent of User and Group.
OBJECTS = (
    ("Lead", "Lead", "Leads", "00Q", "records.Lead"),
    ("Account", "Account", "Accounts", "001", "records.Account"),
    ("Contact", "Contact", "Contacts", "003", "records.Contact"),
    (
        "AccountContactRelation",
        "Account Contact Relationship",
        "Account Contact Relationships",
        "07k",
        "records.AccountContactRelation",
    ),
    ("Opportunity", "Opportunity", "Opportunities", "006", "records.Opportunity"),
    (
        "OpportunityContactRole",
        "Opportunity Contact Role",
        "Opportunity Contact Roles",
        "00K",
        "records.OpportunityContactRole",
    ),
    ("Campaign", "Campaign", "Campaigns", "701", "records.Campaign"),
    ("CampaignMember", "Campaign Member", "Campaign Members", "00v", "records.CampaignMember"),
    (
        "CampaignMemberStatus",
        "Campaign Member Status",
        "Campaign Member Statuses",
        "01Y",
        "records.CampaignMemberStatus",
    ),
    ("Task", "Task", "Tasks", "00T", "records.Task"),
    ("Event", "Event", "Events", "00U", "records.Event"),
    ("EmailMessage", "Email Message", "Email Messages", "02s", "records.EmailMessage"),
    ("Note", "Note", "Notes", "002", "records.Note"),
    ("LeadStatus", "Lead Status", "Lead Statuses", "01J", "records.LeadStatus"),
    (
        "OpportunityStage",
        "Opportunity Stage",
        "Opportunity Stages",
        "01O",
        "records.OpportunityStage",
    ),
    ("User", "User", "Users", "005", "people.User"),
    ("Group", "Group", "Groups", "00G", "people.Queue"),
    ("BusinessHours", "Business Hours", "Business Hours", "01m", "people.BusinessHours"),
    ("Organization", "Organization", "Organizations", "00D", "people.Organization"),
    ("DuplicateRule", "Duplicate Rule", "Duplicate Rules", "0Bm", "match.DuplicateRule"),
    ("MatchingRule", "Matching Rule", "Matching Rules", "0JD", "match.MatchingRule"),
    (
        "MatchingRuleItem",
        "Matching Rule Item",
        "Matching Rule Items",
        "0JE",
        "match.MatchingRuleItem",
    ),
    (
        "DuplicateRecordSet",
        "Duplicate Record Set",
        "Duplicate Record Sets",
        "0GK",
        "match.DuplicateRecordSet",
    ),
    (
        "DuplicateRecordItem",
        "Duplicate Record Item",
        "Duplicate Record Items",
        "0GL",
        "match.DuplicateRecordItem",
    ),
    ("Clock", "Response Clock", "Response Clocks", "a0C", "records.Clock"),
    ("Submission", "Submission", "Submissions", "a0S", "records.Submission"),
    ("Owner", "Name", "Names", "", "people.Owner"),
)
WITH_CUSTOM_FIELDS = frozenset({"Lead", "Account", "Contact", "Opportunity", "Campaign"})

TYPES: tuple[tuple[type[models.Field], str], ...] = (  # type: ignore[type-arg]
    (models.EmailField, "email"),
    (models.URLField, "url"),
    (models.TextField, "textarea"),
    (models.CharField, "string"),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.DecimalField, "currency"),
    (models.FloatField, "double"),
    (models.AutoField, "id"),
    (models.IntegerField, "int"),
)
PERCENTS = frozenset({"probability", "expected_response"})
DOUBLES = frozenset({"total_opportunity_quantity", "number_sent", "latitude", "longitude"})
# Columns that are ours to keep; no client sees or writes them.
HIDDEN = frozenset(
    {
        "search_text", "password", "last_login", "score_due_at", "source_address",
        "idempotency_key", "policy_key", "can_set_audit_fields",
    }
)  # fmt: skip
# Written only by the journey, by conversion or by the clock on the wall.
READ_ONLY = frozenset(
    {
        "id", "created_at", "created_by", "modified_at", "modified_by", "is_deleted",
        "is_converted", "converted_on", "converted_account", "converted_contact",
        "converted_opportunity", "score", "fit_score", "engagement_score", "grade",
        "is_score_qualified", "status_changed_at", "is_closed", "is_won",
        "stage_changed_at", "pipeline_at", "has_responded", "first_responded_on", "completed_at",
        "matched_account", "matched_contact", "first_touched_at", "last_activity_on",
        "master_record", "is_person_account",
    }
)  # fmt: skip
# Of one object what people set, of another what follows from it.
WRITTEN = frozenset({("CampaignMemberStatus", "has_responded")})
FOLLOWING = frozenset({("Lead", "probability")})


# Every lead is in exactly one group, also in a status that nobody has defined: it is new until
# somebody closes or converts it.
STATUS_GROUP = """
CASE WHEN "{table}"."is_converted" THEN 'Converted' ELSE COALESCE((
    SELECT CASE standing."group" WHEN 'new' THEN 'Not contacted' WHEN 'contacted' THEN 'Contacted'
           WHEN 'qualified' THEN 'Qualified' WHEN 'not_qualified' THEN 'Not qualified' END
    FROM records_leadstatus standing WHERE standing.name = "{table}"."status"
), CASE WHEN "{table}"."is_closed" THEN 'Not qualified' ELSE 'Not contacted' END) END
""".replace("\n", " ").strip()
# What no column holds, and how it is read off the others.
COMPUTED = {
    "Lead": (
        FieldDef(
            name="StatusGroup", label="Status Group", type="picklist", attribute="status_group",
            length=40, is_createable=False, is_updateable=False, picklist="StatusGroup",
            expression=STATUS_GROUP,
        ),
    ),
    "Account": (*OF_ACCOUNT, from_lead.OF_ACCOUNT),
    "Contact": (*OF_CONTACT, from_lead.OF_CONTACT),
    "Opportunity": (from_lead.OF_OPPORTUNITY,),
    "AccountContactRelation": OF_RELATION,
    "Campaign": campaign_statistics.FIELDS,
    "Clock": clock_outcome.FIELDS,
}  # fmt: skip


@cache
def fields_of(object_name: str, model: type[models.Model]) -> dict[str, FieldDef]:
    """The standard fields of a model by API name."""
    fields: dict[str, FieldDef] = {}
    for column in model._meta.concrete_fields:
        if column.name in HIDDEN or isinstance(column, models.JSONField):
            continue
        field = _reference(object_name, column) or _plain(object_name, column)
        fields[field.name] = field
    modified = fields.get("LastModifiedDate")
    if modified:  # what tools that copy data ask for; here every change is one that people see
        fields["SystemModstamp"] = replace(modified, name="SystemModstamp", label="System Modstamp")
    told = (*COMPUTED.get(object_name, ()), *told_fields.COMPUTED.get(object_name, ()),
            *told_times.FIELDS.get(object_name, ()))  # fmt: skip
    computed = {
        field.name: field for field in told
        if field.name not in fields or (object_name, field.name) in told_fields.REPLACING
    }  # fmt: skip
    return fields | computed | _polymorphic(object_name, model)


def _plain(object_name: str, column: Any) -> FieldDef:
    is_generated = isinstance(column, models.GeneratedField)
    kind = column.output_field if isinstance(column, models.GeneratedField) else column
    is_kept = column.name in READ_ONLY and (object_name, column.name) not in WRITTEN
    is_kept |= (object_name, column.name) in FOLLOWING
    read_only = is_generated or is_kept or column.primary_key
    name = "Id" if column.primary_key else api_name(object_name, column.name)
    picklist = PICKLIST_OF.get((object_name, name), "")
    listed = "multipicklist" if (object_name, name) in MANY else "picklist"
    return FieldDef(
        name=name,
        label=_label(column),
        type="id" if column.primary_key else listed if picklist else _type(kind, column.name),
        attribute=column.attname,
        column=column.column,
        length=getattr(kind, "max_length", None) or 0,
        precision=getattr(kind, "max_digits", 0) or 0,
        scale=getattr(kind, "decimal_places", 0) or 0,
        is_required=not (read_only or column.blank or column.has_default() or column.null),
        is_createable=not read_only,
        is_updateable=not read_only,
        has_default=column.has_default(),
        is_unique=column.unique,
        picklist=picklist,
        help_text=str(column.help_text),
    )


def _type(kind: Any, name: str) -> str:
    if name.endswith(("phone", "fax")) and not isinstance(kind, models.BooleanField):
        return "phone"
    if name in PERCENTS:
        return "percent"
    if name in DOUBLES:
        return "double"
    return next(kind_name for kind_class, kind_name in TYPES if isinstance(kind, kind_class))


def _reference(object_name: str, column: "models.Field[object, object]") -> FieldDef | None:
    if not isinstance(column, models.ForeignKey) or column.primary_key:
        return None
    path = api_name(object_name, column.name)
    target = _object_of(column.related_model)
    read_only = column.name in READ_ONLY
    return FieldDef(
        name=path + "Id",
        label=_label(column),
        type="reference",
        attribute=column.attname,
        column=column.column,
        length=18,
        # An owner may be left out: it is then whoever creates the record, or the rules decide.
        is_required=not (read_only or column.null or column.blank or column.name == "owner"),
        is_createable=not read_only,
        is_updateable=not read_only,
        has_default=column.name == "owner",
        relationship=path if target else "",
        targets=(Target(target, column.column),) if target else (),
    )


def _object_of(model: type[models.Model] | str) -> str:
    label = model if isinstance(model, str) else model._meta.label
    return next((row[0] for row in OBJECTS if row[4] == label), "")


# An activity hangs on a person (Who) and on a thing (What); one column each, one name outside.
WHO = (Target("Contact", "contact_id"), Target("Lead", "lead_id"))
WHAT = (
    Target("Opportunity", "opportunity_id"),
    Target("Account", "account_id"),
    Target("Campaign", "campaign_id"),
)


# What a set of duplicates is made of.
RECORD = tuple(Target(name, f"{name.lower()}_id") for name in ("Lead", "Contact", "Account"))
POLYMORPHIC = {
    "Task": (("Who", "Name ID", WHO), ("What", "Related To ID", WHAT)),
    "Event": (("Who", "Name ID", WHO), ("What", "Related To ID", WHAT)),
    "DuplicateRecordItem": (("Record", "Record ID", RECORD),),
}


def _polymorphic(object_name: str, model: type[models.Model]) -> dict[str, FieldDef]:
    return {
        name + "Id": FieldDef(
            name=name + "Id",
            label=label,
            type="reference",
            attribute=name.lower(),
            length=18,
            relationship=name,
            targets=targets,
        )
        for name, label, targets in POLYMORPHIC.get(object_name, ())
    }


def _label(column: "models.Field[object, object]") -> str:
    label = str(column.verbose_name)
    return label[:1].upper() + label[1:]
