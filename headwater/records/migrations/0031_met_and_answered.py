"""Who was met and who answered a campaign lately is found without reading all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0030_weekly_mail")]

    operations = [
        migrations.AddIndex(
            model_name="campaignmember",
            index=models.Index(
                condition=models.Q(("has_responded", True)),
                fields=["first_responded_on"],
                name="member_answered",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["starts_at"], name="event_starts"),
        ),
    ]
