"""A draft of the assignment rules, their test cases, replays, and how often a rule decided.

The same rule in older versions is recognised by its name.
"""

import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

SAME_NAME_SAME_RULE = """
UPDATE route_assignmentrule r SET key = md5(n.name || '/' || n.place)::uuid
FROM (SELECT id, name, row_number() OVER (PARTITION BY rule_set_id, name ORDER BY "order", id)
      AS place FROM route_assignmentrule) n
WHERE n.id = r.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_standing'),
        ('route', '0003_standing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AssignmentCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('values', models.JSONField(default=dict)),
                ('rule_key', models.UUIDField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Replay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(default=0)),
                ('days', models.PositiveSmallIntegerField(default=30)),
                ('state', models.CharField(choices=[('running', 'Running'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('failed', 'Stopped')], default='running', max_length=9)),
                ('done_count', models.PositiveIntegerField(default=0)),
                ('total_count', models.PositiveIntegerField(default=0)),
                ('result', models.JSONField(default=dict)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='RuleTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('key', models.UUIDField()),
                ('count', models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name='assignmentrule',
            name='key',
            field=models.UUIDField(default=uuid.uuid4),
        ),
        migrations.RunSQL(SAME_NAME_SAME_RULE, migrations.RunSQL.noop),
        migrations.AddField(
            model_name='assignmentruleset',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='route.assignmentruleset'),
        ),
        migrations.AddField(
            model_name='assignmentruleset',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='assignmentruleset',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignmentruleset',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='assignmentruleset',
            name='version',
            field=models.PositiveIntegerField(blank=True, null=True, unique=True),
        ),
        migrations.AddConstraint(
            model_name='assignmentrule',
            constraint=models.UniqueConstraint(fields=('rule_set', 'key'), name='rule_once_in_a_version'),
        ),
        migrations.AddConstraint(
            model_name='assignmentruleset',
            constraint=models.UniqueConstraint(condition=models.Q(('version', None)), fields=('is_published',), name='one_draft_assignment'),
        ),
        migrations.AddField(
            model_name='assignmentcase',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignmentcase',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.owner'),
        ),
        migrations.AddField(
            model_name='assignmentcase',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.team'),
        ),
        migrations.AddField(
            model_name='replay',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='replay',
            name='rule_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replays', to='route.assignmentruleset'),
        ),
        migrations.AddConstraint(
            model_name='ruletally',
            constraint=models.UniqueConstraint(fields=('day', 'key'), name='one_tally_a_day'),
        ),
        migrations.AddConstraint(
            model_name='replay',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('state',), name='one_replay_at_a_time'),
        ),
    ]
