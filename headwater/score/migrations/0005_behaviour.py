"""Rules on behaviour, grades and the grid, a draft of the rules, replays.

The same rule in older versions is recognised by its name.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import headwater.score.score_rule
import uuid
from django.conf import settings
from django.db import migrations, models

SAME_NAME_SAME_RULE = """
UPDATE score_scorerule r SET key = md5(n.name || '/' || n.place)::uuid
FROM (SELECT id, name, row_number() OVER (PARTITION BY rule_set_id, name ORDER BY "order", id)
      AS place FROM score_scorerule) n
WHERE n.id = r.id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('score', '0004_learned'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ScoreReplay',
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
            name='Unscored',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lead_id', models.BigIntegerField()),
            ],
            options={
                'verbose_name_plural': 'unscored',
            },
        ),
        migrations.AddField(
            model_name='scorerule',
            name='event',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name='scorerule',
            name='half_life_days',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='scorerule',
            name='interest',
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name='scorerule',
            name='is_per_interest',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='scorerule',
            name='key',
            field=models.UUIDField(default=uuid.uuid4),
        ),
        migrations.AddField(
            model_name='scorerule',
            name='most_points',
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='scorerule',
            name='side',
            field=models.CharField(choices=[('fit', 'Fit'), ('engagement', 'Engagement')], default='fit', max_length=10),
        ),
        migrations.AddField(
            model_name='scorerule',
            name='what',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='scoreruleset',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='score.scoreruleset'),
        ),
        migrations.AddField(
            model_name='scoreruleset',
            name='changed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='scoreruleset',
            name='changed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scoreruleset',
            name='engagement_floors',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=headwater.score.score_rule.engagement_floors, size=None),
        ),
        migrations.AddField(
            model_name='scoreruleset',
            name='grade_floors',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=headwater.score.score_rule.grade_floors, size=None),
        ),
        migrations.AddField(
            model_name='scoreruleset',
            name='qualifying_levels',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=headwater.score.score_rule.qualifying_levels, size=None),
        ),
        migrations.AddField(
            model_name='scoreruleset',
            name='revision',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='scoreruleset',
            name='version',
            field=models.PositiveIntegerField(blank=True, null=True, unique=True),
        ),
        migrations.RunSQL(SAME_NAME_SAME_RULE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='scorerule',
            constraint=models.UniqueConstraint(fields=('rule_set', 'key'), name='score_rule_once_in_a_version'),
        ),
        migrations.AddConstraint(
            model_name='scoreruleset',
            constraint=models.UniqueConstraint(condition=models.Q(('version', None)), fields=('is_published',), name='one_draft_score'),
        ),
        migrations.AddField(
            model_name='scorereplay',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='scorereplay',
            name='rule_set',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replays', to='score.scoreruleset'),
        ),
        migrations.AddConstraint(
            model_name='scorereplay',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('state',), name='one_score_replay_at_a_time'),
        ),
    ]
