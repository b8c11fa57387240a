"""The status path and the stages to begin with, and the Trail's promise never to change."""

from django.db import migrations

STATUSES = (
    # name, group, closed, converted, guidance, required fields
    ("Open - Not Contacted", "new", False, False, "Reach them while they still remember asking.", []),
    ("Working - Contacted", "contacted", False, False, "Find out what they need and who decides.", []),
    ("Nurturing", "contacted", False, False, "Not yet. Keep in touch and set a day to call again.", []),
    ("Qualified", "qualified", False, False, "Need and time are known: agree the next step, then convert.", ["need", "timeline"]),
    ("Closed - Not Converted", "not_qualified", True, False, "Say why, so that marketing can learn from it.", ["closed_reason"]),
    ("Closed - Converted", "converted", True, True, "Now an account, a contact and an opportunity.", []),
)
STAGES = (
    # name, probability, forecast category, closed, won
    ("Info Gathering", 0, "Omitted", False, False),
    ("Prospecting", 0, "Omitted", False, False),
    ("Qualification", 10, "Pipeline", False, False),
    ("Needs Analysis", 20, "Pipeline", False, False),
    ("Value Proposition", 50, "Best Case", False, False),
    ("Proposal/Price Quote", 75, "Best Case", False, False),
    ("Negotiation/Review", 90, "Commit", False, False),
    ("Closed Won", 100, "Closed", True, True),
    ("Closed Lost", 0, "Omitted", True, False),
)

LASTING = """
CREATE FUNCTION records_trail_is_lasting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The Trail is append-only: entry % cannot be changed or deleted.', OLD.id;
END $$;
CREATE TRIGGER trail_is_lasting BEFORE UPDATE OR DELETE ON records_trailentry
    FOR EACH ROW EXECUTE FUNCTION records_trail_is_lasting();
"""
FORGET = """
DROP TRIGGER trail_is_lasting ON records_trailentry;
DROP FUNCTION records_trail_is_lasting();
"""


def first_rows(apps, schema_editor):
    status = apps.get_model("records", "LeadStatus")
    for place, (name, group, closed, converted, guidance, required) in enumerate(STATUSES):
        status.objects.create(
            name=name, group=group, sort_order=place, is_closed=closed, is_converted=converted,
            guidance=guidance, required_fields=required, is_default=place == 0,
        )  # fmt: skip
    stage = apps.get_model("records", "OpportunityStage")
    for place, (name, probability, category, closed, won) in enumerate(STAGES):
        stage.objects.create(
            name=name, probability=probability, forecast_category=category, is_closed=closed,
            is_won=won, sort_order=place,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [
        migrations.RunPython(first_rows, migrations.RunPython.noop),
        migrations.RunSQL(LASTING, FORGET),
    ]
