"""Topics that people choose, and what their addresses said; the suppression list knows why."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


TOPICS = (
    ("newsletter", "Newsletter", "What is new, about once a month.", True),
    ("offers", "Offers and products", "Prices, products and what they are good for.", True),
    ("events", "Events and webinars", "Invitations to meet us.", True),
    ("inquiry", "Your inquiry", "What follows when you have asked us something.", False),
)


def first_rows(apps, schema_editor):
    topic = apps.get_model("records", "Topic")
    for place, (key, name, text, needs_consent) in enumerate(TOPICS):
        topic.objects.create(
            key=key, name=name, text=text, needs_consent=needs_consent, sort_order=place
        )


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0027_grades"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "text",
                    models.CharField(blank=True, max_length=200, verbose_name="In a sentence"),
                ),
                (
                    "needs_consent",
                    models.BooleanField(default=True, verbose_name="Only to who has agreed"),
                ),
                ("sort_order", models.PositiveIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True, verbose_name="In use")),
            ],
            options={
                "ordering": ["sort_order", "name"],
            },
        ),
        migrations.AddField(
            model_name="undeliverable",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="undeliverable",
            name="kind",
            field=models.CharField(
                choices=[
                    ("bounce", "Came back"),
                    ("complaint", "Complained of spam"),
                    ("hand", "Entered by a colleague"),
                    ("import", "From a list"),
                ],
                default="bounce",
                max_length=9,
            ),
        ),
        migrations.AlterField(
            model_name="emailmessage",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting to be sent"),
                    ("sent", "Sent"),
                    ("failed", "Could not be sent"),
                    ("refused", "Not sent"),
                    ("received", "Received"),
                    ("bounced", "Came back"),
                    ("undone", "Taken back before it went"),
                ],
                default="waiting",
                max_length=8,
            ),
        ),
        migrations.CreateModel(
            name="TopicChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=320)),
                (
                    "state",
                    models.CharField(
                        choices=[("given", "Agreed"), ("withdrawn", "Opted out")], max_length=9
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.CharField(blank=True, max_length=1000)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("form", "a web form"),
                            ("web_to_lead", "a Web-to-Lead form"),
                            ("import", "an import"),
                            ("api", "a program"),
                            ("hand", "a colleague"),
                            ("email", "an e-mail"),
                            ("link", "the link in an e-mail"),
                        ],
                        max_length=11,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="records.topic",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["address", "topic"], name="topic_of_address")],
            },
        ),
        migrations.RunPython(first_rows, migrations.RunPython.noop),
    ]
