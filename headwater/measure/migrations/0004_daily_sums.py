"""Sums by day, counted each hour where there are many leads."""

from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measure", "0003_history")]
    operations = [
        migrations.CreateModel(
            name="DailySum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=20)),
                ("day", models.DateField()),
                ("axis", models.CharField(blank=True, default="", max_length=12)),
                ("key", models.CharField(blank=True, default="", max_length=255)),
                ("values", ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["what", "axis", "day"], name="daily_sum_of_axis")],
            },
        ),
    ]
