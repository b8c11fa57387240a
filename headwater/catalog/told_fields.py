"""Fields that programs ask for and no column holds: worked out from others, or the same for all."""

from headwater.catalog.fields import FieldDef, Target
from headwater.catalog.told import PROFILE_OF


def computed(name: str, kind: str, sql: str, length: int = 255) -> FieldDef:
    """A field that is read by this SQL; `{table}` is the row."""
    label = "".join(f" {char}" if char.isupper() and place else char
                    for place, char in enumerate(name))  # fmt: skip
    return FieldDef(
        name=name, label=label, type=kind, attribute=name, expression=sql, is_createable=False,
        is_updateable=False, length=length if kind in ("string", "picklist", "email") else 0,
    )  # fmt: skip


def _same(name: str, value: str) -> FieldDef:
    return computed(name, "string", f"'{value}'::text")


_LOCALE = "(SELECT replace(locale, '-', '_') FROM people_organization LIMIT 1)"
_PROFILE = " ".join(f"WHEN '{role}' THEN {key}" for role, key in PROFILE_OF.items())
_START, _END = '"{table}".starts_at', '"{table}".ends_at'

ORGANIZATION = (
    _same("OrganizationType", "Enterprise Edition"),
    _same("InstanceName", "HEADWATER"),
    computed("IsSandbox", "boolean", "false::boolean"),
    computed("NamespacePrefix", "string", "''::text"),
    computed("TrialExpirationDate", "datetime", "NULL::timestamptz"),
    computed("TimeZoneSidKey", "picklist", '"{table}".time_zone'),
    computed("LanguageLocaleKey", "picklist", "replace(\"{table}\".locale, '-', '_')"),
    computed("DefaultLocaleSidKey", "picklist", "replace(\"{table}\".locale, '-', '_')"),
    computed("FiscalYearStartMonth", "int", "1::int"),
    computed("UsesStartDateAsFiscalYearName", "boolean", "false::boolean"),
    computed("DefaultLeadAccess", "picklist",
             "CASE \"{table}\".lead_access WHEN 'private' THEN 'None' ELSE 'Read' END"),
)  # fmt: skip
USER = (
    computed("Username", "string", '"{table}".email', 80),
    computed("Alias", "string", "left(split_part(\"{table}\".email, '@', 1), 8)", 8),
    computed("CommunityNickname", "string", "left(split_part(\"{table}\".email, '@', 1), 40)", 40),
    _same("UserType", "Standard"),
    computed("TimeZoneSidKey", "picklist", '"{table}".time_zone'),
    computed("LocaleSidKey", "picklist", _LOCALE),
    computed("LanguageLocaleKey", "picklist", _LOCALE),
    _same("EmailEncodingKey", "UTF-8"),
    FieldDef(
        name="ProfileId", label="Profile ID", type="reference", attribute="profile_id", length=18,
        is_createable=False, is_updateable=False, relationship="Profile",
        targets=(Target("Profile", ""),),
        expression=f'(CASE "{{table}}".role {_PROFILE} END)::bigint',
    ),
    FieldDef(
        name="UserRoleId", label="Role ID", type="reference", attribute="team_id",
        column="team_id", length=18, is_createable=False, is_updateable=False,
        relationship="UserRole", targets=(Target("UserRole", "team_id"),),
    ),
)  # fmt: skip
QUEUE = (
    _same("Type", "Queue"),
    computed(
        "DeveloperName", "string",
        "(SELECT regexp_replace(owner.name, '[^A-Za-z0-9]+', '_', 'g') FROM people_owner owner"
        ' WHERE owner.id = "{table}".owner_ptr_id)', 80,
    ),
    computed("DoesSendEmailToMembers", "boolean", '"{table}".is_telling_members'),
)  # fmt: skip
STATUS = (computed("ApiName", "string", '"{table}".name'),)
# Whose company an activity is about: named itself, or by the deal or the contact.
ACCOUNT = FieldDef(
    name="AccountId", label="Account ID", type="reference", attribute="account_id", length=18,
    is_createable=False, is_updateable=False, relationship="Account",
    targets=(Target("Account", ""),),
    expression='COALESCE("{table}".account_id,'
    ' (SELECT deal.account_id FROM records_opportunity deal'
    ' WHERE deal.id = "{table}".opportunity_id),'
    ' (SELECT person.account_id FROM records_contact person'
    ' WHERE person.id = "{table}".contact_id))',
)  # fmt: skip
TASK = (
    ACCOUNT,
    computed("IsHighPriority", "boolean", "\"{table}\".priority = 'High'"),
    computed("IsReminderSet", "boolean", '"{table}".remind_at IS NOT NULL'),
)
EVENT = (
    ACCOUNT,
    computed("ActivityDateTime", "datetime", _START),
    computed("ActivityDate", "date", f"({_START} AT TIME ZONE 'UTC')::date"),
    computed("DurationInMinutes", "int", f"(extract(epoch FROM {_END} - {_START}) / 60)::int"),
)


def _of_member(name: str, column: str, kind: str = "string", length: int = 255) -> FieldDef:
    """What the person behind a member says: the contact, if there is one."""
    said = '(SELECT person.{column} FROM {table} person WHERE person.id = "{{table}}".{key})'
    one = said.format(column=column, table="records_contact", key="contact_id")
    other = said.format(column=column, table="records_lead", key="lead_id")
    return computed(name, kind, f"COALESCE({one}, {other}, '')", length)


MEMBER = (
    computed("Type", "picklist",
             "CASE WHEN \"{table}\".contact_id IS NULL THEN 'Lead' ELSE 'Contact' END", 40),
    _of_member("FirstName", "first_name", length=40),
    _of_member("LastName", "last_name", length=80),
    _of_member("Name", "name"),
    _of_member("Title", "title", length=128),
    _of_member("Email", "email", "email", 80),
)  # fmt: skip
# What stands here instead of the column of the same name.
REPLACING = frozenset({("Task", "AccountId"), ("Event", "AccountId")})
COMPUTED = {
    "Organization": ORGANIZATION, "User": USER, "Group": QUEUE, "LeadStatus": STATUS,
    "OpportunityStage": STATUS, "Task": TASK, "Event": EVENT, "CampaignMember": MEMBER,
}  # fmt: skip
