"""How influence is counted: one row, kept in memory until it changes."""

import django.core.validators
from django.db import migrations, models

from headwater.people.standing import watch

MODELS = [
    ("primary", "Primary campaign"),
    ("first", "First touch"),
    ("last", "Last touch"),
    ("even", "Even"),
    ("position", "Position-based"),
]


def first_row(apps, schema_editor):
    apps.get_model("measure", "InfluenceSettings").objects.create(id=1)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("people", "0003_standing")]
    operations = [
        migrations.CreateModel(
            name="InfluenceSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "window_days",
                    models.PositiveIntegerField(
                        blank=True,
                        default=365,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(36500)],
                        verbose_name="Window in days",
                    ),
                ),
                (
                    "responses_only",
                    models.BooleanField(default=False, verbose_name="Only responses count"),
                ),
                (
                    "model",
                    models.CharField(
                        choices=MODELS, default="primary", max_length=8, verbose_name="Shown first"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "influence settings",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="one_influence_settings"
                    )
                ],
            },
        ),
        watch("measure_influencesettings"),
        migrations.RunPython(first_row, migrations.RunPython.noop),
    ]
