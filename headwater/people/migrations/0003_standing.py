"""The stamp of the standing configuration, and the tables of people that change it."""

from django.db import migrations

from headwater.people.standing import watch

CHANGED = """
CREATE FUNCTION people_standing_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE people_standing SET stamp = gen_random_uuid();
    RETURN NULL;
END $$
"""


def first_stamp(apps, schema_editor):
    apps.get_model("people", "Standing").objects.create()


class Migration(migrations.Migration):
    dependencies = [("people", "0002_organization")]
    operations = [
        migrations.RunPython(first_stamp, migrations.RunPython.noop),
        migrations.RunSQL(CHANGED, "DROP FUNCTION people_standing_changed()"),
        watch("people_organization"),
        watch("people_owner"),
        watch("people_team"),
        watch("people_businesshours"),
        watch("people_holiday"),
        # Not the time of the last sign-in, nor a new password.
        watch(
            "people_user", "role", "first_name", "last_name", "title", "phone", "email",
            "team_id", "manager_id", "business_hours_id", "time_zone", "is_taking_leads",
        ),
    ]  # fmt: skip
