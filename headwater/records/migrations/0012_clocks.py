
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_public_holidays'),
        ('records', '0011_handoffs'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockPause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=80)),
                ('note', models.CharField(blank=True, max_length=300)),
                ('paused_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_at', models.DateTimeField(blank=True, null=True)),
                ('resumed_at', models.DateTimeField(blank=True, null=True)),
                ('resumed_because', models.CharField(blank=True, max_length=80)),
                ('moved_minutes', models.FloatField(default=0.0)),
            ],
            options={
                'ordering': ['paused_at', 'id'],
            },
        ),
        migrations.AddField(
            model_name='clock',
            name='hours',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.businesshours'),
        ),
        migrations.AddField(
            model_name='clock',
            name='is_answered',
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='missed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='owned_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='paused_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='policy_key',
            field=models.BigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='clock',
            name='warned_share',
            field=models.FloatField(default=0.0),
        ),
        migrations.AddField(
            model_name='clock',
            name='watch_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='clock',
            name='kind',
            field=models.CharField(choices=[('first_attempt', 'First attempt'), ('first_contact', 'First contact'), ('next_step', 'Next step'), ('accept', 'Accept')], default='first_attempt', max_length=20),
        ),
        migrations.AddIndex(
            model_name='clock',
            index=models.Index(models.F('watch_at'), condition=models.Q(('stopped_at', None), ('watch_at__isnull', False)), name='clock_watched'),
        ),
        migrations.AddField(
            model_name='clockpause',
            name='clock',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='records.clock'),
        ),
        migrations.AddField(
            model_name='clockpause',
            name='paused_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='clockpause',
            name='resumed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='clockpause',
            constraint=models.UniqueConstraint(condition=models.Q(('resumed_at', None)), fields=('clock',), name='one_open_pause'),
        ),
    ]
