"""What may follow a status, what moves by itself, what comes back; questions and answers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_standing"),
        ("records", "0008_notifications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="leadstatus",
            name="allowed_next",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="leadstatus",
            name="moves_when",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="leadstatus",
            name="recycle_after_days",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="leadstatus",
            name="recycle_owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.owner",
            ),
        ),
        migrations.AddField(
            model_name="leadstatus",
            name="recycle_to",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=255)),
                ("topic", models.CharField(blank=True, max_length=80)),
                ("kind", models.CharField(choices=[("text", "Words, with quick answers"), ("choice", "One of the answers"), ("yes_no", "Yes or no"), ("number", "A number"), ("date", "A day")], default="text", max_length=7)),
                ("choices", models.JSONField(blank=True, default=list)),
                ("attribute", models.CharField(blank=True, max_length=80)),
                ("criteria", models.TextField(blank=True, max_length=4000)),
                ("hint", models.CharField(blank=True, max_length=255)),
                ("is_required", models.BooleanField(default=False)),
                ("sort_order", models.PositiveIntegerField(default=0)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ["sort_order", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("topic", "text"), name="question_once_in_a_topic"),
                    models.UniqueConstraint(condition=models.Q(("attribute", ""), _negated=True), fields=("attribute",), name="one_question_for_a_field"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.TextField(blank=True, max_length=32000)),
                ("before", models.TextField(blank=True, max_length=32000)),
                ("at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("lead", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="records.lead")),
                ("question", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="records.question")),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["lead", "question", "-at"], name="answer_of_lead"),
                    models.Index(condition=models.Q(("told_at", None)), fields=["at"], name="answer_untold"),
                ],
            },
        ),
    ]  # fmt: skip
