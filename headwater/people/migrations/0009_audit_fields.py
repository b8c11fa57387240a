"""Who may say, of a new record, who made and changed it and when."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0008_lead_mode")]

    operations = [
        migrations.AddField(
            "user", "can_set_audit_fields", models.BooleanField("Sets audit fields", default=False)
        ),
    ]
