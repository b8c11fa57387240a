"""Older history learns when each state ended; the stages to begin with say what they are for."""

from django.db import migrations

from headwater.people.standing import watch

STAGES = (
    # name, guidance, expected days
    ("Info Gathering", "Is there a project, and who cares? No amount and no date needed yet.", 60),
    ("Prospecting", "Get a first meeting with somebody who has the need.", 45),
    ("Qualification", "Budget, authority, need and time: agree what happens next.", 21),
    ("Needs Analysis", "Write down what they need in their words and have it confirmed.", 21),
    ("Value Proposition", "Show what it is worth to them, in numbers that they gave you.", 21),
    ("Proposal/Price Quote", "Send the offer and agree on the day to talk it through.", 14),
    ("Negotiation/Review", "Settle the open points with whoever signs.", 14),
    ("Closed Won", "Say thank you, and hand over to those who deliver.", None),
    ("Closed Lost", "Say why, so that the next one goes better. Set a day to ask again.", None),
)
# A deal that was changed without a row of history gets one for how it stands.
CATCH_UP = """
INSERT INTO records_opportunityhistory (opportunity_id, at, by_id, stage_name, amount, probability,
    close_on, forecast_category, is_closed, is_won, is_deleted)
SELECT deal.id, greatest(deal.modified_at, last.at), deal.modified_by_id, deal.stage_name,
    deal.amount, deal.probability, deal.close_on, deal.forecast_category, false, false,
    deal.is_deleted
FROM records_opportunity deal
LEFT JOIN LATERAL (
    SELECT * FROM records_opportunityhistory row WHERE row.opportunity_id = deal.id
    ORDER BY row.at DESC, row.id DESC LIMIT 1
) last ON true
WHERE deal.is_deleted OR last.id IS NULL
    OR (deal.stage_name, deal.amount, deal.probability, deal.close_on, deal.forecast_category)
        IS DISTINCT FROM
       (last.stage_name, last.amount, last.probability, last.close_on, last.forecast_category)
"""
ENDS = """
UPDATE records_opportunityhistory row SET
    ended_at = said.next, owner_id = deal.owner_id,
    is_closed = coalesce(stage.is_closed, deal.is_closed AND deal.stage_name = row.stage_name),
    is_won = coalesce(stage.is_won, deal.is_won AND deal.stage_name = row.stage_name)
FROM (
    SELECT id, lead(at) OVER (PARTITION BY opportunity_id ORDER BY at, id) AS next
    FROM records_opportunityhistory
) said, records_opportunityhistory same
JOIN records_opportunity deal ON deal.id = same.opportunity_id
LEFT JOIN records_opportunitystage stage ON stage.name = same.stage_name
WHERE said.id = row.id AND same.id = row.id
"""


def say_what_for(apps, schema_editor):
    stage = apps.get_model("records", "OpportunityStage")
    for name, guidance, days in STAGES:
        stage.objects.filter(name=name).update(guidance=guidance, expected_days=days)


class Migration(migrations.Migration):
    dependencies = [("records", "0013_deals")]
    operations = [
        migrations.RunPython(say_what_for, migrations.RunPython.noop),
        migrations.RunSQL(CATCH_UP, migrations.RunSQL.noop),
        migrations.RunSQL(ENDS, migrations.RunSQL.noop),
        watch("records_opportunitystage"),
    ]
