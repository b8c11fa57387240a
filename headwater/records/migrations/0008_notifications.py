import datetime

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_queue_alarms"),
        ("records", "0007_pairs_by_kind"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NotificationMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to_address", models.CharField(max_length=320)),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("news", "News"),
                            ("digest", "Digest"),
                            ("queue", "To a queue's address"),
                        ],
                        max_length=6,
                    ),
                ),
                ("subject", models.CharField(max_length=255)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("again_at", models.DateTimeField(blank=True, null=True)),
                ("try_count", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("problem", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="NotificationSettings",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="notification_settings",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("mail", models.JSONField(default=dict)),
                ("digest_at", models.TimeField(blank=True, null=True)),
                (
                    "quiet",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Never: mail may come at any time"),
                            ("hours", "Outside my working hours, and on holidays"),
                            ("times", "Between two times of my choice"),
                        ],
                        max_length=5,
                    ),
                ),
                ("quiet_from", models.TimeField(default=datetime.time(20, 0))),
                ("quiet_until", models.TimeField(default=datetime.time(7, 0))),
                ("is_quiet_on_weekends", models.BooleanField(default=True)),
                ("urgent_passes", models.BooleanField(default=True)),
            ],
            options={
                "verbose_name_plural": "notification settings",
            },
        ),
        migrations.AddField(
            model_name="notification",
            name="kind",
            field=models.CharField(default="system", max_length=40),
        ),
        migrations.AddField(
            model_name="notification",
            name="mail_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(
                condition=models.Q(("mail_at__isnull", False)),
                fields=["mail_at"],
                name="notification_by_mail",
            ),
        ),
        migrations.AddField(
            model_name="notificationmail",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="notificationmail",
            index=models.Index(
                condition=models.Q(("again_at__isnull", False)),
                fields=["again_at"],
                name="notification_mail_due",
            ),
        ),
    ]
