"""What figures answered those who see a part, kept for an hour where there are many leads."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("measure", "0005_kept_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=64)),
                ("question", models.CharField(max_length=64)),
                ("name", models.CharField(max_length=120)),
                ("asked", models.JSONField()),
                ("value", models.JSONField()),
                ("counted_at", models.DateTimeField()),
                ("read_at", models.DateTimeField()),
                (
                    "asker",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scope", "question", "name"), name="one_kept_answer"
                    )
                ],
            },
        ),
    ]
