"""Runs over the whole base. What they learned is kept in memory until it changes."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from headwater.people.standing import watch


class Migration(migrations.Migration):

    dependencies = [
        ('match', '0002_compact_keys'),
        ('people', '0003_standing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MatchRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('engine', models.CharField(choices=[('duckdb', 'DuckDB, on this machine'), ('spark', 'Spark')], default='duckdb', max_length=6)),
                ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('failed', 'Stopped')], default='running', max_length=9)),
                ('step', models.CharField(default='Waiting for a worker', max_length=120)),
                ('share_done', models.FloatField(default=0.0)),
                ('totals', models.JSONField(default=dict)),
                ('seconds', models.JSONField(default=dict)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='LearnedWeights',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'People'), ('company', 'Companies')], max_length=7)),
                ('values', models.JSONField(default=dict)),
                ('because', models.JSONField(default=dict)),
                ('learned_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('run', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='match.matchrun')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.AddConstraint(
            model_name='matchrun',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('state',), name='one_match_run_at_a_time'),
        ),
        watch('match_learnedweights'),
    ]
