"""Mail templates are kept in memory until they change."""

from django.db import migrations

from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [("nurture", "0002_first_template"), ("people", "0003_standing")]
    operations = [watch("nurture_mailtemplate")]
