"""Mornings that are kept, and from when on something counts as a leak."""

import datetime
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

from headwater.people.standing import watch


def first_row(apps, schema_editor):
    apps.get_model("measure", "LeakSettings").objects.create(id=1)


class Migration(migrations.Migration):
    dependencies = [
        ("measure", "0002_influence_sums"),
        ("people", "0008_lead_mode"),
    ]

    operations = [
        migrations.CreateModel(
            name="SnapshotDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True)),
                ("taken_at", models.DateTimeField()),
                ("seconds", models.FloatField(default=0.0)),
                ("is_from_trail", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-day"],
            },
        ),
        migrations.CreateModel(
            name="LeakSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "queue_hours",
                    models.PositiveIntegerField(
                        default=24,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Hours in a queue",
                    ),
                ),
                (
                    "step_hours",
                    models.PositiveIntegerField(
                        default=24, verbose_name="Hours until there is a next step"
                    ),
                ),
                (
                    "duplicate_days",
                    models.PositiveIntegerField(
                        default=3, verbose_name="Days as a possible duplicate"
                    ),
                ),
                (
                    "stuck_days",
                    models.PositiveIntegerField(
                        default=30,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Days in one status",
                    ),
                ),
                (
                    "mailed",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Never"),
                            ("workdays", "Each working morning"),
                            ("mondays", "Each Monday"),
                        ],
                        default="mondays",
                        max_length=8,
                        verbose_name="Goes to managers by mail",
                    ),
                ),
                ("mail_at", models.TimeField(default=datetime.time(7, 30), verbose_name="At")),
            ],
            options={
                "verbose_name_plural": "leak settings",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_leak_settings")
                ],
            },
        ),
        migrations.CreateModel(
            name="DailySnapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("lead_status", "Open leads by status"),
                            ("lead_source", "Open leads by source"),
                            ("leak", "Open leads by class of the leak report"),
                            ("deal_stage", "Open deals by stage"),
                            ("forecast", "Forecast by month and category"),
                        ],
                        max_length=12,
                    ),
                ),
                ("key", models.CharField(max_length=255)),
                ("count", models.PositiveIntegerField(default=0)),
                ("amount", models.DecimalField(decimal_places=2, default=0, max_digits=20)),
                (
                    "owner",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.owner",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("what", "day", "key", "owner"), name="one_daily_snapshot"
                    )
                ],
            },
        ),
        watch("measure_leaksettings"),
        migrations.RunPython(first_row, migrations.RunPython.noop),
    ]
