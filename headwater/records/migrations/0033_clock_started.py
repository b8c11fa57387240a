"""Which promises are of a period, without reading all of them."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0032_retention")]
    operations = [
        migrations.AddIndex(
            model_name="clock",
            index=BrinIndex(autosummarize=True, fields=["started_at"], name="clock_started"),
        ),
    ]
