"""Fields that no column holds: the person behind a person account, as Salesforce names them.

A person account is an account and its one contact. What the contact says is read through the
account, and written on the contact. Reading costs a company nothing but a look at its kind.
"""

from headwater.catalog.fields import FieldDef, Target

_OF_PERSON = (
    'CASE WHEN "{{table}}"."is_person_account" THEN (SELECT person.{column} FROM records_contact'
    ' person WHERE person.account_id = "{{table}}"."id" AND NOT person.is_deleted'
    " ORDER BY person.id LIMIT 1) END"
)
# API name, label, type, length, column of the contact
_SAID = (
    ("Salutation", "Salutation", "picklist", 40, "salutation"),
    ("FirstName", "First Name", "string", 40, "first_name"),
    ("LastName", "Last Name", "string", 80, "last_name"),
    ("PersonTitle", "Title", "string", 128, "title"),
    ("PersonDepartment", "Department", "string", 80, "department"),
    ("PersonEmail", "Email", "email", 80, "email"),
    ("PersonMobilePhone", "Mobile", "phone", 40, "mobile_phone"),
    ("PersonHomePhone", "Home Phone", "phone", 40, "home_phone"),
    ("PersonOtherPhone", "Other Phone", "phone", 40, "other_phone"),
    ("PersonLeadSource", "Lead Source", "picklist", 255, "lead_source"),
    ("PersonBirthdate", "Birthdate", "date", 0, "born_on"),
    ("PersonMailingStreet", "Mailing Street", "textarea", 255, "mailing_street"),
    ("PersonMailingCity", "Mailing City", "string", 40, "mailing_city"),
    ("PersonMailingState", "Mailing State/Province", "string", 80, "mailing_state"),
    ("PersonMailingPostalCode", "Mailing Zip/Postal Code", "string", 20, "mailing_postal_code"),
    ("PersonMailingCountry", "Mailing Country", "string", 80, "mailing_country"),
    ("PersonHasOptedOutOfEmail", "Email Opt Out", "boolean", 0, "has_opted_out_of_email"),
    ("PersonHasOptedOutOfFax", "Fax Opt Out", "boolean", 0, "has_opted_out_of_fax"),
    ("PersonDoNotCall", "Do Not Call", "boolean", 0, "do_not_call"),
)
_LISTS = {"Salutation": "Salutation", "PersonLeadSource": "LeadSource"}
_EMPTY = {"boolean": "false", "date": "NULL"}


def _read(name: str, label: str, kind: str, length: int, column: str) -> FieldDef:
    said, empty = _OF_PERSON.format(column=column), _EMPTY.get(kind, "''")
    return FieldDef(
        name=name, label=label, type=kind, attribute=f"person_{column}", length=length,
        is_createable=False, is_updateable=False, picklist=_LISTS.get(name, ""),
        expression=f"COALESCE({said}, {empty})",
    )  # fmt: skip


OF_ACCOUNT = (
    FieldDef(
        name="PersonContactId", label="Contact ID", type="reference", attribute="person_contact_id",
        length=18, is_createable=False, is_updateable=False, targets=(Target("Contact", ""),),
        expression=_OF_PERSON.format(column="id"),
    ),
    *(_read(*each) for each in _SAID),
)  # fmt: skip
OF_CONTACT = (
    FieldDef(
        name="IsPersonAccount", label="Is Person Account", type="boolean",
        attribute="is_person_side", is_createable=False, is_updateable=False,
        expression='EXISTS (SELECT 1 FROM records_account own WHERE own.id = "{table}"."account_id"'
                   " AND own.is_person_account)",
    ),
)  # fmt: skip
OF_RELATION = (
    FieldDef(
        name="IsDirect", label="Direct", type="boolean", attribute="is_direct",
        is_createable=False, is_updateable=False,
        expression='EXISTS (SELECT 1 FROM records_contact person WHERE person.account_id ='
                   ' "{table}"."account_id" AND person.id = "{table}"."contact_id")',
    ),
)  # fmt: skip
