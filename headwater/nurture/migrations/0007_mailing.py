"""Mail that somebody decides to send: later, about a topic, by a program, counted or not."""

import django.db.models.deletion
from django.db import migrations, models


def first_rows(apps, schema_editor):
    apps.get_model("nurture", "MailSettings").objects.create(id=1)


class Migration(migrations.Migration):
    dependencies = [
        ("nurture", "0006_mails_of_senders"),
        ("records", "0028_mail"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "notes_opens",
                    models.BooleanField(default=True, verbose_name="Note who opens a mail"),
                ),
                (
                    "notes_clicks",
                    models.BooleanField(default=True, verbose_name="Note who follows a link"),
                ),
                (
                    "undo_seconds",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="Seconds to take a mail back"
                    ),
                ),
                (
                    "footer",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        verbose_name="Who you are, below every mail to many",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="delivery",
            name="is_tracked",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="delivery",
            name="kind",
            field=models.CharField(
                choices=[
                    ("answer", "Automatic answer"),
                    ("personal", "Written by a colleague"),
                    ("program", "Sent by a program"),
                ],
                default="answer",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="not_before",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="program",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="delivery",
            name="template",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="delivery",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.topic",
            ),
        ),
        migrations.AddField(
            model_name="mailtemplate",
            name="is_tracked",
            field=models.BooleanField(default=True, verbose_name="Notes opens and clicks"),
        ),
        migrations.AddField(
            model_name="mailtemplate",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="templates",
                to="records.topic",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("program", ""), _negated=True),
                fields=["program"],
                name="delivery_of_program",
            ),
        ),
        migrations.AddConstraint(
            model_name="mailsettings",
            constraint=models.CheckConstraint(
                condition=models.Q(("id", 1)), name="one_mail_settings"
            ),
        ),
        migrations.RunPython(first_rows, migrations.RunPython.noop),
    ]
