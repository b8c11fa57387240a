"""The rules that every organisation begins with, kept in memory until they change.

The match model compares; Salesforce's standard equations stand beside it, to be chosen.
"""

from django.db import migrations

from headwater.people.standing import watch

EXACT = "Exact"
PERSON = (
    "(1 AND 2 AND 3 AND 4) OR (1 AND 2 AND 5) OR (1 AND 2 AND 6 AND 4)"
    " OR (1 AND 2 AND 7 AND (8 OR 9 OR 6)) OR (1 AND 2 AND 7 AND 3)"
    " OR (1 AND 2 AND 3 AND 5) OR (1 AND 2 AND 6)"
)
NAMES = (("FirstName", "FirstName"), ("LastName", "LastName"))
LEAD = (
    *NAMES, ("Title", "Title"), ("Company", "CompanyName"), ("Email", EXACT), ("Phone", "Phone"),
    ("Street", "Street"), ("City", "City"), ("PostalCode", "Zip"),
)  # fmt: skip
CONTACT = (
    *NAMES, ("Title", "Title"), ("Account.Name", "CompanyName"), ("Email", EXACT),
    ("Phone", "Phone"), ("MailingStreet", "Street"), ("MailingCity", "City"),
    ("MailingPostalCode", "Zip"),
)  # fmt: skip
ACCOUNT = (
    ("Name", "CompanyName"), ("BillingStreet", "Street"), ("BillingCity", "City"),
    ("BillingState", EXACT), ("BillingPostalCode", "Zip"), ("Phone", "Phone"), ("Website", EXACT),
)  # fmt: skip
PERSON_ACCOUNT = (
    *NAMES, ("PersonEmail", EXACT), ("BillingStreet", "Street"), ("BillingCity", "City"),
    ("BillingPostalCode", "Zip"), ("Phone", "Phone"),
)  # fmt: skip
EQUATIONS = (
    # object, subtype, developer name, label, logic, items, on?, what it is
    ("Lead", "None", "Standard_Lead_Match_Rule_v1_0", "Standard Lead Matching Rule", PERSON, LEAD,
     True, "Salesforce’s equation for leads."),
    ("Contact", "None", "Standard_Contact_Match_Rule_v1_1", "Standard Contact Matching Rule",
     PERSON, CONTACT, True, "Salesforce’s equation for contacts."),
    ("Account", "None", "Standard_Account_Match_Rule_v1_0", "Standard Account Matching Rule",
     "(1 AND 2) OR (1 AND 3 AND 4) OR (1 AND 5) OR (1 AND 6) OR (7 AND 6) OR (7 AND 2)", ACCOUNT,
     True, "An equation for accounts like Salesforce’s, which is not published."),
    ("Account", "PersonAccount", "Standard_Person_Account_Match_Rule_v1_0",
     "Standard Person Account Matching Rule",
     "(1 AND 2 AND 3) OR (1 AND 2 AND 4 AND (5 OR 6)) OR (1 AND 2 AND 7)", PERSON_ACCOUNT,
     False, "Salesforce’s equation for accounts that are people."),
    ("Account", "None", "Standard_Lead_Account_Match_Rule_v1_0",
     "Standard Matching Rule for Leads on Accounts",
     "7 OR (1 AND (2 OR 3 OR 4 OR 5 OR 6))", ACCOUNT,
     False, "Is a lead’s company an account already? By its website, or its name and a place."),
)  # fmt: skip
DUPLICATES = (
    ("Lead", ("Headwater_Lead", "Headwater_Contact")),
    ("Contact", ("Headwater_Contact", "Headwater_Lead")),
    ("Account", ("Headwater_Account",)),
)


def first_rows(apps, schema_editor):
    rules = apps.get_model("match", "MatchingRule").objects
    for name in ("Lead", "Contact", "Account"):
        rules.create(
            sobject_type=name, developer_name=f"Headwater_{name}", is_standard=True,
            master_label=f"Match model for {name.lower()}s", match_engine="HeadwaterMatchEngine",
            description="All fields together, weighed by the match model.",
        )  # fmt: skip
    for name, subtype, developer_name, label, logic, items, is_on, text in EQUATIONS:
        rule = rules.create(
            sobject_type=name, sobject_subtype=subtype, developer_name=developer_name,
            master_label=label, boolean_filter=logic, description=text, is_standard=True,
            match_engine="FuzzyMatchEngine", rule_status="Active" if is_on else "Inactive",
        )  # fmt: skip
        _add_items(apps, rule, items)
    for name, matching in DUPLICATES:
        duplicates = apps.get_model("match", "DuplicateRule").objects.create(
            sobject_type=name, developer_name=f"Standard_{name}_Duplicate_Rule",
            master_label=f"Standard {name} Duplicate Rule",
        )  # fmt: skip
        duplicates.matching_rules.set(rules.filter(developer_name__in=matching))


def _add_items(apps, rule, items):
    item = apps.get_model("match", "MatchingRuleItem")
    item.objects.bulk_create(
        item(matching_rule=rule, sort_order=order, field=field, matching_method=method)
        for order, (field, method) in enumerate(items, 1)
    )


class Migration(migrations.Migration):
    dependencies = [("match", "0004_rules"), ("people", "0003_standing")]
    operations = [
        migrations.RunPython(first_rows, migrations.RunPython.noop),
        watch("match_matchingrule"),
        watch("match_matchingruleitem"),
        watch("match_duplicaterule"),
        watch("match_duplicaterule_matching_rules"),
    ]
