"""The standard map, as a new Salesforce organisation has it (reference §5.3)."""

from django.db import migrations

from headwater.convert.mapping import STANDARD


def first_rows(apps, schema_editor):
    model = apps.get_model("convert", "FieldMapping")
    model.objects.bulk_create(
        model(lead_field=lead_field, object_name=object_name, field=field, is_standard=True)
        for lead_field, object_name, field in STANDARD
    )


class Migration(migrations.Migration):
    dependencies = [("convert", "0001_initial")]
    operations = [migrations.RunPython(first_rows, migrations.RunPython.noop)]
