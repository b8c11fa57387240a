"""Why deals are won, to choose from."""

from django.db import migrations

REASONS = ("Price", "Product fit", "Trust in us", "Existing customer", "Fast delivery",
           "Recommended by others", "Other")  # fmt: skip


def first_rows(apps, schema_editor):
    model = apps.get_model("catalog", "PicklistValue")
    model.objects.bulk_create(
        model(picklist="WinReason", value=value, sort_order=place)
        for place, value in enumerate(REASONS)
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_picklists")]
    operations = [migrations.RunPython(first_rows, migrations.RunPython.noop)]
