"""How long the Trail and what people did are kept; the Trail lets go of what is older."""

import django.core.validators
from django.db import migrations, models

LASTING = """
CREATE OR REPLACE FUNCTION records_trail_is_lasting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.at < (
        SELECT now() - make_interval(months => trail_months) FROM records_retention
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'The Trail is append-only: entry % cannot be changed or deleted.', OLD.id;
END $$;
"""
FOREVER = """
CREATE OR REPLACE FUNCTION records_trail_is_lasting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The Trail is append-only: entry % cannot be changed or deleted.', OLD.id;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0031_met_and_answered")]

    operations = [
        migrations.CreateModel(
            name="Retention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("trail_months", models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(12)], verbose_name="Keep the Trail for (months)")),
                ("engagement_months", models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(12)], verbose_name="Keep visits, opened mail, meetings … for (months)")),
                ("cleared_at", models.DateTimeField(editable=False, null=True)),
                ("trail_count", models.PositiveBigIntegerField(default=0, editable=False)),
                ("engagement_count", models.PositiveBigIntegerField(default=0, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_retention"),
                    models.CheckConstraint(
                        condition=models.Q(("trail_months", None), ("trail_months__gte", 12), _connector="OR"),
                        name="trail_is_kept_a_year",
                    ),
                ],
            },
        ),
        migrations.RunSQL(LASTING, FOREVER),
    ]
