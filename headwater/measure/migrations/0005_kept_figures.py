"""What figures say, counted each hour where there are many leads."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("measure", "0004_daily_sums")]
    operations = [
        migrations.CreateModel(
            name="KeptFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("value", models.JSONField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["days"], name="kept_figures_of_period")]},
        ),
    ]
