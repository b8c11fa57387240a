"""Keys become numbers. What they say is in the records, so that the worker writes them anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("match", "0001_initial")]

    operations = [
        migrations.DeleteModel("MatchKey"),
        migrations.CreateModel(
            name="MatchKey",
            fields=[
                ("pk", models.CompositePrimaryKey(
                    "hash", "object_name", "record_id", blank=True, editable=False,
                    primary_key=True, serialize=False,
                )),
                ("hash", models.BigIntegerField()),
                ("object_name", models.CharField(max_length=40)),
                ("record_id", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["object_name", "record_id"], name="match_key_of_record")
                ],
            },
        ),
    ]
