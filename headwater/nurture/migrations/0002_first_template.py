"""The answer that a web inquiry gets at once: who will be in touch, and by when."""

from django.db import migrations

SUBJECT = "{{Organization.Name}}: your inquiry has arrived"
TEXT = """Hello {{FirstName|there}},

thank you for your inquiry. It has arrived and is being looked after.

{{Owner.Name|One of us}} will be in touch with you by {{Clock.DueAt|the end of the next working day}}.
If you would like to add something, just reply to this e-mail.

{{Owner.Name|Your team}}
{{Organization.Name}}
"""


def first_rows(apps, schema_editor):
    apps.get_model("nurture", "MailTemplate").objects.create(
        key="auto_response", name="Answer to a web inquiry", subject=SUBJECT, text=TEXT
    )


class Migration(migrations.Migration):
    dependencies = [("nurture", "0001_initial")]
    operations = [migrations.RunPython(first_rows, migrations.RunPython.noop)]
