"""Tallies of campaigns: triggers leave what each statement adds to them or takes away.

One row for each campaign and status that a statement touches, never an update: two forms of one
campaign that are posted at once do not wait for each other.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

MEMBERS = """
INSERT INTO records_campaigntally (campaign_id, status, deals, won, amount, won_amount, members,
                                   leads, contacts, converted, responses)
SELECT campaign_id, status, 0, 0, 0, 0, sum(n),
       COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE contact_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL), 0),
       COALESCE(sum(n) FILTER (WHERE has_responded), 0)
FROM ({rows}) AS moved WHERE NOT is_deleted
GROUP BY campaign_id, status
HAVING sum(n) <> 0 OR COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE contact_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE lead_id IS NOT NULL AND contact_id IS NOT NULL), 0) <> 0
    OR COALESCE(sum(n) FILTER (WHERE has_responded), 0) <> 0
"""
DEALS = """
INSERT INTO records_campaigntally (campaign_id, deals, won, amount, won_amount, status, members,
                                   leads, contacts, converted, responses)
SELECT campaign_id, sum(n), COALESCE(sum(n) FILTER (WHERE is_won), 0),
       COALESCE(sum(n * amount), 0), COALESCE(sum(n * amount) FILTER (WHERE is_won), 0),
       '', 0, 0, 0, 0, 0
FROM ({rows}) AS moved WHERE campaign_id IS NOT NULL AND NOT is_deleted
GROUP BY campaign_id
HAVING sum(n) <> 0 OR COALESCE(sum(n) FILTER (WHERE is_won), 0) <> 0
    OR COALESCE(sum(n * amount), 0) <> 0
    OR COALESCE(sum(n * amount) FILTER (WHERE is_won), 0) <> 0
"""
FRESH, GONE = "SELECT *, 1 AS n FROM {table}", "SELECT *, -1 AS n FROM {table}"
# What a statement leaves behind and what it finds, under the names that the trigger gives them.
DEEDS = {
    "INSERT": ("NEW TABLE AS fresh", FRESH.format(table="fresh")),
    "DELETE": ("OLD TABLE AS gone", GONE.format(table="gone")),
    "UPDATE": (
        "OLD TABLE AS gone NEW TABLE AS fresh",
        f"{FRESH.format(table='fresh')} UNION ALL {GONE.format(table='gone')}",
    ),
}
COUNTED = (("records_campaignmember", MEMBERS), ("records_opportunity", DEALS))


def triggers():
    for table, tally in COUNTED:
        for deed, (named, rows) in DEEDS.items():
            name = f"{table}_tallied_{deed.lower()}"
            yield migrations.RunSQL(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"{tally.format(rows=rows)}; RETURN NULL; END $$; "
                f"CREATE TRIGGER is_tallied_{deed.lower()} AFTER {deed} ON {table} "
                f"REFERENCING {named} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
                f"DROP TRIGGER is_tallied_{deed.lower()} ON {table}; DROP FUNCTION {name}()",
            )


def first_counts():
    """Of the members and deals that are there already."""
    for table, tally in COUNTED:
        yield migrations.RunSQL(tally.format(rows=FRESH.format(table=table)),
                                migrations.RunSQL.noop)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0016_account_contact_relations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CampaignTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(blank=True, default='', max_length=40)),
                ('members', models.IntegerField(default=0)),
                ('leads', models.IntegerField(default=0)),
                ('contacts', models.IntegerField(default=0)),
                ('converted', models.IntegerField(default=0)),
                ('responses', models.IntegerField(default=0)),
                ('deals', models.IntegerField(default=0)),
                ('won', models.IntegerField(default=0)),
                ('amount', models.DecimalField(decimal_places=2, default=0, max_digits=20)),
                ('won_amount', models.DecimalField(decimal_places=2, default=0, max_digits=20)),
            ],
            options={
                'verbose_name_plural': 'campaign tallies',
            },
        ),
        migrations.AlterField(
            model_name='campaignmember',
            name='campaign',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='records.campaign', verbose_name='Campaign ID'),
        ),
        migrations.AddIndex(
            model_name='campaignmember',
            index=models.Index(models.F('campaign'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='member_newest'),
        ),
        migrations.AddIndex(
            model_name='campaignmember',
            index=models.Index(models.F('campaign'), models.F('status'), models.OrderBy(models.F('created_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='member_of_status'),
        ),
        migrations.AddField(
            model_name='campaigntally',
            name='campaign',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='records.campaign'),
        ),
        *triggers(),
        *first_counts(),
    ]
