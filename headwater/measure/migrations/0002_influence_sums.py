"""Sums of influence, counted each hour where there are many deals."""

import django.db.models.deletion
from django.db import migrations, models

MODELS = [
    ("primary", "Primary campaign"),
    ("first", "First touch"),
    ("last", "Last touch"),
    ("even", "Even"),
    ("position", "Position-based"),
]


class Migration(migrations.Migration):
    dependencies = [("measure", "0001_influence"), ("records", "0019_members_again")]
    operations = [
        migrations.CreateModel(
            name="InfluenceSum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False,
                                           verbose_name="ID")),
                ("days", models.PositiveSmallIntegerField()),
                ("model", models.CharField(choices=MODELS, max_length=8)),
                ("open_deals", models.IntegerField(default=0)),
                ("won_deals", models.IntegerField(default=0)),
                ("pipeline_cents", models.BigIntegerField(default=0)),
                ("won_cents", models.BigIntegerField(default=0)),
                ("counted_at", models.DateTimeField()),
                ("campaign", models.ForeignKey(
                    db_constraint=False, db_index=False, related_name="+",
                    on_delete=django.db.models.deletion.CASCADE, to="records.campaign")),
            ],
            options={
                "constraints": [models.UniqueConstraint(
                    fields=("campaign", "days", "model"), name="one_influence_sum")],
            },
        ),
    ]
