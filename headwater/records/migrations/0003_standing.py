"""Lead statuses are kept in memory until they change."""

from django.db import migrations

from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [("records", "0002_stages"), ("people", "0003_standing")]
    operations = [watch("records_leadstatus")]
