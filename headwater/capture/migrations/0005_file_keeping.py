import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("capture", "0004_mailbox_oauth"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileKeeping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "import_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="Keep the files of imports, days",
                    ),
                ),
                ("cleared_at", models.DateTimeField(editable=False, null=True)),
                ("cleared_count", models.PositiveIntegerField(default=0, editable=False)),
                ("cleared_bytes", models.BigIntegerField(default=0, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_file_keeping")
                ],
            },
        ),
    ]
