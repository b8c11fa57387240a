"""Industry, rating and source of an account hold what a lead's hold: nothing is cut on converting."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("records", "0024_member_contacts")]
    operations = [
        migrations.AlterField(
            "account", "industry", models.CharField("Industry", blank=True, max_length=255)
        ),
        migrations.AlterField(
            "account", "rating", models.CharField("Account Rating", blank=True, max_length=255)
        ),
        migrations.AlterField(
            "account", "account_source",
            models.CharField("Account Source", blank=True, max_length=255),
        ),
    ]  # fmt: skip
