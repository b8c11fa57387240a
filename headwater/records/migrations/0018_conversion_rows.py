
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0017_campaign_tallies'),
    ]

    operations = [
        migrations.AddField(
            model_name='conversionrun',
            name='done_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='conversionrun',
            name='problem',
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name='conversionrun',
            name='started_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='conversionrun',
            name='totals',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='conversionrun',
            name='trial',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='conversionrun',
            name='undoing',
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name='conversionrun',
            name='state',
            field=models.CharField(choices=[('trying', 'Being tried out'), ('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('stopped', 'Stopped'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='waiting', max_length=7),
        ),
        migrations.CreateModel(
            name='ConversionRunRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('lead_id', models.BigIntegerField()),
                ('trial', models.PositiveSmallIntegerField(default=0)),
                ('planned', models.CharField(blank=True, choices=[('made', 'New account'), ('joined', 'Joins what is there'), ('skipped', 'Skipped'), ('refused', 'Refused')], max_length=7)),
                ('outcome', models.CharField(blank=True, choices=[('made', 'New account'), ('joined', 'Joins what is there'), ('skipped', 'Skipped'), ('refused', 'Refused')], max_length=7)),
                ('undone', models.CharField(blank=True, choices=[('gone', 'Undone'), ('stays', 'Stays')], max_length=5)),
                ('words', models.CharField(blank=True, max_length=500)),
                ('parts', models.JSONField(default=dict)),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('conversion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.conversion')),
                ('run', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='records.conversionrun')),
            ],
            options={
                'indexes': [models.Index(fields=['run', 'planned', 'number'], name='conversion_row_planned'), models.Index(fields=['run', 'outcome', 'number'], name='conversion_row_outcome'), django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='conversion_row_keys')],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='conversion_row_once'), models.UniqueConstraint(fields=('run', 'lead_id'), name='conversion_lead_once')],
            },
        ),
    ]
