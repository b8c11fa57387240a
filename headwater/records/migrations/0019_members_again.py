"""Who was taken out of a campaign may be added again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0018_conversion_rows")]
    operations = [
        migrations.RemoveConstraint(model_name="campaignmember", name="lead_once_in_a_campaign"),
        migrations.AddConstraint(
            model_name="campaignmember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_deleted", False)),
                fields=("campaign", "lead"),
                name="lead_once_in_a_campaign",
            ),
        ),
    ]
