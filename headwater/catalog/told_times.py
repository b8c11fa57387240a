"""When what people set up was made and changed: its tables have no columns for that, the Trail has.

Programs that copy everything ask each object for what changed since their last visit. What came
with the organisation is as old as the organisation.
"""

from headwater.catalog.fields import FieldDef

FOUNDED = "(SELECT min(founded.created_at) FROM people_organization founded)"


def made(object_name: str, key: str) -> str:
    """SQL for the moment at which the row with this key was made."""
    entries = _entries(object_name, key)
    first = f"SELECT min(entry.at) {entries} AND right(entry.event, 8) = '.created'"
    return f"COALESCE(({first}), {FOUNDED})"


def changed(object_name: str, key: str, since: str = FOUNDED) -> str:
    """SQL for the moment of its last change; `since` where nothing was changed."""
    return f"COALESCE((SELECT max(entry.at) {_entries(object_name, key)}), {since})"


def times(object_name: str, key: str) -> str:
    """The three of them as columns of a SELECT."""
    last = changed(object_name, key)
    first = made(object_name, key)
    return f"{first} AS created_date, {last} AS last_modified_date, {last} AS system_modstamp"


def _entries(object_name: str, key: str) -> str:
    return (  # names of the catalog alone
        "FROM records_trailentry entry"
        f" WHERE entry.object_name = '{object_name}' AND entry.record_id = {key}"
    )


def _moment(name: str, sql: str) -> FieldDef:
    label = {"CreatedDate": "Created Date", "LastModifiedDate": "Last Modified Date",
             "SystemModstamp": "System Modstamp"}[name]  # fmt: skip
    return FieldDef(
        name=name, label=label, type="datetime", attribute=name, expression=sql,
        is_createable=False, is_updateable=False,
    )  # fmt: skip


def _of(object_name: str, key: str = "id", since: str = "") -> tuple[FieldDef, ...]:
    column = f'"{{table}}".{key}'
    last = changed(object_name, column, since or FOUNDED)
    first = () if since else (_moment("CreatedDate", made(object_name, column)),)
    return (*first, _moment("LastModifiedDate", last), _moment("SystemModstamp", last))


FIELDS = {
    name: _of(name) for name in ("LeadStatus", "OpportunityStage", "BusinessHours",
                                 "DuplicateRule", "MatchingRule")
} | {
    "MatchingRuleItem": _of("MatchingRule", "matching_rule_id"),
    "Group": _of("Group", "owner_ptr_id"),
    "User": _of("User", "owner_ptr_id", '"{table}".created_at'),
    "Organization": _of("Organization", since='"{table}".created_at'),
}  # fmt: skip
