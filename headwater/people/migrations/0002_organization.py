"""The one organisation, its office hours, the queue that catches every lead, and the cache table."""

from django.contrib.postgres.operations import TrigramExtension
from django.core.management import call_command
from django.db import migrations


def first_rows(apps, schema_editor):
    hours = apps.get_model("people", "BusinessHours")
    hours.objects.create(name="Office hours", is_default=True)
    queue = apps.get_model("people", "Queue").objects.create(kind="Group", name="New leads")
    apps.get_model("people", "Organization").objects.create(
        id=1, default_lead_owner_id=queue.owner_ptr_id
    )


def cache_table(apps, schema_editor):
    call_command("createcachetable", verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    run_before = [("records", "0001_initial")]  # its search indexes need the trigram extension
    operations = [
        TrigramExtension(),
        migrations.RunPython(first_rows, migrations.RunPython.noop),
        migrations.RunPython(cache_table, migrations.RunPython.noop),
    ]
