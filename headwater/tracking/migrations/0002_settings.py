"""There is one row of settings."""

from django.db import migrations


def first_row(apps, schema_editor):
    settings = apps.get_model("tracking", "TrackingSettings")
    if not settings.objects.exists():
        settings.objects.create()


class Migration(migrations.Migration):
    dependencies = [("tracking", "0001_tracking")]

    operations = [migrations.RunPython(first_row, migrations.RunPython.noop)]
