import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_standing"),
        ("records", "0005_duplicate_pairs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="account",
            name="master_record",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tombstones",
                to="records.account",
                verbose_name="Master Record ID",
            ),
        ),
        migrations.AddField(
            model_name="contact",
            name="master_record",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tombstones",
                to="records.contact",
                verbose_name="Master Record ID",
            ),
        ),
        migrations.AddField(
            model_name="lead",
            name="master_record",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tombstones",
                to="records.lead",
                verbose_name="Master Record ID",
            ),
        ),
        migrations.AddIndex(
            model_name="account",
            index=models.Index(
                condition=models.Q(("master_record__isnull", False)),
                fields=["master_record"],
                name="account_tombstone",
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("master_record__isnull", False)),
                fields=["master_record"],
                name="contact_tombstone",
            ),
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("master_record__isnull", False)),
                fields=["master_record"],
                name="lead_tombstone",
            ),
        ),
    ]
