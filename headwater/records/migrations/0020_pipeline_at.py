"""When a deal first left the early stages upwards: by that the early funnel counts."""

from django.conf import settings
from django.db import migrations, models


FROM_HISTORY = """
UPDATE records_opportunity deal SET pipeline_at = said.at
FROM (
    SELECT opportunity_id, min(at) AS at FROM records_opportunityhistory
    WHERE forecast_category <> 'Omitted' AND NOT is_deleted GROUP BY opportunity_id
) said
WHERE said.opportunity_id = deal.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_lead_mode"),
        ("records", "0019_members_again"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="opportunity",
            name="pipeline_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Entered Pipeline"),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("is_deleted", False)),
                fields=["created_at"],
                include=("owner", "lead_source", "campaign", "pipeline_at", "closed_at", "is_won"),
                name="deal_of_funnel",
            ),
        ),
        migrations.RunSQL(FROM_HISTORY, migrations.RunSQL.noop),
    ]
