"""What Headwater proposes as a marketing qualified lead asks for the grid of fit and engagement.

A proposal that somebody has signed, or has replaced by another, stays what it is.
"""

from importlib import import_module

from django.db import migrations

TEXT = (
    "Somebody who fits us and has shown enough interest that a call from sales is worth both "
    "their time: fit and engagement meet in a filled cell of the score's grid. We know how to "
    "reach them."
)
CRITERIA = "IsScoreQualified = true AND (Phone != null OR MobilePhone != null)"


def propose(apps, schema_editor):
    stage, text, criteria = import_module("headwater.qualify.migrations.0005_handoffs").PROPOSALS[0]
    rows = apps.get_model("qualify", "StageDefinition").objects.filter(stage=stage)
    if rows.filter(version__gt=1).exists():
        return
    rows.filter(
        text=text, criteria=criteria, marketing_at=None, sales_at=None, proposed_by=None
    ).update(text=TEXT, criteria=CRITERIA)


class Migration(migrations.Migration):
    dependencies = [("qualify", "0008_tasks_that_follow"), ("records", "0027_grades")]
    operations = [migrations.RunPython(propose, migrations.RunPython.noop)]
