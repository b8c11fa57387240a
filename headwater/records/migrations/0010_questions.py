"""Budget, authority, need and timeline as questions; a talk moves a lead on, as it always did."""

from django.db import migrations

from headwater.people.standing import watch

QUESTIONS = (
    # attribute, question, hint, quick answers
    ("budget", "Is there a budget?", "Who pays, and is it agreed?", ["Approved", "Planned", "Not yet", "None"]),
    ("authority", "Who decides?", "Who else has a say?", ["Decides alone", "Decides with others", "Recommends", "Has no say"]),
    ("need", "What do they need, and why now?", "In their own words", []),
    ("timeline", "When do they want it?", "What happens if it comes later?", ["This month", "This quarter", "This year", "Later"]),
)


def first_rows(apps, schema_editor):
    question = apps.get_model("records", "Question")
    for place, (attribute, text, hint, choices) in enumerate(QUESTIONS):
        question.objects.create(
            attribute=attribute, text=text, hint=hint, choices=choices, sort_order=place
        )
    statuses = apps.get_model("records", "LeadStatus").objects.filter(is_active=True)
    contacted = statuses.filter(group="contacted").order_by("sort_order", "id").first()
    if contacted:
        statuses.filter(group="new").update(
            moves_when={"connected": contacted.name, "reply": contacted.name}
        )


class Migration(migrations.Migration):
    dependencies = [("records", "0009_path"), ("people", "0003_standing")]
    operations = [
        watch("records_question"),
        migrations.RunPython(first_rows, migrations.RunPython.noop),
    ]
