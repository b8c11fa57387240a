"""A handful of points that hold for most businesses, to be read and changed under Setup."""

from django.db import migrations

FREE_MAIL = "'%@gmail.com', '%@googlemail.com', '%@outlook.com', '%@hotmail.com', '%@yahoo.com', '%@icloud.com', '%@gmx.de', '%@web.de'"
RULES = [
    ("Gives an e-mail address of a company", "Email != null AND " + " AND ".join(
        f"(NOT Email LIKE {address.strip()})" for address in FREE_MAIL.split(",")
    ), 10),
    ("Gives a phone number", "Phone != null OR MobilePhone != null", 10),
    ("Came by the website", "LeadSource = 'Web'", 10),
    ("Names the company", "Company != null", 5),
    ("Says who they are there", "Title != null", 5),
    ("Decides there", "Title LIKE '%chief%' OR Title LIKE '%CEO%' OR Title LIKE '%owner%'"
     " OR Title LIKE '%director%' OR Title LIKE '%head of%' OR Title LIKE '%president%'", 15),
    ("More than 50 people work there", "NumberOfEmployees > 50", 10),
    ("Was referred", "LeadSource LIKE '%referral%'", 15),
    ("Wants no e-mail", "HasOptedOutOfEmail = true", -10),
]


def first_rows(apps, schema_editor):
    version = apps.get_model("score", "ScoreRuleSet").objects.create(
        version=1, is_published=True, note="The points to begin with."
    )
    for order, (name, criteria, points) in enumerate(RULES, 1):
        apps.get_model("score", "ScoreRule").objects.create(
            rule_set=version, order=order, name=name, criteria=criteria, points=points
        )


class Migration(migrations.Migration):
    dependencies = [("score", "0001_initial")]
    operations = [migrations.RunPython(first_rows, migrations.RunPython.noop)]
