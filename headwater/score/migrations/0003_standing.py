"""Score rules are kept in memory until they change."""

from django.db import migrations

from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [("score", "0002_first_version"), ("people", "0003_standing")]
    operations = [watch("score_scoreruleset"), watch("score_scorerule")]
