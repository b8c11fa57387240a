"""The hottest leads, of equally hot ones the newest: in the order in which Today and lists ask."""

import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0021_forecast_indexes")]

    operations = [
        migrations.RemoveIndex(model_name="lead", name="lead_hottest"),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                django.db.models.expressions.OrderBy(
                    django.db.models.expressions.F("score"), descending=True
                ),
                django.db.models.expressions.OrderBy(
                    django.db.models.expressions.F("id"), descending=True
                ),
                name="lead_hottest_newest",
            ),
        ),
    ]
