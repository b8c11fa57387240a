"""Stages say what they ask for and how long a deal stays; history says from when until when."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_hours_between_answers"),
        ("records", "0012_clocks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="opportunity",
            name="win_reason",
            field=models.CharField(blank=True, max_length=255, verbose_name="Win Reason"),
        ),
        migrations.AddField(
            model_name="opportunityhistory",
            name="ended_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="opportunityhistory",
            name="is_closed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="opportunityhistory",
            name="is_deleted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="opportunityhistory",
            name="is_won",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="opportunityhistory",
            name="owner",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.owner",
            ),
        ),
        migrations.AddField(
            model_name="opportunitystage",
            name="expected_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="opportunitystage",
            name="guidance",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="opportunitystage",
            name="required_fields",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("is_closed", False), ("is_deleted", False)),
                fields=["stage_name", "close_on", "-id"],
                include=("owner", "campaign", "amount", "probability"),
                name="deal_of_board",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(
                    ("is_deleted", False), models.Q(("forecast_category", "Omitted"), _negated=True)
                ),
                fields=["close_on"],
                include=("owner", "forecast_category", "amount", "probability", "is_won"),
                name="deal_of_forecast",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=models.Index(
                condition=models.Q(("is_closed", True), ("is_deleted", False)),
                fields=["closed_at"],
                include=("owner", "is_won", "amount", "lead_source", "created_at", "stage_name"),
                name="deal_closed",
            ),
        ),
        migrations.AddIndex(
            model_name="opportunityhistory",
            index=models.Index(
                condition=models.Q(
                    ("is_deleted", False), models.Q(("forecast_category", "Omitted"), _negated=True)
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
        migrations.AddIndex(
            model_name="opportunityhistory",
            index=models.Index(
                condition=models.Q(
                    ("forecast_category", "Omitted"), ("is_closed", False), ("is_deleted", False)
                ),
                fields=["at"],
                include=("opportunity", "ended_at"),
                name="early_stays",
            ),
        ),
    ]
