"""Forms, known senders and the settings of spam are kept in memory until they change."""

from django.db import migrations

from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [("capture", "0001_initial"), ("people", "0003_standing")]
    operations = [
        watch("capture_webform"),
        watch("capture_knownsender"),
        watch("capture_spamsettings"),
    ]
