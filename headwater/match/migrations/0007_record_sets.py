"""Pairs as Salesforce knows them: views of sets and items over the pairs that nobody has decided."""

from django.db import migrations, models

SETS = """
CREATE VIEW match_duplicaterecordset AS
SELECT set_id AS id, 'DRS-' || lpad(set_id::text, 8, '0') AS name,
    min(rule_id) AS duplicate_rule_id, count(DISTINCT (object_name, record_id))::int AS record_count,
    min(found_at) AS created_at
FROM (
    SELECT coalesce(pair."group", pair.id) AS set_id, pair.found_at, rule.id AS rule_id,
        side.object_name, side.record_id
    FROM records_duplicatepair AS pair
    LEFT JOIN match_duplicaterule AS rule ON rule.developer_name = pair.rule
    CROSS JOIN LATERAL (VALUES (pair.one_object, pair.one_id), (pair.other_object, pair.other_id))
        AS side(object_name, record_id)
    WHERE pair.state = 'open'
) AS members
GROUP BY set_id
"""
ITEMS = """
CREATE VIEW match_duplicaterecorditem AS
SELECT min(number) AS id, 'DRI-' || lpad(min(number)::text, 8, '0') AS name,
    set_id AS duplicate_record_set_id,
    CASE object_name WHEN 'Lead' THEN record_id END AS lead_id,
    CASE object_name WHEN 'Contact' THEN record_id END AS contact_id,
    CASE object_name WHEN 'Account' THEN record_id END AS account_id
FROM (
    SELECT coalesce(pair."group", pair.id) AS set_id, pair.id * 2 + side.place AS number,
        side.object_name, side.record_id
    FROM records_duplicatepair AS pair
    CROSS JOIN LATERAL (
        VALUES (0, pair.one_object, pair.one_id), (1, pair.other_object, pair.other_id)
    ) AS side(place, object_name, record_id)
    WHERE pair.state = 'open'
) AS members
GROUP BY set_id, object_name, record_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('match', '0006_refusals'),
        ('records', '0005_duplicate_pairs'),
    ]

    operations = [
        migrations.CreateModel(
            name='DuplicateRecordItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
            ],
            options={
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='DuplicateRecordSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=20)),
                ('record_count', models.IntegerField()),
                ('created_at', models.DateTimeField(verbose_name='Created Date')),
            ],
            options={
                'managed': False,
            },
        ),
        migrations.RunSQL(SETS, "DROP VIEW match_duplicaterecordset"),
        migrations.RunSQL(ITEMS, "DROP VIEW match_duplicaterecorditem"),
    ]
