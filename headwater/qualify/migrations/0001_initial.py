
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('records', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClockPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('sort_order', models.PositiveIntegerField(default=0)),
                ('doors', models.JSONField(blank=True, default=list)),
                ('criteria', models.TextField(blank=True)),
                ('minutes', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                ('counts_in', models.CharField(choices=[('working_hours', "The owner's working hours"), ('all_hours', 'Around the clock')], default='working_hours', max_length=13)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'verbose_name_plural': 'clock policies',
                'ordering': ['sort_order', 'id'],
            },
        ),
        migrations.CreateModel(
            name='LoggedCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('dead_end', 'Dead end'), ('call_again', 'Call again later'), ('clear_opportunity', 'Clear opportunity')], max_length=17)),
                ('at', models.DateTimeField()),
                ('changes', models.JSONField(default=dict)),
                ('clocks', models.JSONField(default=list)),
                ('finished', models.JSONField(default=list)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('follow_up', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.task')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='logged_calls', to='records.lead')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='records.task')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='MissedClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('noticed_at', models.DateTimeField()),
                ('clock', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='missed', to='records.clock')),
            ],
        ),
    ]
