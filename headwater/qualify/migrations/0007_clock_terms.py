"""Clocks that ran before there were kinds keep their promise, and the terms they ran under.

First responses are first attempts. The new promises that people have not asked for are there to
be switched on; only the hand-off's is in use at once, since a hand-off needs one.
"""

from django.db import migrations

TERMS = (
    "UPDATE records_clock SET kind = 'first_attempt' WHERE kind = 'first_response'",
    # What ran around the clock has exactly its minutes between start and due time.
    """
    UPDATE records_clock clock SET hours_id = coalesce(
        (SELECT business_hours_id FROM people_user WHERE owner_ptr_id = clock.owner_id),
        (SELECT id FROM people_businesshours WHERE is_default)
    ) WHERE due_at - started_at <> minutes * interval '1 minute'
    """,
    """
    UPDATE records_clock clock SET missed_at = missed.noticed_at
    FROM qualify_missedclock missed WHERE missed.clock_id = clock.id
    """,
    """
    UPDATE qualify_missedclock missed SET owner_id = clock.owner_id
    FROM records_clock clock WHERE clock.id = missed.clock_id
    """,
    """
    UPDATE records_clock clock SET policy_key = policy.id
    FROM qualify_clockpolicy policy WHERE policy.name = clock.policy
    """,
    "UPDATE records_clock SET watch_at = due_at WHERE stopped_at IS NULL AND missed_at IS NULL",
    """
    UPDATE records_clock clock SET owned_at = greatest(clock.started_at, found.at)
    FROM (
        SELECT entry.record_id, min(entry.at) AS at FROM records_trailentry entry
        JOIN people_user person
        ON person.owner_ptr_id::text = entry.changes #>> '{owner_id,1}'
        WHERE entry.event = 'lead.assigned' AND entry.object_name = 'Lead' GROUP BY 1
    ) found
    WHERE found.record_id = clock.lead_id
    """,
)
POLICIES = (
    ("First conversation in two days", "first_contact", 3, 16 * 60, False),
    ("Always a next step", "next_step", 4, 8 * 60, False),
    ("Hand-offs are decided in a day", "accept", 5, 24 * 60, True),
)
REASONS = (
    "Waiting for the lead", "Asked to be called later", "Wrong number being checked",
    "Out of office", "Waiting for a colleague",
)  # fmt: skip


def first_rows(apps, schema_editor):
    policy = apps.get_model("qualify", "ClockPolicy")
    for name, kind, place, minutes, is_active in POLICIES:
        policy.objects.get_or_create(
            name=name,
            defaults={"kind": kind, "sort_order": place, "minutes": minutes, "is_active": is_active},
        )
    values = apps.get_model("catalog", "PicklistValue")
    values.objects.bulk_create(
        (
            values(picklist="PauseReason", value=reason, sort_order=place)
            for place, reason in enumerate(REASONS)
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [("qualify", "0006_clock_kinds"), ("catalog", "0002_picklists")]
    operations = [
        migrations.RunSQL([(sql, None) for sql in TERMS], migrations.RunSQL.noop),
        migrations.RunPython(first_rows, migrations.RunPython.noop),
    ]
