"""Lists begin with the newest; the newest hand-off of a lead is found by one look."""

from django.db import migrations, models
from django.db.models import F


class Migration(migrations.Migration):
    dependencies = [("records", "0035_synced")]
    operations = [
        migrations.AddIndex(
            "account", models.Index(F("created_at").desc(), name="account_newest")
        ),
        migrations.AddIndex(
            "contact", models.Index(F("created_at").desc(), name="contact_newest")
        ),
        migrations.AddIndex(
            "handoff", models.Index(fields=["lead", "-offered_at"], name="handoff_of_lead")
        ),
        migrations.AlterField(
            "handoff", "lead",
            models.ForeignKey(
                "records.Lead", models.CASCADE, related_name="handoffs", db_index=False
            ),
        ),
    ]  # fmt: skip
