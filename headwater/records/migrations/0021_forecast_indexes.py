"""The indexes of the forecast hold what it counts: no lost deal, whatever its category says."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_lead_mode"),
        ("records", "0020_pipeline_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="opportunity",
            name="deal_of_forecast",
        ),
        migrations.RemoveIndex(
            model_name="opportunityhistory",
            name="forecast_of_a_day",
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(
                    ("is_deleted", False),
                    models.Q(("forecast_category", "Omitted"), _negated=True),
                    models.Q(("is_closed", False), ("is_won", True), _connector="OR"),
                ),
                fields=["close_on"],
                include=("owner", "forecast_category", "amount", "probability", "is_won"),
                name="deal_of_forecast",
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
                    "forecast_category",
                    "amount",
                    "probability",
                    "is_won",
                ),
                name="forecast_of_a_day",
            ),
        ),
    ]
