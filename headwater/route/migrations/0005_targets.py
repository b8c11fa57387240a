"""Whom a rule gives its leads to, and how; rounds by weight; turns that were given back."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_absences"),
        ("records", "0007_pairs_by_kind"),
        ("route", "0004_drafts"),
    ]

    operations = [
        migrations.AddField("assignmentrule", "asks_account_owner", models.BooleanField(default=False)),
        migrations.AddField("assignmentrule", "asks_previous_owner", models.BooleanField(default=False)),
        migrations.AddField("assignmentrule", "goes_on", models.BooleanField(default=False)),
        migrations.AddField("assignmentrule", "matching", models.JSONField(blank=True, default=dict)),
        migrations.AddField("assignmentrule", "only_matching", models.BooleanField(default=False)),
        migrations.AddField("assignmentrule", "prefers_at_work", models.BooleanField(default=False)),
        migrations.AddField(
            "assignmentrule",
            "strategy",
            models.CharField(
                choices=[("turns", "In turn, by weight"), ("capacity", "Whoever has most room")],
                default="turns",
                max_length=8,
            ),
        ),
        migrations.AddField("roundrobin", "credits", models.JSONField(default=dict)),
        migrations.AddField("roundrobin", "owed", models.JSONField(default=list)),
        migrations.AddField("roundrobin", "unit", models.PositiveBigIntegerField(default=720720)),
        migrations.CreateModel(
            "ReturnedTurn",
            [
                ("entry", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="+", serialize=False, to="records.trailentry")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("team", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.team")),
                ("user", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
