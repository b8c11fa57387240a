import django.db.models.deletion
from django.db import migrations, models

from headwater.people.standing import watch


class Migration(migrations.Migration):
    dependencies = [
        ("nurture", "0003_standing"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="reply_to",
            field=models.EmailField(blank=True, max_length=254),
        ),
        migrations.CreateModel(
            name="AutoResponseRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("sort_order", models.PositiveIntegerField(default=0)),
                ("doors", models.JSONField(blank=True, default=list)),
                ("criteria", models.TextField(blank=True)),
                ("sender_name", models.CharField(blank=True, max_length=80)),
                (
                    "reply_to",
                    models.EmailField(blank=True, max_length=254, verbose_name="Replies go to"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="In force")),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answered_by",
                        to="nurture.mailtemplate",
                    ),
                ),
            ],
            options={
                "ordering": ["sort_order", "id"],
            },
        ),
        watch("nurture_autoresponserule"),
    ]
