"""Assignment rules are kept in memory until they change."""

from django.db import migrations

from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [("route", "0002_first_version"), ("people", "0003_standing")]
    operations = [watch("route_assignmentruleset"), watch("route_assignmentrule")]
