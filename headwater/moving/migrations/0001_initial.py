
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=255)),
                ('org_id', models.CharField(max_length=18)),
                ('org_name', models.CharField(blank=True, max_length=255)),
                ('state', models.CharField(choices=[('running', 'Under way'), ('done', 'Done')], default='running', max_length=7)),
                ('since', models.DateTimeField(blank=True, null=True)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('problem', models.CharField(blank=True, max_length=500)),
                ('notes', models.JSONField(default=list)),
                ('report', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='MoveStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('place', models.PositiveSmallIntegerField(default=0)),
                ('position', models.CharField(blank=True, max_length=18)),
                ('wanted', models.PositiveIntegerField(default=0)),
                ('fetched', models.PositiveIntegerField(default=0)),
                ('created', models.PositiveIntegerField(default=0)),
                ('known', models.PositiveIntegerField(default=0)),
                ('refused', models.PositiveIntegerField(default=0)),
                ('cut', models.JSONField(default=dict)),
                ('skipped', models.CharField(blank=True, max_length=500)),
                ('is_done', models.BooleanField(default=False)),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='moving.move')),
            ],
            options={
                'ordering': ['move', 'place'],
            },
        ),
        migrations.CreateModel(
            name='MoveRefusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_id', models.CharField(max_length=18)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('reason', models.CharField(max_length=500)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refusals', to='moving.movestep')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddConstraint(
            model_name='movestep',
            constraint=models.UniqueConstraint(fields=('move', 'name'), name='move_step_once'),
        ),
    ]
