"""History says who has a deal now, and the indexes hold all that the figures of deals ask."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


HELD = """
UPDATE records_opportunityhistory row SET held_by_id = deal.owner_id
FROM records_opportunity deal WHERE deal.id = row.opportunity_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_lead_mode"),
        ("records", "0022_hottest_newest"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="opportunity",
            name="deal_closed",
        ),
        migrations.RemoveIndex(
            model_name="opportunity",
            name="deal_of_funnel",
        ),
        migrations.RemoveIndex(
            model_name="opportunityhistory",
            name="early_stays",
        ),
        migrations.RemoveIndex(
            model_name="opportunityhistory",
            name="forecast_of_a_day",
        ),
        migrations.AddField(
            model_name="opportunityhistory",
            name="held_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.owner",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("is_deleted", False)),
                fields=["created_at"],
                include=("id", "owner", "lead_source", "pipeline_at", "closed_at", "is_won"),
                name="deal_of_funnel",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("is_closed", True), ("is_deleted", False)),
                fields=["closed_at"],
                include=(
                    "id",
                    "owner",
                    "is_won",
                    "amount",
                    "lead_source",
                    "created_at",
                    "stage_name",
                    "win_reason",
                    "loss_reason",
                ),
                name="deal_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunityhistory",
            index=models.Index(
                condition=models.Q(
                    ("is_deleted", False),
                    models.Q(("forecast_category", "Omitted"), _negated=True),
                    models.Q(("is_closed", False), ("is_won", True), _connector="OR"),
                ),
                fields=["close_on", "at"],
                include=(
                    "ended_at",
                    "opportunity",
                    "owner",
                    "held_by",
                    "forecast_category",
                    "amount",
                    "probability",
                    "is_won",
                ),
                name="forecast_of_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunityhistory",
            index=models.Index(
                condition=models.Q(
                    ("forecast_category", "Omitted"), ("is_closed", False), ("is_deleted", False)
                ),
                fields=["at"],
                include=("opportunity", "ended_at", "stage_name"),
                name="early_stays",
            ),
        ),
        migrations.RunSQL(HELD, migrations.RunSQL.noop),
    ]
