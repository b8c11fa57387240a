"""The first version of the assignment rules has none: the default owner, a queue, gets every lead."""

from django.db import migrations


def first_rows(apps, schema_editor):
    apps.get_model("route", "AssignmentRuleSet").objects.create(
        version=1, is_published=True, note="Every lead goes to the default owner."
    )


class Migration(migrations.Migration):
    dependencies = [("route", "0001_initial")]
    operations = [migrations.RunPython(first_rows, migrations.RunPython.noop)]
