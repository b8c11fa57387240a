"""What was learned from what became of leads, in versions; and how learning stands."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def first_row(apps, schema_editor):
    apps.get_model("score", "LearnedSettings").objects.create(id=1)


class Migration(migrations.Migration):

    dependencies = [
        ('score', '0003_standing'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LearnedSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField(default=True, verbose_name='Learn by itself')),
                ('every_days', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='Every so many days')),
                ('is_held', models.BooleanField(default=False)),
                ('step', models.CharField(blank=True, max_length=80)),
                ('share', models.FloatField(default=0.0)),
                ('began_at', models.DateTimeField(blank=True, null=True)),
                ('tried_at', models.DateTimeField(blank=True, null=True)),
                ('missing', models.JSONField(blank=True, default=list)),
                ('had', models.JSONField(blank=True, default=dict)),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('estimated_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'learned settings',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_learned_settings')],
            },
        ),
        migrations.CreateModel(
            name='LearnedModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True)),
                ('learned_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(choices=[('scorecard', 'Scorecard'), ('trees', 'Boosted trees')], default='scorecard', max_length=9)),
                ('is_better', models.BooleanField(default=False)),
                ('is_used', models.BooleanField(default=False)),
                ('weights', models.JSONField(default=dict)),
                ('figures', models.JSONField(default=dict)),
                ('learned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-version'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_used', True)), fields=('is_used',), name='one_used_learned_model')],
            },
        ),
        migrations.RunPython(first_row, migrations.RunPython.noop),
    ]
