
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('match', '0003_match_run'),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sobject_type', models.CharField(choices=[('Lead', 'Leads'), ('Contact', 'Contacts'), ('Account', 'Accounts')], max_length=40)),
                ('sobject_subtype', models.CharField(default='None', max_length=40)),
                ('developer_name', models.CharField(max_length=80, unique=True)),
                ('master_label', models.CharField(max_length=80, verbose_name='Name')),
                ('language', models.CharField(default='en_US', max_length=10)),
                ('match_engine', models.CharField(choices=[('HeadwaterMatchEngine', 'The match model'), ('FuzzyMatchEngine', 'Field by field, alike'), ('ExactMatchEngine', 'Field by field, exact')], default='FuzzyMatchEngine', max_length=20, verbose_name='How it compares')),
                ('boolean_filter', models.CharField(blank=True, max_length=255, verbose_name='Logic')),
                ('description', models.CharField(blank=True, max_length=255)),
                ('rule_status', models.CharField(choices=[('Active', 'On'), ('Inactive', 'Off')], default='Active', max_length=12)),
                ('tier', models.CharField(choices=[('certain', 'Certain'), ('likely', 'Likely'), ('possible', 'Possible'), ('none', 'None')], default='likely', max_length=8)),
                ('is_standard', models.BooleanField(default=False)),
                ('is_deleted', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['sobject_type', '-is_standard', 'master_label'],
            },
        ),
        migrations.CreateModel(
            name='DuplicateRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sobject_type', models.CharField(choices=[('Lead', 'Leads'), ('Contact', 'Contacts'), ('Account', 'Accounts')], max_length=40, verbose_name='Object')),
                ('sobject_subtype', models.CharField(default='None', max_length=40)),
                ('developer_name', models.CharField(max_length=80, unique=True)),
                ('master_label', models.CharField(max_length=80, verbose_name='Name')),
                ('language', models.CharField(default='en_US', max_length=10)),
                ('description', models.CharField(blank=True, max_length=255)),
                ('is_active', models.BooleanField(default=True, verbose_name='On')),
                ('sort_order', models.PositiveIntegerField(default=1)),
                ('conditions', models.TextField(blank=True, max_length=4000)),
                ('security', models.CharField(choices=[('EnforceSharingRules', 'Only records that the person may see'), ('BypassSharingRules', 'All records; those of others are counted, not shown')], default='EnforceSharingRules', max_length=20)),
                ('alert_text', models.CharField(blank=True, default='Use one of these records?', max_length=255)),
                ('people_on_create', models.CharField(choices=[('allow', 'Allow'), ('alert', 'Ask'), ('block', 'Block')], default='alert', max_length=5)),
                ('people_on_edit', models.CharField(choices=[('allow', 'Allow'), ('alert', 'Ask'), ('block', 'Block')], default='allow', max_length=5)),
                ('api_on_create', models.CharField(choices=[('allow', 'Allow'), ('alert', 'Ask'), ('block', 'Block')], default='allow', max_length=5)),
                ('api_on_edit', models.CharField(choices=[('allow', 'Allow'), ('alert', 'Ask'), ('block', 'Block')], default='allow', max_length=5)),
                ('import_on_create', models.CharField(choices=[('allow', 'Allow'), ('block', 'Set aside for review')], default='allow', max_length=5)),
                ('submission_on_create', models.CharField(choices=[('allow', 'Allow'), ('block', 'Set aside for review')], default='allow', max_length=5)),
                ('reports_on_create', models.BooleanField(default=True)),
                ('reports_on_edit', models.BooleanField(default=True)),
                ('is_deleted', models.BooleanField(default=False)),
                ('matching_rules', models.ManyToManyField(related_name='duplicate_rules', to='match.matchingrule')),
            ],
            options={
                'ordering': ['sobject_type', 'sort_order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='MatchingRuleItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.PositiveSmallIntegerField()),
                ('field', models.CharField(max_length=80)),
                ('matching_method', models.CharField(choices=[('Exact', 'exactly'), ('FirstName', 'as first names'), ('LastName', 'as last names'), ('CompanyName', 'as company names'), ('Phone', 'as phone numbers'), ('City', 'as cities'), ('Street', 'as streets'), ('Zip', 'as postal codes'), ('Title', 'as titles')], default='Exact', max_length=12)),
                ('blank_value_behavior', models.CharField(choices=[('NullNotAllowed', 'an empty field never agrees'), ('MatchBlanks', 'two empty fields agree')], default='NullNotAllowed', max_length=14)),
                ('matching_rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='match.matchingrule')),
            ],
            options={
                'ordering': ['matching_rule', 'sort_order'],
                'constraints': [models.UniqueConstraint(fields=('matching_rule', 'sort_order'), name='item_in_order')],
            },
        ),
    ]
