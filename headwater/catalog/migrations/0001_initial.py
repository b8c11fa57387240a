
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CustomField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_name', models.CharField(max_length=40)),
                ('name', models.CharField(help_text='API name, for example Yearly_Use__c', max_length=43)),
                ('label', models.CharField(max_length=80)),
                ('type', models.CharField(choices=[('string', 'Text'), ('double', 'Number'), ('currency', 'Currency'), ('percent', 'Percent'), ('date', 'Date'), ('datetime', 'Date/Time'), ('boolean', 'Checkbox'), ('picklist', 'Picklist'), ('multipicklist', 'Multi-select picklist'), ('email', 'E-mail'), ('phone', 'Phone'), ('url', 'URL'), ('textarea', 'Text area')], max_length=20)),
                ('length', models.PositiveIntegerField(default=255)),
                ('precision', models.PositiveSmallIntegerField(default=18)),
                ('scale', models.PositiveSmallIntegerField(default=2)),
                ('choices', models.JSONField(blank=True, default=list)),
                ('is_restricted', models.BooleanField(default=False)),
                ('is_required', models.BooleanField(default=False)),
                ('is_unique', models.BooleanField(default=False)),
                ('is_external_id', models.BooleanField(default=False)),
                ('default', models.JSONField(blank=True, null=True)),
                ('help_text', models.CharField(blank=True, max_length=255)),
                ('sort_order', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['object_name', 'sort_order', 'id'],
                'constraints': [models.UniqueConstraint(fields=('object_name', 'name'), name='custom_field_once')],
            },
        ),
        migrations.CreateModel(
            name='ExternalId',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_name', models.CharField(max_length=40)),
                ('field', models.CharField(max_length=43)),
                ('value', models.CharField(max_length=255)),
                ('record_id', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['object_name', 'record_id'], name='external_id_of_record')],
                'constraints': [models.UniqueConstraint(fields=('object_name', 'field', 'value'), name='external_id_once')],
            },
        ),
        migrations.CreateModel(
            name='PicklistValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('picklist', models.CharField(max_length=40)),
                ('value', models.CharField(max_length=255)),
                ('sort_order', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('is_default', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['picklist', 'sort_order', 'value'],
                'constraints': [models.UniqueConstraint(fields=('picklist', 'value'), name='picklist_value_once')],
            },
        ),
    ]
