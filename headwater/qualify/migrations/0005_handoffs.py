"""Hand-offs: what marketing and sales agree on, what happens by itself, why sales says no."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from headwater.people.standing import watch

REASONS = (
    "No phone number", "Wrong market", "Score not real", "Not ready", "Duplicate", "No capacity",
)  # fmt: skip
PROPOSALS = (
    (
        "mql",
        "Somebody who fits us and has shown enough interest that a call from sales is worth both "
        "their time. We know how to reach them.",
        "Score >= 50 AND (Phone != null OR MobilePhone != null)",
    ),
    (
        "sal",
        "Sales has looked at the lead, finds that it meets what was agreed, and promises to call. "
        "A lead is rejected only with one of the agreed reasons.",
        "",
    ),
    (
        "mqo",
        "Marketing knows of a project, not only of a person: there is a need, and somebody who "
        "will talk about it. The deal starts early, at 0 %, without amount or date.",
        "Need != null AND (Phone != null OR Email != null)",
    ),
    (
        "sql",
        "A talk has confirmed need and time, and with whom the next step is agreed.",
        "Need != null AND Timeline != null",
    ),
)


def first_rows(apps, schema_editor):
    value = apps.get_model("catalog", "PicklistValue")
    value.objects.bulk_create(
        value(picklist="HandoffReason", value=reason, sort_order=place)
        for place, reason in enumerate(REASONS)
    )
    definition = apps.get_model("qualify", "StageDefinition")
    for stage, text, criteria in PROPOSALS:
        definition.objects.create(stage=stage, version=1, text=text, criteria=criteria)
    status = apps.get_model("records", "LeadStatus")
    nurturing = status.objects.filter(name="Nurturing", is_active=True).first()
    apps.get_model("qualify", "HandoffPolicy").objects.create(id=1, rejected_status=nurturing)


def person():
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def status():
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+",
        to="records.leadstatus",
    )


def owner(to="people.owner"):
    return models.ForeignKey(
        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


class Migration(migrations.Migration):
    dependencies = [
        ("qualify", "0004_call_notes"),
        ("records", "0011_handoffs"),
        ("catalog", "0002_picklists"),
        ("people", "0003_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="StageDefinition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("stage", models.CharField(choices=[("mql", "Marketing qualified lead"), ("sal", "Sales accepted lead"), ("mqo", "Marketing qualified opportunity"), ("sql", "Sales qualified lead")], max_length=3)),
                ("version", models.PositiveIntegerField(default=1)),
                ("text", models.TextField(max_length=2000)),
                ("criteria", models.TextField(blank=True, max_length=4000)),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("marketing_at", models.DateTimeField(blank=True, null=True)),
                ("sales_at", models.DateTimeField(blank=True, null=True)),
                ("proposed_by", person()),
                ("marketing_by", person()),
                ("sales_by", person()),
            ],
            options={
                "ordering": ["stage", "-version"],
                "constraints": [models.UniqueConstraint(fields=("stage", "version"), name="one_stage_version")],
            },
        ),
        migrations.CreateModel(
            name="HandoffPolicy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("is_automatic", models.BooleanField(default=True)),
                ("judged_until", models.DateTimeField(blank=True, null=True)),
                ("owner", owner()),
                ("team", owner("people.team")),
                ("offered_status", status()),
                ("accepted_status", status()),
                ("rejected_status", status()),
                ("rejected_owner", owner()),
            ],
            options={
                "verbose_name_plural": "handoff policies",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_handoff_policy"),
                    models.CheckConstraint(condition=models.Q(("owner__isnull", True), ("team__isnull", True), _connector="OR"), name="handoff_to_one"),
                ],
            },
        ),
        migrations.RunPython(first_rows, migrations.RunPython.noop),
        watch("qualify_stagedefinition"),
        watch(
            "qualify_handoffpolicy", "is_automatic", "owner_id", "team_id", "offered_status_id",
            "accepted_status_id", "rejected_status_id", "rejected_owner_id",
        ),
    ]
