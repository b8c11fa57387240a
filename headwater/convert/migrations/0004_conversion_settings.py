"""What converting asks and how it begins: the rules, the one row of settings, the reasons."""

import django.core.validators
from django.db import migrations, models

from headwater.people.standing import watch

REASONS = (
    "For nurture", "A deal exists already", "No project now", "Only wants information", "Other",
)


def first_rows(apps, schema_editor):
    apps.get_model("convert", "ConversionSettings").objects.create(id=1)
    values = apps.get_model("catalog", "PicklistValue")
    values.objects.bulk_create(
        values(picklist="NoDealReason", value=reason, sort_order=place)
        for place, reason in enumerate(REASONS)
    )


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0002_picklists'),
        ('convert', '0003_mapped_fields_stay'),
        ('people', '0003_standing'),
    ]

    operations = [
        migrations.CreateModel(
            name='ConversionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('applies_to', models.TextField(blank=True, max_length=4000)),
                ('criteria', models.TextField(blank=True, max_length=4000)),
                ('required_fields', models.JSONField(blank=True, default=list)),
                ('least_score', models.IntegerField(blank=True, null=True)),
                ('statuses', models.JSONField(blank=True, default=list)),
                ('asks_questions', models.BooleanField(default=False)),
                ('is_binding', models.BooleanField(default=True)),
                ('sort_order', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['sort_order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='ConversionSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_name', models.CharField(default='{company}', max_length=255)),
                ('deal_name', models.CharField(default='{company}', max_length=255)),
                ('role', models.CharField(blank=True, max_length=255)),
                ('allows_no_deal', models.BooleanField(default=True)),
                ('overridden_by', models.CharField(choices=[('nobody', 'Nobody'), ('admins', 'Admins'), ('managers', 'Sales managers and admins'), ('editors', 'Everybody who converts')], default='managers', max_length=8)),
                ('asks_follow_up', models.BooleanField(default=False)),
                ('follow_up_subject', models.CharField(default='Next step with {name}', max_length=255)),
                ('follow_up_days', models.PositiveSmallIntegerField(default=3, validators=[django.core.validators.MaxValueValidator(365)])),
            ],
            options={
                'verbose_name_plural': 'conversion settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_conversion_settings')],
            },
        ),
        migrations.RunPython(first_rows, migrations.RunPython.noop),
        watch("convert_conversionsettings"),
        watch("convert_conversionrule"),
    ]
