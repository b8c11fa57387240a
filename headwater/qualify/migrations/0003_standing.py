"""Clock policies are kept in memory until they change."""

from django.db import migrations

from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [("qualify", "0002_clock_policies"), ("people", "0003_standing")]
    operations = [watch("qualify_clockpolicy")]
