"""Who may say what was is told to every process as soon as it changes."""

from django.db import migrations

from headwater.people.standing import watch

COLUMNS = (
    "role", "first_name", "last_name", "title", "phone", "email", "team_id", "manager_id",
    "business_hours_id", "time_zone", "is_taking_leads", "turn_weight", "most_open_leads",
    "most_leads_a_day", "skills", "can_set_audit_fields",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("people", "0009_audit_fields")]

    operations = [
        migrations.RunSQL("DROP TRIGGER is_standing ON people_user", migrations.RunSQL.noop),
        watch("people_user", *COLUMNS),
    ]
