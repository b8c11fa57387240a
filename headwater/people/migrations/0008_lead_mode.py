"""What somebody new becomes: a lead, direct records, or as advised."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0007_hours_between_answers")]

    operations = [
        migrations.AddField(
            "organization",
            "lead_mode",
            models.CharField(
                choices=[("leads", "Leads"), ("direct", "Direct"), ("mixed", "Mixed")],
                default="leads",
                max_length=6,
            ),
        ),
        migrations.AddField(
            "organization", "takes_new_leads", models.BooleanField(default=True)
        ),
    ]
