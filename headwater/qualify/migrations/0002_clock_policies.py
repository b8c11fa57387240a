"""The two promises to begin with: five minutes for who asks on the web, a day for all others."""

from django.db import migrations

PUBLIC_DOORS = ["form", "web_to_lead", "email"]


def first_rows(apps, schema_editor):
    policy = apps.get_model("qualify", "ClockPolicy")
    policy.objects.create(
        name="Web leads", sort_order=1, doors=PUBLIC_DOORS, minutes=5, counts_in="working_hours"
    )
    policy.objects.create(
        name="All other leads", sort_order=2, minutes=24 * 60, counts_in="all_hours"
    )


class Migration(migrations.Migration):
    dependencies = [("qualify", "0001_initial")]
    operations = [migrations.RunPython(first_rows, migrations.RunPython.noop)]
